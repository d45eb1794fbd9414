/** Each model cluster alone: what can be said when there are too few of them to speak of a population. */
import { countItems } from '../irt/responses.ts';
import { pearson } from '../statistics/correlation.ts';
import { logitDifficulty } from './logit-difficulty.ts';
import type { UnitFigure } from './record.ts';
import type { PreparedSide } from './refit.ts';

/**
 * r of -logit(share) within each cluster with the people's difficulties, in the order of `names`.
 *
 * @param on positions of the items that r is taken over; the mean score is that of all items
 */
export function unitFigures(
  side: PreparedSide,
  names: readonly string[],
  bHuman: Float64Array,
  on: readonly number[],
): UnitFigure[] {
  const { responses, clusterOf } = side;
  return names.map((cluster, index) => {
    const weights = Float64Array.from(clusterOf, (of, row) =>
      of === index ? (responses.weights?.[row] ?? 1) : 0,
    );
    const { n, weight, total } = countItems({ ...responses, weights });
    const seen = [...n.keys()].filter((item) => (n[item] ?? NaN) > 0);
    const correlated = on.filter((item) => (n[item] ?? NaN) > 0);
    const share = (item: number): number => (total[item] ?? NaN) / (weight[item] ?? NaN);
    return {
      cluster,
      rows: clusterOf.filter((of) => of === index).length,
      r: pearson(
        correlated.map((item) => bHuman[item] ?? NaN),
        correlated.map((item) => logitDifficulty(share(item), side.exact ? 'exact' : (n[item] ?? NaN))),
      ),
      mean: seen.reduce((sum, item) => sum + share(item) / seen.length, 0),
    };
  });
}
