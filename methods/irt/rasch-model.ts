/**
 * The Rasch model as a marginal likelihood: P = logistic(sigma z + d_i), z ~ N(0, 1). Parameters: d of each item, then
 * sigma unless the latent variance is fixed at 1.
 *
 * log L = sum_i d_i T_i + sum over (observed items, raw score s) of W_s log integral exp(s sigma z - sum_i log(1 +
 * exp(sigma z + d_i))) phi(z) dz. So a pass costs scores * nodes, whatever the number of persons.
 */
import { addOuterProducts } from '../statistics/outer-products.ts';
import { emptyCurves, fillBase, fillCurves } from './curves.ts';
import type { Estimation } from './estimates.ts';
import type { Curvature, MarginalModel } from './marginal-model.ts';
import { emptyPosterior, fillPosterior } from './posterior.ts';
import { INTERCEPT_PRECISION, interceptPrior } from './priors.ts';
import type { Quadrature } from './quadrature.ts';
import type { RaschStatistics, ScoreGroup } from './rasch-persons.ts';

export interface RaschSettings {
  readonly estimation: Estimation;
  readonly latentVariance: 'free' | 1;
}

export function raschModel(
  statistics: RaschStatistics,
  grid: Quadrature,
  { estimation, latentVariance }: RaschSettings,
): MarginalModel {
  const { items, totals, groups, weight } = statistics;
  const free = latentVariance === 'free';
  const size = free ? items + 1 : items;
  const nodes = grid.z.length;
  const map = estimation === 'map';
  const curves = emptyCurves(items, nodes);
  const { p } = curves;
  const base = new Float64Array(nodes);
  const posterior = emptyPosterior(nodes);
  /** Expected weight of persons at each node, for one group, and for each item. */
  const atNode = new Float64Array(nodes);
  const atItemNode = new Float64Array(items * nodes);
  const expected = { logLikelihood: 0, mean: 0, square: 0, sigmaGradient: 0 };

  function sigmaOf(x: Float64Array): number {
    return free ? (x[items] as number) : 1;
  }

  function prepare(x: Float64Array): void {
    const sigma = sigmaOf(x);
    fillCurves(curves, grid, () => sigma, x.subarray(0, items));
  }

  /** The E-step: log-likelihood, moments of z, expected counts; with the gradient in sigma. */
  function expect(x: Float64Array): void {
    prepare(x);
    const sigma = sigmaOf(x);
    expected.logLikelihood = 0;
    expected.mean = 0;
    expected.square = 0;
    expected.sigmaGradient = 0;
    for (let item = 0; item < items; item++) {
      expected.logLikelihood += (x[item] as number) * (totals[item] as number);
    }
    atItemNode.fill(0);
    for (const group of groups) {
      fillBase(base, grid, curves, group.items);
      atNode.fill(0);
      forEachScore(group, sigma, (score, w) => {
        expected.logLikelihood += w * posterior.logMass;
        let mean = 0;
        let square = 0;
        for (let q = posterior.low; q <= posterior.high; q++) {
          const z = grid.z[q] as number;
          const mass = w * (posterior.probability[q] as number);
          atNode[q] = (atNode[q] as number) + mass;
          mean += mass * z;
          square += mass * z * z;
        }
        expected.mean += mean;
        expected.square += square;
        expected.sigmaGradient += score * mean;
      });
      for (const item of group.items) {
        for (let q = 0, at = item * nodes; q < nodes; q++, at++) {
          const mass = atNode[q] as number;
          atItemNode[at] = (atItemNode[at] as number) + mass;
          expected.sigmaGradient -= mass * (grid.z[q] as number) * (p[at] as number);
        }
      }
    }
  }

  function forEachScore(group: ScoreGroup, sigma: number, visit: (score: number, w: number) => void): void {
    let mode = 0;
    for (let score = 0; score < group.weights.length; score++) {
      const w = group.weights[score] as number;
      if (w === 0) continue;
      fillPosterior(posterior, grid.z, base, sigma * score, mode);
      mode = posterior.mode;
      visit(score, w);
    }
  }

  function logPrior(x: Float64Array): number {
    let sum = 0;
    for (let item = 0; map && item < items; item++) sum += interceptPrior(x[item] as number).value;
    return sum;
  }

  function objective(x: Float64Array): number {
    expect(x);
    return expected.logLikelihood + logPrior(x);
  }

  /** The slope in d_i: what came less what was expected, less the pull of the prior. */
  function interceptGradient(item: number, d: number): number {
    let gradient = (totals[item] as number) + (map ? interceptPrior(d).gradient : 0);
    for (let at = item * nodes; at < (item + 1) * nodes; at++) {
      gradient -= (atItemNode[at] as number) * (p[at] as number);
    }
    return gradient;
  }

  /** sum over nodes of n p (1 - p). */
  function interceptInformation(item: number): number {
    let information = 0;
    for (let at = item * nodes; at < (item + 1) * nodes; at++) {
      const here = p[at] as number;
      information += (atItemNode[at] as number) * here * (1 - here);
    }
    return information;
  }

  /**
   * Under `ml` the latent mean is freed within the step and taken back into the d (parameter-expanded EM, Liu, Rubin
   * and Wu 1998): that is monotone too and far quicker. A prior on d does not allow for it.
   */
  function step(x: Float64Array, out: Float64Array): number {
    const value = objective(x);
    const sigma = sigmaOf(x);
    const mean = map ? 0 : expected.mean / weight;
    for (let item = 0; item < items; item++) {
      const d = x[item] as number;
      const information = interceptInformation(item) + (map ? INTERCEPT_PRECISION : 0);
      const move = information > 0 ? interceptGradient(item, d) / information : 0;
      out[item] = d + Math.max(-2, Math.min(2, move)) + sigma * mean;
    }
    if (free) out[items] = sigma * Math.sqrt(Math.max(0, expected.square / weight - mean * mean));
    return value;
  }

  function gradientHere(x: Float64Array): Float64Array {
    return Float64Array.from({ length: size }, (_, k) =>
      k < items ? interceptGradient(k, x[k] as number) : expected.sigmaGradient,
    );
  }

  /** Louis (1982, equation 3.2): complete information less the posterior covariance of the complete score. */
  function curvature(x: Float64Array): Curvature {
    const value = objective(x);
    const gradient = gradientHere(x);
    const information = new Float64Array(size * size);
    for (let item = 0; item < items; item++) {
      information[item * size + item] =
        interceptInformation(item) + (map ? interceptPrior(x[item] as number).information : 0);
    }
    for (const group of groups) addGroupInformation(information, group, sigmaOf(x));
    return { value, gradient, information };
  }

  function addGroupInformation(information: Float64Array, group: ScoreGroup, sigma: number): void {
    const n = group.items.length;
    const local = n + 1;
    const scores = group.weights.length;
    const means = new Float64Array(scores * local);
    const scoreMass = new Float64Array(nodes);
    const squareMass = new Float64Array(nodes);
    const expectedScore = new Float64Array(nodes);
    fillBase(base, grid, curves, group.items);
    for (const item of group.items) {
      for (let q = 0; q < nodes; q++) {
        expectedScore[q] = (expectedScore[q] as number) + (p[item * nodes + q] as number);
      }
    }
    atNode.fill(0);
    forEachScore(group, sigma, (score, w) => {
      const row = score * local;
      for (let q = posterior.low; q <= posterior.high; q++) {
        const probability = posterior.probability[q] as number;
        atNode[q] = (atNode[q] as number) + w * probability;
        scoreMass[q] = (scoreMass[q] as number) + w * probability * score;
        squareMass[q] = (squareMass[q] as number) + w * probability * score * score;
        means[row + n] =
          (means[row + n] as number) +
          probability * (grid.z[q] as number) * (score - (expectedScore[q] as number));
      }
      for (let k = 0; k < n; k++) {
        const at = (group.items[k] as number) * nodes;
        let sum = 0;
        for (let q = posterior.low; q <= posterior.high; q++) {
          sum += (posterior.probability[q] as number) * (p[at + q] as number);
        }
        means[row + k] = -sum;
      }
    });

    // Rows of the complete score at each node, with the spread of the raw score around its mean there put on its own.
    const rows = new Float64Array(nodes * local);
    let spread = 0;
    let cross = 0;
    const sigmaRow = new Float64Array(n);
    for (let q = 0; q < nodes; q++) {
      const mass = atNode[q] as number;
      if (mass <= 1e-14 * weight) continue;
      const z = grid.z[q] as number;
      const mean = (scoreMass[q] as number) / mass;
      for (let k = 0; k < n; k++) {
        const here = p[(group.items[k] as number) * nodes + q] as number;
        rows[q * local + k] = -here;
        sigmaRow[k] = (sigmaRow[k] as number) + mass * z * here * (1 - here);
        cross += mass * z * z * here * (1 - here);
      }
      rows[q * local + n] = z * (mean - (expectedScore[q] as number));
      spread += z * z * ((squareMass[q] as number) - mean * (scoreMass[q] as number));
    }
    const block = new Float64Array(local * local);
    addOuterProducts(block, local, means, group.weights, scores);
    addOuterProducts(
      block,
      local,
      rows,
      atNode.map((mass) => -mass),
      nodes,
    );
    for (let k = 0; k < n; k++) {
      const into = (group.items[k] as number) * size;
      for (let m = 0; m <= k; m++) {
        const at = into + (group.items[m] as number);
        information[at] = (information[at] as number) + (block[k * local + m] as number);
      }
      if (!free) continue;
      const at = items * size + (group.items[k] as number);
      information[at] =
        (information[at] as number) + (block[n * local + k] as number) + (sigmaRow[k] as number);
    }
    if (!free) return;
    const corner = items * size + items;
    information[corner] = (information[corner] as number) + (block[n * local + n] as number) + cross - spread;
  }

  return {
    size,
    curvatureCost: groups.reduce(
      (sum, group) => {
        const rows = Math.min(group.weights.length, 1 + group.weights.filter((w) => w > 0).length) + nodes;
        return sum + (rows * group.items.length ** 2) / 2;
      },
      size ** 3 / 3,
    ),
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
    curvature,
  };
}
