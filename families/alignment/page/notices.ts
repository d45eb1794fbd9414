/** What a reader must know before trusting a figure. */
import { code, notice } from '../../../reports/blocks.ts';
import { html, type SafeHtml } from '../../../reports/html.ts';
import { formatCount, formatInterval, formatNumber, formatPercent } from '../../../reports/numbers.ts';
import { codeNotice } from '../../code-notice.ts';
import type { PageContext } from '../../family.ts';
import { removalNotice } from '../../removal-notice.ts';
import { changedServers } from '../../changed-servers.ts';
import { loudSilence } from '../../silence.ts';
import type { ArmAnswers, StudyAnswers } from '../analysis/answers.ts';
import type { AlignResult, ArmResult } from '../analysis/result.ts';
import { silenceOf } from '../analysis/statuses.ts';
import { studyNotices } from '../study-notices.ts';
import type { AlignmentStudy } from '../study.ts';
import { addedLater } from '../../standing-notices.ts';

export function notices(
  study: AlignmentStudy,
  align: AlignResult | null,
  answers: StudyAnswers,
  context: PageContext,
): SafeHtml[] {
  const out: SafeHtml[] = [...codeNotice(context), ...removalNotice(context)].map(notice);
  if (context.partial) {
    out.push(
      notice({
        kind: 'warning',
        title: 'The experiment was stopped',
        body: 'All figures are made of what was there then.',
        remedy: html`${code('./holdfast run')} with the same spec goes on where it stopped.`,
      }),
    );
  }
  for (const one of studyNotices(study)) out.push(notice({ kind: 'note', ...one }));
  const { missing } = answers;
  if (missing > 0) {
    out.push(
      notice({
        kind: 'missing',
        title: `${formatCount(missing)} cells were lost by the machinery`,
        body: 'They are left out of every figure and never count as answers.',
        remedy: html`${code(`./holdfast retry ${context.experiment}`)}`,
      }),
    );
  }
  out.push(...changedServers(context.changes).map(notice));
  for (const arm of study.arms.filter(({ spec }) => spec.planted !== undefined)) {
    out.push(
      notice({
        kind: 'note',
        title: `“${arm.label}” is simulated`,
        body: `Its difficulties are known beforehand. It is here to show whether the measure finds what is there, and says nothing on any model.${recoveryText(align?.arms.find(({ name }) => name === arm.spec.name) ?? null)}`,
      }),
    );
  }
  const added = study.arms.filter(({ spec }) => context.added.includes(spec.name));
  out.push(...addedLater(added.map(({ label }) => label)).map(notice));
  for (const arm of align?.arms ?? []) {
    const { lowMass, meanMass, counts } = arm.statuses;
    if (lowMass === null || lowMass === 0) continue;
    const limit = study.spec.rules.flagMassBelow;
    out.push(
      notice({
        kind: 'warning',
        title: `${arm.label}: the options hold little of the probability`,
        body: `In ${formatCount(lowMass)} of ${formatCount(counts.ok)} cells less than ${formatPercent(limit, { digits: 0 })} of the probability is on the options (${formatPercent(meanMass, { digits: 0 })} on average): mostly the model would have written something else.`,
      }),
    );
  }
  for (const one of answers.arms) {
    const loud = loudSilence(silenceOf(one));
    if (loud === '') continue;
    out.push(
      notice({
        kind: 'warning',
        title: `${one.arm.label}: ${loud}`,
        body: 'Its figures are made of the rest, and the rest is no random part: read them with doubt, and look at what was said.',
      }),
    );
  }
  const unsettled = (align?.arms ?? []).filter(({ record }) => record !== null && !record.converged.model);
  if (unsettled.length > 0) {
    out.push(
      notice({
        kind: 'warning',
        title: 'A fit did not converge',
        body: `${unsettled.map(({ label }) => label).join(', ')}: read its figures with doubt.`,
      }),
    );
  }
  const silent = answers.arms.filter((one) => !hasScore(one));
  if (silent.length > 0 && align !== null) {
    out.push(
      notice({
        kind: 'warning',
        title: 'An arm has no answer',
        body: silent.map(({ arm }) => arm.label).join(', '),
      }),
    );
  }
  return out;
}

function hasScore(answers: ArmAnswers): boolean {
  for (const { score } of answers.each()) if (score !== null) return true;
  return false;
}

function recoveryText(arm: ArmResult | null): string {
  const recovery = arm?.recovery ?? null;
  const record = arm?.record ?? null;
  if (recovery === null || record === null) return '';
  const { planted } = recovery;
  const found = recovery.rho && recovery.spread && recovery.displaced;
  const used = new Set(record.perItem.map(({ id }) => id));
  const unused = planted.displaced.filter((id) => !used.has(id));
  const what =
    unused.length > 0
      ? `Not all of it can be found: ${unused.join(', ')} could not be estimated in every arm.`
      : 'Not all of it was found again.';
  return ` Planted: correlation ${formatNumber(planted.rho)}, ratio of spreads ${formatNumber(planted.spread)}, displaced ${planted.displaced.join(', ') || 'none'}. Found: rho ${formatNumber(record.rho)} (${formatInterval(record.interval)}), ratio ${formatNumber(record.spreadRatio)}, largest residuals ${recovery.leading.join(', ') || 'none'}. ${found ? 'All of it was found again.' : what}`;
}
