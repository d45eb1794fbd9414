/** Shares and paired differences with their intervals: one place decides between one run a problem and several. */
import {
  bootstrapMean,
  bootstrapRatio,
  type Resamples,
  resampleProblems,
} from '../../../methods/statistics/bootstrap-by-problem.ts';
import { mcnemar } from '../../../methods/statistics/mcnemar.ts';
import { pairedDifferenceInterval } from '../../../methods/statistics/paired-proportions.ts';
import { wilsonInterval } from '../../../methods/statistics/wilson.ts';
import type { Difference, Share } from './result.ts';

export const DRAWS = 2000;

/** Right or wrong, by problem: one value a run that is counted. A twin counts under its original. */
export type ByProblem = ReadonlyMap<string, readonly boolean[]>;

export interface Figures {
  /** The mean over problems of the share of their runs that are right. */
  share(runs: ByProblem): Share;
  /** Right runs by all runs, where only some runs of a problem are counted (those with an answer, say). */
  precision(runs: ByProblem): Share;
  /** One minus other, over the problems that both have. */
  difference(one: ByProblem, other: ByProblem): Difference;
}

/** @param seed of the draws; the same resampled problems serve every figure over as many problems */
export function figuresWith(seed: number): Figures {
  const drawn = new Map<number, Resamples>();
  function resamples(problems: number): Resamples {
    const known = drawn.get(problems);
    if (known !== undefined) return known;
    const fresh = resampleProblems(problems, DRAWS, seed);
    drawn.set(problems, fresh);
    return fresh;
  }

  function shareOf(runs: ByProblem, estimate: 'mean' | 'ratio'): Share {
    const counted = [...runs.values()].filter((values) => values.length > 0);
    const cells = counted.reduce((sum, values) => sum + values.length, 0);
    const right = counted.reduce((sum, values) => sum + rightOf(values), 0);
    const counts = { right, cells, problems: counted.length };
    if (cells === counted.length) {
      const value = cells === 0 ? null : right / cells;
      return { value, interval: wilsonInterval(right, cells), by: 'wilson', ...counts };
    }
    const draws = resamples(counted.length);
    const { value, interval } =
      estimate === 'mean'
        ? bootstrapMean(Float64Array.from(counted, shareRight), draws)
        : bootstrapRatio(
            Float64Array.from(counted, rightOf),
            Float64Array.from(counted, ({ length }) => length),
            draws,
          );
    return { value, interval, by: 'bootstrap', ...counts };
  }

  function difference(one: ByProblem, other: ByProblem): Difference {
    const pairs = [...one].flatMap(([problem, ones]): [readonly boolean[], readonly boolean[]][] => {
      const others = other.get(problem) ?? [];
      return ones.length > 0 && others.length > 0 ? [[ones, others]] : [];
    });
    const problems = pairs.length;
    if (pairs.every(([ones, others]) => ones.length === 1 && others.length === 1)) {
      const onlyOne = pairs.filter(([ones, others]) => ones[0] === true && others[0] === false).length;
      const onlyOther = pairs.filter(([ones, others]) => ones[0] === false && others[0] === true).length;
      const p = problems === 0 ? null : mcnemar({ one: onlyOne, other: onlyOther });
      return {
        test: 'mcnemar',
        problems,
        value: problems === 0 ? null : (onlyOne - onlyOther) / problems,
        interval: pairedDifferenceInterval({ one: onlyOne, other: onlyOther, problems }),
        discordant: { one: onlyOne, other: onlyOther },
        p: p?.mid ?? null,
        pExact: p?.exact ?? null,
      };
    }
    const differences = Float64Array.from(pairs, ([ones, others]) => shareRight(ones) - shareRight(others));
    const { value, interval, p } = bootstrapMean(differences, resamples(problems));
    return { test: 'bootstrap', problems, value, interval, discordant: null, p, pExact: null };
  }

  return {
    share: (runs) => shareOf(runs, 'mean'),
    precision: (runs) => shareOf(runs, 'ratio'),
    difference,
  };
}

function rightOf(values: readonly boolean[]): number {
  return values.filter(Boolean).length;
}

function shareRight(values: readonly boolean[]): number {
  return rightOf(values) / values.length;
}

/** Groups cells by a problem's id. */
export function byProblem<C>(
  cells: readonly C[],
  problemOf: (cell: C) => string,
  isRight: (cell: C) => boolean,
): ByProblem {
  const groups = new Map<string, boolean[]>();
  for (const cell of cells) {
    const problem = problemOf(cell);
    const group = groups.get(problem);
    if (group === undefined) groups.set(problem, [isRight(cell)]);
    else group.push(isRight(cell));
  }
  return groups;
}
