/** Which answers to trust by what is known of them without the gold. */
import { majority } from '../../../methods/grading/agreement.ts';
import {
  atLeast,
  best,
  hashedFolds,
  judge,
  rankSignals,
  type Signalled,
  trustCrossFitted,
  trustOnSame,
} from '../../../methods/statistics/cross-fit.ts';
import type { LintCode } from '../../../methods/equations/solution.ts';
import type { ProblemOutcome } from '../outcome.ts';
import { byProblem, type Figures } from './figures.ts';
import type { SettledCell } from './graded-cells.ts';
import type { Interval } from '../../../reports/numbers.ts';
import type { TrustResult } from './result.ts';

const FOLDS = 5;
const THRESHOLDS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/** Lint that says something may be wrong, not only that a principle of style was left. */
const DOUBTS: ReadonlySet<LintCode> = new Set<LintCode>([
  'undefined-name',
  'unused-number',
  'duplicate-definition',
  'tautology',
  'two-readings',
  'rounding-differs',
]);

/** Only answers can be trusted; coverage is of all settled cells. Right is right as published. */
export function trustOf(cells: readonly SettledCell[], figures: Figures): TrustResult {
  const answers = cells.flatMap(({ outcome, problem, grades }): Signalled[] =>
    outcome.answers.length === 0
      ? []
      : [{ problem: problem.id, signal: signalOf(outcome), right: grades.published }],
  );
  const total = cells.length;
  const folds = hashedFolds(FOLDS);
  const intervalOf = (trusted: readonly Signalled[]): Interval =>
    figures.precision(
      byProblem(
        trusted,
        ({ problem }) => problem,
        ({ right }) => right,
      ),
    ).interval;
  const ranked = rankSignals(answers);
  return {
    folds: FOLDS,
    signals: ranked.map((count) => ({
      ...count,
      precision: count.right / count.cells,
      interval: intervalOf(answers.filter(({ signal }) => signal === count.signal)),
    })),
    rows: THRESHOLDS.map((threshold) => {
      const choice = atLeast(threshold);
      const crossFitted = trustCrossFitted(answers, choice, folds);
      return {
        threshold,
        signals: choice(ranked),
        optimistic: judge(trustOnSame(answers, choice), total),
        crossFitted: judge(crossFitted, total),
        precisionInterval: intervalOf(crossFitted),
      };
    }),
    curve: ranked.map(({ signal }, index) => ({
      signal,
      ...judge(trustOnSame(answers, best(index + 1)), total),
    })),
    crossFittedCurve: ranked.map((_, index) =>
      judge(trustCrossFitted(answers, best(index + 1), folds), total),
    ),
  };
}

/** The status, whether the solver had doubts, whether it took a repair; of samples, how many agree. */
function signalOf({ status, lint = [], repairs = 0, samples }: ProblemOutcome): string {
  if (status === 'answered' && samples !== undefined) return `${status}, ${agreementOf(samples)}`;
  const flagged = lint.some((code) => DOUBTS.has(code)) ? ', flagged' : '';
  return `${status}${flagged}${repairs > 0 ? ', repaired' : ''}`;
}

function agreementOf(samples: readonly (number | null)[]): string {
  const votes = majority(samples.map((value) => (value === null ? null : { value })))?.votes ?? 0;
  const share = votes / samples.length;
  return share === 1 ? 'all samples' : share > 0.5 ? 'most samples' : 'fewer samples';
}
