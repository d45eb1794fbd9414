/**
 * The Rasch model as a marginal likelihood: P = logistic(sigma z + d_i), z ~ N(0, 1). Parameters: d of each item, then
 * sigma unless the latent variance is fixed at 1.
 *
 * log L = sum_i d_i T_i + sum over (observed items, raw score s) of W_s log integral exp(s sigma z - sum_i log(1 +
 * exp(sigma z + d_i))) phi(z) dz. So a pass costs scores * nodes, whatever the number of persons.
 */
import { addOuterProducts } from '../statistics/outer-products.ts';
import { emptyCurves, fillCurves, transpose } from './curves.ts';
import type { Estimation } from './estimates.ts';
import { SetSums } from './item-sets.ts';
import { type Curvature, type MarginalModel, sameValues } from './marginal-model.ts';
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
  const { items, totals, groups, weight, sets } = statistics;
  const free = latentVariance === 'free';
  const size = free ? items + 1 : items;
  const nodes = grid.z.length;
  const map = estimation === 'map';
  const curves = emptyCurves(items, nodes);
  const { p } = curves;
  const base = new Float64Array(nodes);
  const posterior = emptyPosterior(nodes);
  const costs = new SetSums(sets, nodes);
  const masses = new SetSums(sets, nodes);
  /** A node near the mode of each group's first posterior. */
  const modes = new Int32Array(groups.length).fill(nodes >> 1);
  /** Expected weight of persons at each node, for one group, and for each item. */
  const atNode = new Float64Array(nodes);
  const atItemNode = new Float64Array(items * nodes);
  let scratch: Scratch | undefined;
  /** Where all of this was last expected: value, slope and curvature of one point share a pass. */
  let here: Float64Array | undefined;
  const expected = { logLikelihood: 0, mean: 0, square: 0, sigmaGradient: 0 };

  function sigmaOf(x: Float64Array): number {
    return free ? (x[items] ?? NaN) : 1;
  }

  function prepare(x: Float64Array): void {
    const sigma = sigmaOf(x);
    fillCurves(curves, grid, () => sigma, x.subarray(0, items));
    costs.load(curves.cost);
  }

  /** The E-step: log-likelihood, moments of z, expected counts; with the gradient in sigma. */
  function expect(x: Float64Array): void {
    if (here !== undefined && sameValues(here, x)) return;
    here = Float64Array.from(x);
    prepare(x);
    const sigma = sigmaOf(x);
    expected.logLikelihood = 0;
    expected.mean = 0;
    expected.square = 0;
    expected.sigmaGradient = 0;
    for (let item = 0; item < items; item++) {
      expected.logLikelihood += (x[item] ?? NaN) * (totals[item] ?? NaN);
    }
    masses.clear();
    for (let g = 0; g < groups.length; g++) {
      atNode.fill(0);
      let low = nodes;
      let high = -1;
      fillGroupBase(g);
      forEachScore(g, sigma, (score, w) => {
        expected.logLikelihood += w * posterior.logMass;
        low = Math.min(low, posterior.low);
        high = Math.max(high, posterior.high);
        let mean = 0;
        let square = 0;
        for (let q = posterior.low; q <= posterior.high; q++) {
          const z = grid.z[q] ?? NaN;
          const mass = w * (posterior.probability[q] ?? NaN);
          atNode[q] = (atNode[q] ?? NaN) + mass;
          mean += mass * z;
          square += mass * z * z;
        }
        expected.mean += mean;
        expected.square += square;
        expected.sigmaGradient += score * mean;
      });
      masses.add(g, atNode, low, high);
    }
    masses.collect(atItemNode);
    for (let item = 0, at = 0; item < items; item++) {
      for (let q = 0; q < nodes; q++, at++)
        expected.sigmaGradient -= (atItemNode[at] ?? NaN) * (grid.z[q] ?? NaN) * (p[at] ?? NaN);
    }
  }

  /** log weight - sum of the costs of a group's items: what is the same for all of its scores. */
  function fillGroupBase(g: number): void {
    base.set(grid.logWeight);
    costs.subtract(g, base);
  }

  function forEachScore(g: number, sigma: number, visit: (score: number, w: number) => void): void {
    const { weights } = groups[g] as ScoreGroup;
    let mode = modes[g] ?? NaN;
    let isFirst = true;
    for (let score = 0; score < weights.length; score++) {
      const w = weights[score] ?? NaN;
      if (w === 0) continue;
      fillPosterior(posterior, grid.z, base, sigma * score, mode);
      mode = posterior.mode;
      if (isFirst) modes[g] = mode;
      isFirst = false;
      visit(score, w);
    }
  }

  function logPrior(x: Float64Array): number {
    let sum = 0;
    for (let item = 0; map && item < items; item++) sum += interceptPrior(x[item] ?? NaN).value;
    return sum;
  }

  function objective(x: Float64Array): number {
    expect(x);
    return expected.logLikelihood + logPrior(x);
  }

  /** The slope in d_i: what came less what was expected, less the pull of the prior. */
  function interceptGradient(item: number, d: number): number {
    let gradient = (totals[item] ?? NaN) + (map ? interceptPrior(d).gradient : 0);
    for (let at = item * nodes; at < (item + 1) * nodes; at++) {
      gradient -= (atItemNode[at] ?? NaN) * (p[at] ?? NaN);
    }
    return gradient;
  }

  /** sum over nodes of n p (1 - p). */
  function interceptInformation(item: number): number {
    let information = 0;
    for (let at = item * nodes; at < (item + 1) * nodes; at++) {
      const here = p[at] ?? NaN;
      information += (atItemNode[at] ?? NaN) * here * (1 - here);
    }
    return information;
  }

  /** sum over nodes and items of n z^2 p (1 - p). */
  function spreadInformation(): number {
    let information = 0;
    for (let item = 0, at = 0; item < items; item++) {
      for (let q = 0; q < nodes; q++, at++) {
        const chance = p[at] ?? NaN;
        information += (atItemNode[at] ?? NaN) * (grid.z[q] ?? NaN) ** 2 * chance * (1 - chance);
      }
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
      const d = x[item] ?? NaN;
      const information = interceptInformation(item) + (map ? INTERCEPT_PRECISION : 0);
      const move = information > 0 ? interceptGradient(item, d) / information : 0;
      out[item] = d + Math.max(-2, Math.min(2, move)) + sigma * mean;
    }
    if (free) out[items] = sigma * Math.sqrt(Math.max(0, expected.square / weight - mean * mean));
    return value;
  }

  function gradientHere(x: Float64Array): Float64Array {
    return Float64Array.from({ length: size }, (_, k) =>
      k < items ? interceptGradient(k, x[k] ?? NaN) : expected.sigmaGradient,
    );
  }

  /** Louis (1982, equation 3.2): complete information less the posterior covariance of the complete score. */
  function curvature(x: Float64Array): Curvature {
    const value = objective(x);
    const gradient = gradientHere(x);
    const information = new Float64Array(size * size);
    for (let item = 0; item < items; item++) {
      information[item * size + item] =
        interceptInformation(item) + (map ? interceptPrior(x[item] ?? NaN).information : 0);
    }
    scratch ??= emptyScratch(nodes, statistics);
    transpose(p, items, nodes, scratch.byNode);
    for (let g = 0; g < groups.length; g++) addGroupInformation(information, g, sigmaOf(x), scratch);
    return { value, gradient, information };
  }

  function addGroupInformation(information: Float64Array, g: number, sigma: number, scratch: Scratch): void {
    const { items: list } = groups[g] as ScoreGroup;
    const n = list.length;
    const local = n + 1;
    const {
      expectedScore,
      scoreMass,
      squareMass,
      means,
      meanWeights,
      rows,
      rowWeights,
      sigmaRow,
      block,
      byNode,
    } = scratch;
    for (const sums of [expectedScore, scoreMass, squareMass, atNode]) sums.fill(0);
    for (const item of list) {
      for (let q = 0, at = item * nodes; q < nodes; q++, at++)
        expectedScore[q] = (expectedScore[q] ?? NaN) + (p[at] ?? NaN);
    }
    let filled = 0;
    let low = nodes;
    let high = -1;
    fillGroupBase(g);
    forEachScore(g, sigma, (score, w) => {
      const row = filled * local;
      low = Math.min(low, posterior.low);
      high = Math.max(high, posterior.high);
      let sigmaMean = 0;
      for (let q = posterior.low; q <= posterior.high; q++) {
        const probability = posterior.probability[q] ?? NaN;
        atNode[q] = (atNode[q] ?? NaN) + w * probability;
        scoreMass[q] = (scoreMass[q] ?? NaN) + w * probability * score;
        squareMass[q] = (squareMass[q] ?? NaN) + w * probability * score * score;
        sigmaMean += probability * (grid.z[q] ?? NaN) * (score - (expectedScore[q] ?? NaN));
      }
      means[row + n] = sigmaMean;
      for (let k = 0; k < n; k++) {
        const at = (list[k] ?? NaN) * nodes;
        let sum = 0;
        for (let q = posterior.low; q <= posterior.high; q++) {
          sum += (posterior.probability[q] ?? NaN) * (p[at + q] ?? NaN);
        }
        means[row + k] = -sum;
      }
      meanWeights[filled++] = w;
    });

    // Rows of the complete score at each node, with the spread of the raw score around its mean there put on its own.
    let used = 0;
    let spread = 0;
    let cross = 0;
    sigmaRow.fill(0, 0, n);
    for (let q = low; q <= high; q++) {
      const mass = atNode[q] ?? NaN;
      if (mass <= 1e-14 * weight) continue;
      const z = grid.z[q] ?? NaN;
      const mean = (scoreMass[q] ?? NaN) / mass;
      const row = used * local;
      const atThisNode = q * items;
      for (let k = 0; k < n; k++) {
        const here = byNode[atThisNode + (list[k] ?? NaN)] ?? NaN;
        rows[row + k] = -here;
        sigmaRow[k] = (sigmaRow[k] ?? NaN) + mass * z * here * (1 - here);
        cross += mass * z * z * here * (1 - here);
      }
      rows[row + n] = z * (mean - (expectedScore[q] ?? NaN));
      spread += z * z * ((squareMass[q] ?? NaN) - mean * (scoreMass[q] ?? NaN));
      rowWeights[used++] = -mass;
    }
    block.fill(0, 0, local * local);
    addOuterProducts(block, local, means, meanWeights, filled);
    addOuterProducts(block, local, rows, rowWeights, used);
    for (let k = 0; k < n; k++) {
      const into = (list[k] ?? NaN) * size;
      for (let m = 0; m <= k; m++) {
        const at = into + (list[m] ?? NaN);
        information[at] = (information[at] ?? NaN) + (block[k * local + m] ?? NaN);
      }
      if (!free) continue;
      const at = items * size + (list[k] ?? NaN);
      information[at] = (information[at] ?? NaN) + (block[n * local + k] ?? NaN) + (sigmaRow[k] ?? NaN);
    }
    if (!free) return;
    const corner = items * size + items;
    information[corner] = (information[corner] ?? NaN) + (block[n * local + n] ?? NaN) + cross - spread;
  }

  return {
    size,
    curvatureCost: curvatureCost(statistics, nodes, size),
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
      return Float64Array.from({ length: size }, (_, k) =>
        k < items ? interceptInformation(k) : spreadInformation(),
      );
    },
    curvature,
  };
}

