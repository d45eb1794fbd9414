/**
 * The E-step of a 2PL: what the answer patterns say of theta and of each item at a point of the parameters. A person meets the
 * nodes only through the statistic sum_i x_ij a_i, and the M-step needs of the persons only their posterior means: a pass
 * costs persons * (items + nodes), not persons * items * nodes.
 */
import type { AnswerPatterns } from './answer-patterns.ts';
import { type Curves, emptyCurves, fillCurves } from './curves.ts';
import { SetSums } from './item-sets.ts';
import { sameValues } from './marginal-model.ts';
import { emptyPosterior, fillPosterior, type Posterior } from './posterior.ts';
import type { Quadrature } from './quadrature.ts';

/** The slope of the log-likelihood in a and d of one item, and its complete-data information. */
export interface ItemSlopes {
  a: number;
  d: number;
  aa: number;
  ad: number;
  dd: number;
}

/** Expected values at the point of the last `evaluate`: value, slope and curvature of one point share a pass. */
export class TwoParameterExpectation {
  readonly curves: Curves;
  /** A node near each pattern's posterior mode. */
  readonly modes: Int32Array;
  logLikelihood = 0;
  /** Sums over persons of the posterior means of z and of z squared. */
  mean = 0;
  square = 0;

  readonly #patterns: AnswerPatterns;
  readonly #grid: Quadrature;
  readonly #costs: SetSums;
  readonly #masses: SetSums;
  readonly #posterior: Posterior;
  readonly #base: Float64Array;
  /** Expected weight of persons at each node, for one group, and for each item. */
  readonly #atNode: Float64Array;
  readonly #atItemNode: Float64Array;
  /** The nodes that hold some of it. */
  #low = 0;
  #high = -1;
  /** sum over persons of score * posterior mean, for each item. */
  readonly #meanTotals: Float64Array;
  #here: Float64Array | undefined;

  constructor(patterns: AnswerPatterns, grid: Quadrature) {
    const { items, sets, count } = patterns;
    const nodes = grid.z.length;
    this.#patterns = patterns;
    this.#grid = grid;
    this.curves = emptyCurves(items, nodes);
    this.modes = new Int32Array(count).fill(nodes >> 1);
    this.#costs = new SetSums(sets, nodes);
    this.#masses = new SetSums(sets, nodes);
    this.#posterior = emptyPosterior(nodes);
    this.#base = new Float64Array(nodes);
    this.#atNode = new Float64Array(nodes);
    this.#atItemNode = new Float64Array(items * nodes);
    this.#meanTotals = new Float64Array(items);
  }

  /** @param x all a, then all d */
  evaluate(x: Float64Array): void {
    if (this.#here !== undefined && sameValues(this.#here, x)) return;
    this.#here = Float64Array.from(x);
    const { items, totals, groups } = this.#patterns;
    const nodes = this.#grid.z.length;
    fillCurves(this.curves, this.#grid, (item) => x[item] ?? NaN, x.subarray(items));
    this.logLikelihood = this.mean = this.square = 0;
    for (let item = 0; item < items; item++) {
      this.logLikelihood += (x[items + item] ?? NaN) * (totals[item] ?? NaN);
    }
    this.#meanTotals.fill(0);
    this.#costs.load(this.curves.cost);
    this.#masses.clear();
    groups.forEach(({ from, to }, g) => {
      this.#base.set(this.#grid.logWeight);
      this.#costs.subtract(g, this.#base);
      this.#atNode.fill(0);
      this.#low = nodes;
      this.#high = -1;
      for (let j = from; j < to; j++) this.#evaluatePattern(x, j);
      this.#masses.add(g, this.#atNode, this.#low, this.#high);
    });
    this.#masses.collect(this.#atItemNode);
  }

  #evaluatePattern(x: Float64Array, j: number): void {
    const { start, ones, weights } = this.#patterns;
    const { z } = this.#grid;
    const posterior = this.#posterior;
    const atNode = this.#atNode;
    const from = start[j] ?? NaN;
    const to = start[j + 1] ?? NaN;
    let statistic = 0;
    for (let k = from; k < to; k++) statistic += x[ones[k] ?? NaN] ?? NaN;
    fillPosterior(posterior, z, this.#base, statistic, this.modes[j] ?? NaN);
    this.modes[j] = posterior.mode;
    this.#low = Math.min(this.#low, posterior.low);
    this.#high = Math.max(this.#high, posterior.high);
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
    this.logLikelihood += w * posterior.logMass;
    this.mean += mean;
    this.square += square;
    const meanTotals = this.#meanTotals;
    for (let k = from; k < to; k++) {
      const item = ones[k] ?? NaN;
      meanTotals[item] = (meanTotals[item] ?? NaN) + mean;
    }
  }

  /** Without priors; into `slopes`, which a pass over all items uses again. */
  fillSlopes(slopes: ItemSlopes, item: number): void {
    const { z } = this.#grid;
    const { p } = this.curves;
    const atItemNode = this.#atItemNode;
    const nodes = z.length;
    let a = this.#meanTotals[item] ?? NaN;
    let d = this.#patterns.totals[item] ?? NaN;
    let aa = 0;
    let ad = 0;
    let dd = 0;
    for (let q = 0, at = item * nodes; q < nodes; q++, at++) {
      const chance = p[at] ?? NaN;
      const node = z[q] ?? NaN;
      const mass = (atItemNode[at] ?? NaN) * chance;
      const information = mass * (1 - chance);
      a -= mass * node;
      d -= mass;
      aa += information * node * node;
      ad += information * node;
      dd += information;
    }
    slopes.a = a;
    slopes.d = d;
    slopes.aa = aa;
    slopes.ad = ad;
    slopes.dd = dd;
  }
}
