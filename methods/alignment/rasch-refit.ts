/** Rasch difficulties under a thousand draws of the same complete data: each fit is a short step from the first one. */
import { raschRefitter } from '../irt/bootstrap-rasch.ts';
import type { Estimation, IrtFit } from '../irt/estimates.ts';
import { emptyPosterior, fillPosterior } from '../irt/posterior.ts';
import { INTERCEPT_PRECISION } from '../irt/priors.ts';
import { FEWEST, quadrature, type Quadrature } from '../irt/quadrature.ts';
import { raschModel } from '../irt/rasch-model.ts';
import { raschPersons, raschStatistics } from '../irt/rasch-persons.ts';
import type { ResponseMatrix } from '../irt/responses.ts';
import { cholesky, invertFactored } from '../statistics/cholesky.ts';
import { packColumns } from './packed-columns.ts';

export interface RaschSide {
  readonly responses: ResponseMatrix;
  readonly estimation: Estimation;
  readonly clusterOf: Int32Array;
  readonly clusters: number;
}

/** Steps below this (in d, and in the latent variance) count as none: a thousandth of a bootstrap error. */
const TOLERANCE = 1e-5;
const STEPS = 40;
const LONGEST_STEP = 1;
/** A fit on the boundary would start where the slope in sigma is 0: begin a little inside. */
const SMALLEST_START = 0.3;

/**
 * Prepares a side once. Complete data are refitted from the drawn item totals and score distribution by quasi-Newton
 * steps with the information of the first fit, rescaled by each draw's own item informations; missing cells, items that
 * became constant under `ml`, and draws where the steps do not settle go the general way (`raschRefitter`), which
 * solves the same equations.
 *
 * @returns counts of the clusters drawn -> difficulties; NaN for an item that is constant in the draw (`ml` only)
 */
export function raschClusterRefitter(
  side: RaschSide,
  fit: IrtFit,
): (clusterCounts: Uint16Array) => Float64Array {
  const { responses, clusterOf, estimation } = side;
  let general: ReturnType<typeof raschRefitter> | null = null;
  const quick = responses.scores.some((score) => Number.isNaN(score)) ? null : completeRefitter(side, fit);
  const weights = new Float64Array(responses.persons);
  return (clusterCounts) => {
    const b = quick?.(clusterCounts) ?? null;
    if (b !== null) return b;
    for (let row = 0; row < weights.length; row++) {
      const weight = responses.weights === undefined ? 1 : (responses.weights[row] ?? NaN);
      weights[row] = weight * (clusterCounts[clusterOf[row] ?? NaN] ?? NaN);
    }
    general ??= raschRefitter(responses, fit, { estimation });
    return general(weights).b;
  };
}

/** @returns null where there is no curvature to start from; the refitter itself returns null where it did not settle */
function completeRefitter(
  side: RaschSide,
  fit: IrtFit,
): ((clusterCounts: Uint16Array) => Float64Array | null) | null {
  const { responses, estimation, clusters } = side;
  const { items } = responses;
  const grid = quadrature(Math.max(fit.quadraturePoints, FEWEST));
  const sigma = Math.max(SMALLEST_START, Math.sqrt(fit.latent.variance ?? 0));
  const start = Float64Array.from([...fit.items.map((item) => item.d ?? 0), sigma]);
  const statistics = raschStatistics(raschPersons(responses), responses.weights);
  const { information } = raschModel(statistics, grid, { estimation, latentVariance: 'free' }).curvature(
    start,
  );
  const factor = cholesky(information, items + 1);
  if (factor === null) return null;

  const inverse = invertFactored(factor, items + 1);
  const { totals, scores } = clusterStatistics(side);
  const addTotals = packColumns(totals, clusters, items);
  const addScores = packColumns(scores, clusters, items + 1);
  const expectation = raschExpectation(items, grid);
  const prior = estimation === 'map' ? INTERCEPT_PRECISION : 0;
  const scoresAtStart = addScores(new Uint16Array(clusters).fill(1));
  expectation.evaluate(start, scoresAtStart);
  const informationAtStart = expectation.information.map((value) => value + prior);
  const weightAtStart = sumOf(scoresAtStart);

  return (clusterCounts) => {
    const total = addTotals(clusterCounts);
    const score = addScores(clusterCounts);
    if (estimation === 'ml' && someConstant(total, score)) return null;
    const x = start.slice();
    const gradient = new Float64Array(items + 1);
    const scale = new Float64Array(items + 1);
    scale[items] = Math.sqrt(weightAtStart / sumOf(score));
    for (let step = 0; step < STEPS; step++) {
      expectation.evaluate(x, score);
      for (let item = 0; item < items; item++) {
        const own = (expectation.information[item] ?? NaN) + prior;
        scale[item] = Math.sqrt((informationAtStart[item] ?? NaN) / own);
        const slope = (total[item] ?? NaN) - (expectation.totals[item] ?? NaN) - prior * (x[item] ?? NaN);
        gradient[item] = (scale[item] ?? NaN) * slope;
      }
      gradient[items] = scale[items] * expectation.sigmaGradient;
      const longest = move(x, inverse, gradient, scale);
      if (longest < TOLERANCE) return x.subarray(0, items).map((d) => -d);
      if (!(longest < Infinity)) return null;
    }
    return null;
  };
}

