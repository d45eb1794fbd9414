/** What a reader must know before trusting a figure. */
import { code, type Notice, notice } from '../../../reports/blocks.ts';
import type { SafeHtml } from '../../../reports/html.ts';
import { formatCount } from '../../../reports/numbers.ts';
import { changedServers } from '../../changed-servers.ts';
import { codeNotice } from '../../code-notice.ts';
import { loudSilence } from '../../silence.ts';
import { addedLater, stoppedNotice } from '../../standing-notices.ts';
import { silenceOf } from '../analysis/headline.ts';
import type { EffectResult } from '../analysis/result.ts';
import { studyNotices } from '../study-notices.ts';
import type { WorksheetStudy } from '../study.ts';
import type { ListedContext } from './context.ts';

export function notices(
  study: WorksheetStudy,
  result: EffectResult | null,
  scripted: readonly string[],
  context: ListedContext,
): SafeHtml[] {
  return [
    ...codeNotice(context),
    ...studyNotices(study).map((one) => ({ kind: 'note' as const, ...one })),
    ...stoppedNotice(context),
    ...missing(context),
    ...scriptedNotice(scripted),
    ...silent(result),
    ...failedControls(result),
    ...addedLater(context.added),
    ...changedServers(context.changes),
  ].map(notice);
}

function missing({ cells, experiment }: ListedContext): Notice[] {
  const lost = cells.filter(({ kind }) => kind === 'missing').length;
  if (lost === 0) return [];
  return [
    {
      kind: 'missing',
      title: `${lost === 1 ? 'One cell was' : `${formatCount(lost)} cells were`} lost by the machinery`,
      body: 'They are left out of every figure and never count as a probability of 0.',
      remedy: code(`./holdfast retry ${experiment}`),
    },
  ];
}

function scriptedNotice(judges: readonly string[]): Notice[] {
  if (judges.length === 0) return [];
  return [
    {
      kind: 'warning',
      title: 'Scripted judgments',
      body: `The judgments of ${judges.map((judge) => `“${judge}”`).join(', ')} come from a script that we wrote. They show that the experiment works, and say nothing on any model.`,
    },
  ];
}

function silent(result: EffectResult | null): Notice[] {
  return (result?.judges ?? []).flatMap((judge): Notice[] => {
    const loud = loudSilence(silenceOf(judge));
    if (loud === '') return [];
    return [
      {
        kind: 'warning',
        title: `“${judge.label}” gives few numbers`,
        body: 'So many of its answers hold no probability, even when it is asked for one again, that the rest is a selection and speaks for nothing.',
      },
    ];
  });
}

function failedControls(result: EffectResult | null): Notice[] {
  return (result?.judges ?? []).flatMap((judge): Notice[] => {
    const failed = judge.controls.filter(({ verdict }) => verdict === 'moved' || verdict === 'did not fall');
    if (failed.length === 0) return [];
    const names = failed.map(({ name, verdict }) => `${name} ${verdict}`).join(', ');
    return [
      {
        kind: 'warning',
        title: `“${judge.label}” fails controls`,
        body: `Of its controls: ${names}. Its scores answer to something other than what a worksheet teaches.`,
      },
    ];
  });
}
