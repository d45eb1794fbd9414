/**
 * The observed information of a Rasch model (Louis 1982, equation 3.2): complete information less the posterior covariance
 * of the complete score. Of the persons with one missing pattern it needs one row a raw score and one row a node.
 */
import { addOuterProducts } from '../statistics/outer-products.ts';
import { transpose } from './curves.ts';
import type { Quadrature } from './quadrature.ts';
import type { RaschExpectation } from './rasch-expectation.ts';
import type { RaschStatistics, ScoreGroup } from './rasch-persons.ts';

/** Below this share of all persons a node holds nobody. */
const NOBODY = 1e-14;

/** A column for each item of a group, and one for sigma after them. */
export class RaschInformation {
  readonly #statistics: RaschStatistics;
  readonly #grid: Quadrature;
  readonly #expectation: RaschExpectation;
  readonly #sigmaIsFree: boolean;

  // Room for one group, as large as the largest asks for: there may be as many groups as persons.
  readonly #atNode: Float64Array;
  readonly #expectedScore: Float64Array;
  readonly #scoreMass: Float64Array;
  readonly #squareMass: Float64Array;
  readonly #means: Float64Array;
  readonly #meanWeights: Float64Array;
  readonly #rows: Float64Array;
  readonly #rowWeights: Float64Array;
  readonly #sigmaRow: Float64Array;
  readonly #block: Float64Array;
  /** The curves, node-major. */
  readonly #byNode: Float64Array;

  constructor(
    statistics: RaschStatistics,
    grid: Quadrature,
    expectation: RaschExpectation,
    sigmaIsFree: boolean,
  ) {
    const { groups, items } = statistics;
    const nodes = grid.z.length;
    const columns = groups.reduce((most, group) => Math.max(most, group.items.length + 1), 1);
    const scores = groups.reduce((most, group) => Math.max(most, group.weights.length), 1);
    this.#statistics = statistics;
    this.#grid = grid;
    this.#expectation = expectation;
    this.#sigmaIsFree = sigmaIsFree;
    this.#atNode = new Float64Array(nodes);
    this.#expectedScore = new Float64Array(nodes);
    this.#scoreMass = new Float64Array(nodes);
    this.#squareMass = new Float64Array(nodes);
    this.#means = new Float64Array(scores * columns);
    this.#meanWeights = new Float64Array(scores);
    this.#rows = new Float64Array(nodes * columns);
    this.#rowWeights = new Float64Array(nodes);
    this.#sigmaRow = new Float64Array(columns);
    this.#block = new Float64Array(columns * columns);
    this.#byNode = new Float64Array(items * nodes);
  }