/** Adds S inverse S gradient to x, steps held short; returns the longest, that of sigma in units of the variance. */
function move(x: Float64Array, inverse: Float64Array, gradient: Float64Array, scale: Float64Array): number {
  const size = x.length;
  let longest = 0;
  for (let row = 0; row < size; row++) {
    let step = 0;
    for (let k = 0; k < size; k++) step += (inverse[row * size + k] ?? NaN) * (gradient[k] ?? NaN);
    step = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step * (scale[row] ?? NaN)));
    const length = row === size - 1 ? Math.abs(2 * (x[row] ?? NaN) * step) : Math.abs(step);
    if (!(length <= longest)) longest = length;
    x[row] = (x[row] ?? NaN) + step;
  }
  return longest;
}

interface Expectation {
  /** Expected item totals at the parameters. */
  readonly totals: Float64Array;
  /** sum of n p (1 - p) over nodes, for each item. */
  readonly information: Float64Array;
  readonly sigmaGradient: number;
  /** @param x d of each item, then sigma; @param scores weight on each raw score */
  evaluate(x: Float64Array, scores: Float64Array): void;
}

/**
 * The E-step of a Rasch model on complete data. logistic(sigma z + d) is e f / (1 + e f) with e = exp(sigma z) and f =
 * exp(d): a table of items x nodes costs no exponential per cell, and its log-costs are logarithms of products.
 */
function raschExpectation(items: number, grid: Quadrature): Expectation {
  const nodes = grid.z.length;
  const p = new Float64Array(items * nodes);
  const odds = new Float64Array(nodes);
  const product = new Float64Array(nodes);
  const base = new Float64Array(nodes);
  const atNode = new Float64Array(nodes);
  const expectedScore = new Float64Array(nodes);
  const posterior = emptyPosterior(nodes);
  const out = {
    totals: new Float64Array(items),
    information: new Float64Array(items),
    sigmaGradient: 0,
    evaluate,
  };

  function evaluate(x: Float64Array, scores: Float64Array): void {
    const sigma = x[items] ?? NaN;
    fillTables(x, sigma);
    atNode.fill(0);
    out.sigmaGradient = 0;
    let mode = nodes >> 1;
    for (let score = 0; score <= items; score++) {
      const weight = scores[score] ?? NaN;
      if (weight === 0) continue;
      fillPosterior(posterior, grid.z, base, sigma * score, mode);
      mode = posterior.mode;
      for (let q = posterior.low; q <= posterior.high; q++) {
        const mass = weight * (posterior.probability[q] ?? NaN);
        atNode[q] = (atNode[q] ?? NaN) + mass;
        out.sigmaGradient += mass * (grid.z[q] ?? NaN) * (score - (expectedScore[q] ?? NaN));
      }
    }
    for (let item = 0; item < items; item++) {
      let total = 0;
      let square = 0;
      for (let q = 0, at = item * nodes; q < nodes; q++, at++) {
        const here = p[at] ?? NaN;
        const mass = (atNode[q] ?? NaN) * here;
        total += mass;
        square += mass * here;
      }
      out.totals[item] = total;
      out.information[item] = total - square;
    }
  }

  function fillTables(x: Float64Array, sigma: number): void {
    for (let q = 0; q < nodes; q++) odds[q] = Math.exp(sigma * (grid.z[q] ?? NaN));
    base.set(grid.logWeight);
    product.fill(1);
    expectedScore.fill(0);
    for (let item = 0; item < items; item++) {
      const ease = Math.exp(x[item] ?? NaN);
      for (let q = 0, at = item * nodes; q < nodes; q++, at++) {
        const ratio = ease * (odds[q] ?? NaN);
        const here = ratio / (1 + ratio);
        p[at] = here;
        product[q] = (product[q] ?? NaN) * (1 + ratio);
        expectedScore[q] = (expectedScore[q] ?? NaN) + here;
      }
      // Products of eight stay far from overflow: each factor is below exp(80).
      if (item % 8 === 7 || item === items - 1) {
        for (let q = 0; q < nodes; q++) base[q] = (base[q] ?? NaN) - Math.log(product[q] ?? NaN);
        product.fill(1);
      }
    }
  }

  return out;
}

/** Item totals and score distributions summed over the rows of each cluster. */
function clusterStatistics(side: RaschSide): {
  readonly totals: Float64Array;
  readonly scores: Float64Array;
} {
  const { responses, clusterOf, clusters } = side;
  const { items } = responses;
  const persons = raschPersons(responses);
  const totals = new Float64Array(clusters * items);
  const scores = new Float64Array(clusters * (items + 1));
  for (let row = 0; row < responses.persons; row++) {
    const weight = responses.weights === undefined ? 1 : (responses.weights[row] ?? NaN);
    const cluster = clusterOf[row] ?? NaN;
    for (let item = 0; item < items; item++) {
      const cell = cluster * items + item;
      totals[cell] = (totals[cell] ?? NaN) + weight * (responses.scores[row * items + item] ?? NaN);
    }
    const score = persons.scores[row] ?? NaN;
    if (typeof score === 'number') {
      const cell = cluster * (items + 1) + score;
      scores[cell] = (scores[cell] ?? NaN) + weight;
      continue;
    }
    for (let s = 0; s <= items; s++) {
      const cell = cluster * (items + 1) + s;
      scores[cell] = (scores[cell] ?? NaN) + weight * (score[s] ?? NaN);
    }
  }
  return { totals, scores };
}

function someConstant(totals: Float64Array, scores: Float64Array): boolean {
  const weight = sumOf(scores);
  return totals.some((total) => total <= 1e-9 * weight || total >= (1 - 1e-9) * weight);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