function curvatureCost({ groups }: RaschStatistics, nodes: number, size: number): number {
  let cost = size ** 3 / 3;
  for (const { items, weights } of groups) {
    let rows = 1 + nodes;
    for (let score = 0; score < weights.length; score++) if ((weights[score] ?? NaN) > 0) rows++;
    cost += (Math.min(rows, weights.length + nodes) * items.length ** 2) / 2;
  }
  return cost;
}

/** Room for the information of one group, as large as the largest asks for: there may be as many groups as persons. */
interface Scratch {
  readonly expectedScore: Float64Array;
  readonly scoreMass: Float64Array;
  readonly squareMass: Float64Array;
  readonly means: Float64Array;
  readonly meanWeights: Float64Array;
  readonly rows: Float64Array;
  readonly rowWeights: Float64Array;
  readonly sigmaRow: Float64Array;
  readonly block: Float64Array;
  /** The curves, node-major. */
  readonly byNode: Float64Array;
}

function emptyScratch(nodes: number, { groups, items }: RaschStatistics): Scratch {
  const local = groups.reduce((most, { items }) => Math.max(most, items.length + 1), 1);
  const scores = groups.reduce((most, { weights }) => Math.max(most, weights.length), 1);
  return {
    expectedScore: new Float64Array(nodes),
    scoreMass: new Float64Array(nodes),
    squareMass: new Float64Array(nodes),
    means: new Float64Array(scores * local),
    meanWeights: new Float64Array(scores),
    rows: new Float64Array(nodes * local),
    rowWeights: new Float64Array(nodes),
    sigmaRow: new Float64Array(local),
    block: new Float64Array(local * local),
    byNode: new Float64Array(items * nodes),
  };
}
