/** What a reader must know before trusting a figure. */
import { code, type Notice, notice } from '../../../reports/blocks.ts';
import type { SafeHtml } from '../../../reports/html.ts';
import { formatCount } from '../../../reports/numbers.ts';
import { codeNotice } from '../../code-notice.ts';
import type { StudyNotice } from '../../family.ts';
import type { ListedContext } from './context.ts';
import { changedServers } from '../../changed-servers.ts';
import { loudSilence } from '../../silence.ts';
import { addedLater, stoppedNotice } from '../../standing-notices.ts';
import type { SettledCell } from '../analysis/graded-cells.ts';
import type { GradeResult } from '../analysis/result.ts';
import { silenceOf } from '../analysis/statuses.ts';
import type { OutcomeStatus } from '../outcome.ts';
import type { LostCells } from './cells.ts';
import { labelOf } from './words.ts';

export function notices(input: {
  /** What was known before anything was asked. */
  readonly known: readonly StudyNotice[];
  readonly result: GradeResult | null;
  readonly cells: readonly SettledCell[];
  readonly lost: readonly LostCells[];
  /** Names of methods whose answers are scripted. */
  readonly scripted: readonly string[];
  readonly written: readonly string[];
  readonly context: ListedContext;
}): SafeHtml[] {
  const { result, context } = input;
  const name = (method: string): string => (result === null ? method : labelOf(result, method));
  return [
    ...codeNotice(context),
    ...stoppedNotice(context),
    ...input.known.map((one) => ({ kind: 'note' as const, ...one })),
    ...missing(input.lost, name, context),
    ...written(input.written.map(name)),
    ...scripted(input.scripted.map(name)),
    ...cutShort(input.cells),
    ...addedLater(context.added.map(name)),
    ...changedServers(context.changes),
  ].map(notice);
}

function missing(
  lost: readonly LostCells[],
  name: (method: string) => string,
  { experiment }: ListedContext,
): Notice[] {
  const cells = lost.reduce((sum, count) => sum + count.cells, 0);
  if (cells === 0) return [];
  const where = lost.map(
    ({ method, missingClass, cells: count }) => `${name(method)} ${formatCount(count)} (${missingClass})`,
  );
  return [
    {
      kind: 'missing',
      title: `${cells === 1 ? 'One cell was' : `${formatCount(cells)} cells were`} lost by the machinery`,
      body: `They are left out of every figure and never count as wrong answers. By method: ${where.join(', ')}.`,
      remedy: code(`./holdfast retry ${experiment}`),
    },
  ];
}

function written(labels: readonly string[]): Notice[] {
  return labels.map((label) => ({
    kind: 'note' as const,
    title: `“${label}” is nobody’s model`,
    body: 'Its statements were written by hand and stand in the data file. It shows what the solver makes of statements, and says nothing on any model.',
  }));
}

function scripted(labels: readonly string[]): Notice[] {
  if (labels.length === 0) return [];
  return [
    {
      kind: 'warning',
      title: 'Scripted answers',
      body: `The answers of ${labels.map((label) => `“${label}”`).join(', ')} come from a script that we wrote. They show that the experiment works, and say nothing on any model.`,
    },
  ];
}

/** Refusals and truncations are answers that count as not solved; a limit that is too low is the user's to mend. */
function cutShort(cells: readonly SettledCell[]): Notice[] {
  const count = (status: OutcomeStatus): number =>
    cells.filter(({ outcome }) => outcome.status === status).length;
  const refused = count('refused');
  const truncated = count('truncated');
  const filtered = count('filtered');
  const tooLong = count('too-long');
  const loud = loudSilence(silenceOf(cells));
  return [
    ...(loud === ''
      ? []
      : [
          {
            kind: 'warning' as const,
            title: loud,
            body: 'They count as not solved: the accuracy says more on them than on what the model can solve.',
          },
        ]),
    ...(filtered + tooLong === 0
      ? []
      : [
          {
            kind: 'note' as const,
            title: `${formatCount(filtered)} filtered, ${formatCount(tooLong)} too long for the model`,
            body: 'The endpoint gave no answer for what these cells say, and would give none if they were asked again. They count as not solved.',
          },
        ]),
    ...(truncated === 0
      ? []
      : [
          {
            kind: 'warning' as const,
            title: `${truncated === 1 ? 'One answer was' : `${formatCount(truncated)} answers were`} cut off at the token limit`,
            body: `${truncated === 1 ? 'It counts' : 'They count'} as not solved.`,
            remedy: ['a larger ', code('maxTokens'), ' in the spec asks these methods anew.'],
          },
        ]),
    ...(refused === 0
      ? []
      : [
          {
            kind: 'note' as const,
            title: `${refused === 1 ? 'One answer was' : `${formatCount(refused)} answers were`} refused`,
            body: `The model, or a filter before it, gave no answer. ${refused === 1 ? 'It counts' : 'They count'} as not solved.`,
          },
        ]),
  ];
}
