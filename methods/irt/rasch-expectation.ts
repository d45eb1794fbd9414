/**
 * The E-step of a Rasch model: what the persons' answers say of theta and of each item at a point of the parameters. A
 * pass costs scores * nodes, whatever the number of persons.
 */
import { type Curves, emptyCurves, fillCurves } from './curves.ts';
import { SetSums } from './item-sets.ts';
import { sameValues } from './marginal-model.ts';
import { emptyPosterior, fillPosterior, type Posterior } from './posterior.ts';
import type { Quadrature } from './quadrature.ts';
import type { RaschStatistics, ScoreGroup } from './rasch-persons.ts';

/** Expected values at the point of the last `evaluate`: value, slope and curvature of one point share a pass. */
export class RaschExpectation {
  readonly curves: Curves;
  /** Of the score that `forEachScore` is at. */
  readonly posterior: Posterior;
  logLikelihood = 0;
  /** Sums over persons of the posterior means of z and of z squared. */
  mean = 0;
  square = 0;
  /** The slope of the log-likelihood in sigma. */
  sigmaGradient = 0;

  readonly #statistics: RaschStatistics;
  readonly #grid: Quadrature;
  readonly #sigmaIsFree: boolean;
  readonly #costs: SetSums;
  readonly #masses: SetSums;
  /** A node near the mode of each group's first posterior. */
  readonly #modes: Int32Array;
  readonly #base: Float64Array;
  /** Expected weight of persons at each node, for one group, and for each item. */
  readonly #atNode: Float64Array;
  readonly #atItemNode: Float64Array;
  #here: Float64Array | undefined;

  constructor(statistics: RaschStatistics, grid: Quadrature, sigmaIsFree: boolean) {
    const { items, groups, sets } = statistics;
    const nodes = grid.z.length;
    this.#statistics = statistics;
    this.#grid = grid;
    this.#sigmaIsFree = sigmaIsFree;
    this.curves = emptyCurves(items, nodes);
    this.posterior = emptyPosterior(nodes);
    this.#costs = new SetSums(sets, nodes);
    this.#masses = new SetSums(sets, nodes);
    this.#modes = new Int32Array(groups.length).fill(nodes >> 1);
    this.#base = new Float64Array(nodes);
    this.#atNode = new Float64Array(nodes);
    this.#atItemNode = new Float64Array(items * nodes);
  }

  /** The latent standard deviation of a point. */
  sigmaAt(x: Float64Array): number {
    return this.#sigmaIsFree ? (x[this.#statistics.items] ?? NaN) : 1;
  }

  /** @param x d of each item, then sigma where it is free */
  evaluate(x: Float64Array): void {
    if (this.#here !== undefined && sameValues(this.#here, x)) return;
    this.#here = Float64Array.from(x);
    const { items, totals, groups } = this.#statistics;
    const sigma = this.sigmaAt(x);
    fillCurves(this.curves, this.#grid, () => sigma, x.subarray(0, items));
    this.#costs.load(this.curves.cost);
    this.logLikelihood = this.mean = this.square = this.sigmaGradient = 0;
    for (let item = 0; item < items; item++) this.logLikelihood += (x[item] ?? NaN) * (totals[item] ?? NaN);
    this.#masses.clear();
    for (let g = 0; g < groups.length; g++) this.#evaluateGroup(g, sigma);
    this.#masses.collect(this.#atItemNode);
    this.#takeExpectedScores();
  }

  #evaluateGroup(g: number, sigma: number): void {
    const { z } = this.#grid;
    const atNode = this.#atNode.fill(0);
    const { posterior } = this;
    let low = z.length;
    let high = -1;
    this.forEachScore(g, sigma, (score, w) => {
      this.logLikelihood += w * posterior.logMass;
      low = Math.min(low, posterior.low);
      high = Math.max(high, posterior.high);
      let mean = 0;
      let square = 0;
      for (let q = posterior.low; q <= posterior.high; q++) {
        const node = z[q] ?? NaN;
        const mass = w * (posterior.probability[q] ?? NaN);
        atNode[q] = (atNode[q] ?? NaN) + mass;
        mean += mass * node;
        square += mass * node * node;
      }
      this.mean += mean;
      this.square += square;
      this.sigmaGradient += score * mean;
    });
    this.#masses.add(g, atNode, low, high);
  }

  /** The slope in sigma is the sum of z (score - expected score): here the second part. */
  #takeExpectedScores(): void {
    const { z } = this.#grid;
    const { p } = this.curves;
    for (let item = 0, at = 0; item < this.#statistics.items; item++) {
      for (let q = 0; q < z.length; q++, at++)
        this.sigmaGradient -= (this.#atItemNode[at] ?? NaN) * (z[q] ?? NaN) * (p[at] ?? NaN);
    }
  }

  /** Visits the raw scores of a group that have weight, each with its posterior. */
  forEachScore(g: number, sigma: number, visit: (score: number, w: number) => void): void {
    const { weights } = this.#statistics.groups[g] as ScoreGroup;
    const { posterior } = this;
    // log weight - sum of the costs of the group's items: what is the same for all of its scores.
    this.#base.set(this.#grid.logWeight);
    this.#costs.subtract(g, this.#base);
    let mode = this.#modes[g] ?? NaN;
    let isFirst = true;
    for (let score = 0; score < weights.length; score++) {
      const w = weights[score] ?? NaN;
      if (w === 0) continue;
      fillPosterior(posterior, this.#grid.z, this.#base, sigma * score, mode);
      mode = posterior.mode;
      if (isFirst) this.#modes[g] = mode;
      isFirst = false;
      visit(score, w);
    }
  }

  /** The slope in d_i: what came less what was expected. @param pull of a prior on it */
  interceptGradient(item: number, pull: number): number {
    const { p } = this.curves;
    const nodes = this.#grid.z.length;
    let gradient = (this.#statistics.totals[item] ?? NaN) + pull;
    for (let at = item * nodes; at < (item + 1) * nodes; at++) {
      gradient -= (this.#atItemNode[at] ?? NaN) * (p[at] ?? NaN);
    }
    return gradient;
  }

  /** sum over nodes of n p (1 - p). */
  interceptInformation(item: number): number {
    const { p } = this.curves;
    const nodes = this.#grid.z.length;
    let information = 0;
    for (let at = item * nodes; at < (item + 1) * nodes; at++) {
      const chance = p[at] ?? NaN;
      information += (this.#atItemNode[at] ?? NaN) * chance * (1 - chance);
    }
    return information;
  }

  /** sum over nodes and items of n z^2 p (1 - p). */
  spreadInformation(): number {
    const { z } = this.#grid;
    const { p } = this.curves;
    let information = 0;
    for (let item = 0, at = 0; item < this.#statistics.items; item++) {
      for (let q = 0; q < z.length; q++, at++) {
        const chance = p[at] ?? NaN;
        information += (this.#atItemNode[at] ?? NaN) * (z[q] ?? NaN) ** 2 * chance * (1 - chance);
      }
    }
    return information;
  }
}
