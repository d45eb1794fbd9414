/**
 * The two-parameter logistic model as a marginal likelihood: P = logistic(a_i z + d_i), z ~ N(0, 1). Parameters: all a,
 * then all d.
 *
 * log L_j = sum_i x_ij d_i + log integral exp(z sum_i x_ij a_i - sum_i log(1 + exp(a_i z + d_i))) phi(z) dz. So a
 * person meets the nodes only through the statistic sum_i x_ij a_i, and the M-step needs of the persons only their
 * posterior means: a pass costs persons * (items + nodes), not persons * items * nodes.
 */
import { emptyCurves, fillCurves } from './curves.ts';
import type { AnswerPatterns, PatternGroup } from './answer-patterns.ts';
import type { Estimation } from './estimates.ts';
import { SetSums } from './item-sets.ts';
import { type Curvature, type MarginalModel, sameValues } from './marginal-model.ts';
import { emptyPosterior, fillPosterior } from './posterior.ts';
import { INTERCEPT_PRECISION, interceptPrior, LOG_SLOPE_PRECISION, slopePrior } from './priors.ts';
import type { Quadrature } from './quadrature.ts';
import { twoParameterInformation } from './two-parameter-information.ts';

export function twoParameterModel(
  patterns: AnswerPatterns,
  grid: Quadrature,
  { estimation }: { readonly estimation: Estimation },
): MarginalModel {
  const { items, totals, groups, sets, weight, weights, start, ones } = patterns;
  const { z } = grid;
  const size = 2 * items;
  const nodes = z.length;
  const map = estimation === 'map';
  const curves = emptyCurves(items, nodes);
  const { p } = curves;
  const base = new Float64Array(nodes);
  const posterior = emptyPosterior(nodes);
  const modes = new Int32Array(patterns.count).fill(nodes >> 1);
  const atNode = new Float64Array(nodes);
  /** The nodes that hold some of it. */
  const span = { low: 0, high: -1 };
  const atItemNode = new Float64Array(items * nodes);
  /** sum over persons of score * posterior mean, for each item. */
  const meanTotals = new Float64Array(items);
  const costs = new SetSums(sets, nodes);
  const masses = new SetSums(sets, nodes);
  /** Where all of this was last expected: value, slope and curvature of one point share a pass. */
  let here: Float64Array | undefined;
  const expected = { logLikelihood: 0, mean: 0, square: 0 };

  function expect(x: Float64Array): void {
    if (here !== undefined && sameValues(here, x)) return;
    here = Float64Array.from(x);
    fillCurves(curves, grid, (item) => x[item] ?? NaN, x.subarray(items));
    expected.logLikelihood = 0;
    expected.mean = 0;
    expected.square = 0;
    for (let item = 0; item < items; item++) {
      expected.logLikelihood += (x[items + item] ?? NaN) * (totals[item] ?? NaN);
    }
    meanTotals.fill(0);
    costs.load(curves.cost);
    masses.clear();
    for (let g = 0; g < groups.length; g++) {
      const { from, to } = groups[g] as PatternGroup;
      base.set(grid.logWeight);
      costs.subtract(g, base);
      atNode.fill(0);
      span.low = nodes;
      span.high = -1;
      for (let j = from; j < to; j++) expectPattern(x, j);
      masses.add(g, atNode, span.low, span.high);
    }
    masses.collect(atItemNode);
  }

  function expectPattern(x: Float64Array, j: number): void {
    const from = start[j] ?? NaN;
    const to = start[j + 1] ?? NaN;
    let statistic = 0;
    for (let k = from; k < to; k++) statistic += x[ones[k] ?? NaN] ?? NaN;
    fillPosterior(posterior, z, base, statistic, modes[j] ?? NaN);
    modes[j] = posterior.mode;
    span.low = Math.min(span.low, posterior.low);
    span.high = Math.max(span.high, posterior.high);
    const w = weights[j] ?? NaN;
    let mean = 0;
    let square = 0;
    for (let q = posterior.low; q <= posterior.high; q++) {
      const mass = w * (posterior.probability[q] ?? NaN);
      const node = z[q] ?? NaN;
      atNode[q] = (atNode[q] ?? NaN) + mass;
      mean += mass * node;
      square += mass * node * node;
    }
    expected.logLikelihood += w * posterior.logMass;
    expected.mean += mean;
    expected.square += square;
    for (let k = from; k < to; k++) {
      const item = ones[k] ?? NaN;
      meanTotals[item] = (meanTotals[item] ?? NaN) + mean;
    }
  }

  function logPrior(x: Float64Array): number {
    let sum = 0;
    for (let item = 0; map && item < items; item++) {
      sum += slopePrior(x[item] ?? NaN).value + interceptPrior(x[items + item] ?? NaN).value;
    }
    return sum;
  }

  function objective(x: Float64Array): number {
    const prior = logPrior(x);
    if (prior === -Infinity) return prior;
    expect(x);
    return expected.logLikelihood + prior;
  }

  /** One item's slope, and its complete-data information as [aa, ad, dd]. */
  const slopes = { a: 0, d: 0, aa: 0, ad: 0, dd: 0 };
  function itemSlopes(x: Float64Array, item: number): void {
    slopes.a = meanTotals[item] ?? NaN;
    slopes.d = totals[item] ?? NaN;
    slopes.aa = slopes.ad = slopes.dd = 0;
    for (let q = 0, at = item * nodes; q < nodes; q++, at++) {
      const here = p[at] ?? NaN;
      const node = z[q] ?? NaN;
      const mass = (atItemNode[at] ?? NaN) * here;
      const information = mass * (1 - here);
      slopes.a -= mass * node;
      slopes.d -= mass;
      slopes.aa += information * node * node;
      slopes.ad += information * node;
      slopes.dd += information;
    }
    if (!map) return;
    slopes.a += slopePrior(x[item] ?? NaN).gradient;
    slopes.d += interceptPrior(x[items + item] ?? NaN).gradient;
  }

  /** As in the Rasch model, `ml` frees latent mean and variance within the step and takes them back into a and d. */
  function step(x: Float64Array, out: Float64Array): number {
    const value = objective(x);
    if (value === -Infinity) return value;
    const mean = map ? 0 : expected.mean / weight;
    const sd = map ? 1 : Math.sqrt(Math.max(1e-12, expected.square / weight - mean * mean));
    for (let item = 0; item < items; item++) {
      itemSlopes(x, item);
      const a = x[item] ?? NaN;
      const d = x[items + item] ?? NaN;
      const aa = slopes.aa + (map ? LOG_SLOPE_PRECISION / (a * a) : 0);
      const dd = slopes.dd + (map ? INTERCEPT_PRECISION : 0);
      const determinant = aa * dd - slopes.ad * slopes.ad;
      const regular = determinant > 1e-12 * aa * dd;
      const moveA = regular ? (dd * slopes.a - slopes.ad * slopes.d) / determinant : 0;
      const moveD = regular ? (aa * slopes.d - slopes.ad * slopes.a) / determinant : 0;
      const shrink = Math.min(1, 1 / Math.abs(moveA), 2 / Math.abs(moveD));
      const slope = a + shrink * moveA;
      out[items + item] = d + shrink * moveD + slope * mean;
      out[item] = map ? Math.max(a / 2, slope) : slope * sd;
    }
    return value;
  }

  function gradientHere(x: Float64Array): Float64Array {
    const gradient = new Float64Array(size);
    for (let item = 0; item < items; item++) {
      itemSlopes(x, item);
      gradient[item] = slopes.a;
      gradient[items + item] = slopes.d;
    }
    return gradient;
  }

  function curvature(x: Float64Array): Curvature {
    const value = objective(x);
    const gradient = gradientHere(x);
    const information = new Float64Array(size * size);
    for (let item = 0; item < items; item++) {
      itemSlopes(x, item);
      const d = items + item;
      information[item * size + item] = slopes.aa + (map ? slopePrior(x[item] ?? NaN).information : 0);
      information[d * size + d] = slopes.dd + (map ? interceptPrior(x[d] ?? NaN).information : 0);
      information[d * size + item] = slopes.ad;
    }
    twoParameterInformation(information, patterns, { slopes: x, grid, curves, modes });
    return { value, gradient, information };
  }

  return {
    size,
    curvatureCost: curvatureCost(patterns, nodes),
    logLikelihood(x) {
      expect(x);
      return expected.logLikelihood;
    },
    objective,
    step,
    gradient(x) {
      expect(x);
      return gradientHere(x);
    },
    completeInformation(x) {
      expect(x);
      const information = new Float64Array(size);
      for (let item = 0; item < items; item++) {
        itemSlopes(x, item);
        information[item] = slopes.aa;
        information[items + item] = slopes.dd;
      }
      return information;
    },
    curvature,
  };
}

function curvatureCost({ groups, items }: AnswerPatterns, nodes: number): number {
  const rows = (group: PatternGroup): number =>
    group.to - group.from + Math.min(2 * nodes, 40 * (group.to - group.from));
  return groups.reduce((sum, group) => sum + 2 * rows(group) * group.items.length ** 2, (2 * items) ** 3 / 3);
}