  /** Subtracts what is missing from the lower triangle of `information`, at the point of the last `evaluate`. */
  subtractMissing(information: Float64Array, sigma: number): void {
    const { items, groups } = this.#statistics;
    transpose(this.#expectation.curves.p, items, this.#grid.z.length, this.#byNode);
    groups.forEach((group, g) => {
      this.#sumExpectedScores(group.items);
      const scores = this.#meansByScore(g, group, sigma);
      const nodes = this.#rowsByNode(group.items, scores.low, scores.high);
      const columns = group.items.length + 1;
      this.#block.fill(0, 0, columns * columns);
      addOuterProducts(this.#block, columns, this.#means, this.#meanWeights, scores.count);
      addOuterProducts(this.#block, columns, this.#rows, this.#rowWeights, nodes.count);
      this.#addBlock(information, group.items, nodes);
    });
  }

  /** The expected raw score at each node. */
  #sumExpectedScores(list: Int32Array): void {
    const { p } = this.#expectation.curves;
    const nodes = this.#grid.z.length;
    const expectedScore = this.#expectedScore.fill(0);
    for (const item of list) {
      for (let q = 0, at = item * nodes; q < nodes; q++, at++)
        expectedScore[q] = (expectedScore[q] ?? NaN) + (p[at] ?? NaN);
    }
  }

  /** The mean of the complete score for each raw score; and what the nodes hold of persons and their scores. */
  #meansByScore(
    g: number,
    { items: list }: ScoreGroup,
    sigma: number,
  ): { readonly count: number; readonly low: number; readonly high: number } {
    const { posterior, curves } = this.#expectation;
    const { z } = this.#grid;
    const { p } = curves;
    const means = this.#means;
    const expectedScore = this.#expectedScore;
    const atNode = this.#atNode.fill(0);
    const scoreMass = this.#scoreMass.fill(0);
    const squareMass = this.#squareMass.fill(0);
    const n = list.length;
    let count = 0;
    let low = z.length;
    let high = -1;
    this.#expectation.forEachScore(g, sigma, (score, w) => {
      const row = count * (n + 1);
      low = Math.min(low, posterior.low);
      high = Math.max(high, posterior.high);
      let sigmaMean = 0;
      for (let q = posterior.low; q <= posterior.high; q++) {
        const probability = posterior.probability[q] ?? NaN;
        atNode[q] = (atNode[q] ?? NaN) + w * probability;
        scoreMass[q] = (scoreMass[q] ?? NaN) + w * probability * score;
        squareMass[q] = (squareMass[q] ?? NaN) + w * probability * score * score;
        sigmaMean += probability * (z[q] ?? NaN) * (score - (expectedScore[q] ?? NaN));
      }
      means[row + n] = sigmaMean;
      for (let k = 0; k < n; k++) {
        const at = (list[k] ?? NaN) * z.length;
        let sum = 0;
        for (let q = posterior.low; q <= posterior.high; q++) {
          sum += (posterior.probability[q] ?? NaN) * (p[at + q] ?? NaN);
        }
        means[row + k] = -sum;
      }
      this.#meanWeights[count++] = w;
    });
    return { count, low, high };
  }

  /** Rows of the complete score at each node, with the spread of the raw score around its mean there put on its own. */
  #rowsByNode(list: Int32Array, low: number, high: number): NodeRows {
    const { items, weight } = this.#statistics;
    const { z } = this.#grid;
    const rows = this.#rows;
    const sigmaRow = this.#sigmaRow;
    const n = list.length;
    let count = 0;
    let spread = 0;
    let cross = 0;
    sigmaRow.fill(0, 0, n);
    for (let q = low; q <= high; q++) {
      const mass = this.#atNode[q] ?? NaN;
      if (mass <= NOBODY * weight) continue;
      const node = z[q] ?? NaN;
      const mean = (this.#scoreMass[q] ?? NaN) / mass;
      const row = count * (n + 1);
      const atThisNode = q * items;
      for (let k = 0; k < n; k++) {
        const chance = this.#byNode[atThisNode + (list[k] ?? NaN)] ?? NaN;
        rows[row + k] = -chance;
        sigmaRow[k] = (sigmaRow[k] ?? NaN) + mass * node * chance * (1 - chance);
        cross += mass * node * node * chance * (1 - chance);
      }
      rows[row + n] = node * (mean - (this.#expectedScore[q] ?? NaN));
      spread += node * node * ((this.#squareMass[q] ?? NaN) - mean * (this.#scoreMass[q] ?? NaN));
      this.#rowWeights[count++] = -mass;
    }
    return { count, spread, cross };
  }

  #addBlock(information: Float64Array, list: Int32Array, { spread, cross }: NodeRows): void {
    const { items } = this.#statistics;
    const size = this.#sigmaIsFree ? items + 1 : items;
    const block = this.#block;
    const n = list.length;
    const columns = n + 1;
    for (let k = 0; k < n; k++) {
      const into = (list[k] ?? NaN) * size;
      for (let m = 0; m <= k; m++) {
        const at = into + (list[m] ?? NaN);
        information[at] = (information[at] ?? NaN) + (block[k * columns + m] ?? NaN);
      }
      if (!this.#sigmaIsFree) continue;
      const at = items * size + (list[k] ?? NaN);
      information[at] =
        (information[at] ?? NaN) + (block[n * columns + k] ?? NaN) + (this.#sigmaRow[k] ?? NaN);
    }
    if (!this.#sigmaIsFree) return;
    const corner = items * size + items;
    information[corner] = (information[corner] ?? NaN) + (block[n * columns + n] ?? NaN) + cross - spread;
  }
}

/** How many rows there are, and what belongs to sigma alone. */
interface NodeRows {
  readonly count: number;
  readonly spread: number;
  readonly cross: number;
}
