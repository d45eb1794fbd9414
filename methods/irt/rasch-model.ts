/**
 * The Rasch model as a marginal likelihood: P = logistic(sigma z + d_i), z ~ N(0, 1). Parameters: d of each item, then
 * sigma unless the latent variance is fixed at 1.
 *
 * log L = sum_i d_i T_i + sum over (observed items, raw score s) of W_s log integral exp(s sigma z - sum_i log(1 +
 * exp(sigma z + d_i))) phi(z) dz.
 */
import type { Estimation } from './estimates.ts';
import type { Curvature, MarginalModel } from './marginal-model.ts';
import { INTERCEPT_PRECISION, interceptPrior } from './priors.ts';
import type { Quadrature } from './quadrature.ts';
import { RaschExpectation } from './rasch-expectation.ts';
import { RaschInformation } from './rasch-information.ts';
import type { RaschStatistics } from './rasch-persons.ts';

export interface RaschSettings {
  readonly estimation: Estimation;
  readonly latentVariance: 'free' | 1;
}

export function raschModel(
  statistics: RaschStatistics,
  grid: Quadrature,
  settings: RaschSettings,
): MarginalModel {
  return new RaschModel(statistics, grid, settings);
}

class RaschModel implements MarginalModel {
  readonly size: number;
  readonly curvatureCost: number;
  readonly #statistics: RaschStatistics;
  readonly #grid: Quadrature;
  readonly #hasPriors: boolean;
  readonly #sigmaIsFree: boolean;
  readonly #expectation: RaschExpectation;
  #information: RaschInformation | undefined;

  constructor(statistics: RaschStatistics, grid: Quadrature, { estimation, latentVariance }: RaschSettings) {
    this.#statistics = statistics;
    this.#grid = grid;
    this.#hasPriors = estimation === 'map';
    this.#sigmaIsFree = latentVariance === 'free';
    this.#expectation = new RaschExpectation(statistics, grid, this.#sigmaIsFree);
    this.size = this.#sigmaIsFree ? statistics.items + 1 : statistics.items;
    this.curvatureCost = curvatureCost(statistics, grid.z.length, this.size);
  }

  logLikelihood(x: Float64Array): number {
    this.#expectation.evaluate(x);
    return this.#expectation.logLikelihood;
  }

  objective(x: Float64Array): number {
    return this.logLikelihood(x) + this.#logPrior(x);
  }

  /**
   * Under `ml` the latent mean is freed within the step and taken back into the d (parameter-expanded EM, Liu, Rubin
   * and Wu 1998): that is monotone too and far quicker. A prior on d does not allow for it.
   */
  step(x: Float64Array, out: Float64Array): number {
    const value = this.objective(x);
    const { items, weight } = this.#statistics;
    const expectation = this.#expectation;
    const sigma = expectation.sigmaAt(x);
    const mean = this.#hasPriors ? 0 : expectation.mean / weight;
    for (let item = 0; item < items; item++) {
      const d = x[item] ?? NaN;
      const information =
        expectation.interceptInformation(item) + (this.#hasPriors ? INTERCEPT_PRECISION : 0);
      const move = information > 0 ? this.#interceptGradient(item, d) / information : 0;
      out[item] = d + Math.max(-2, Math.min(2, move)) + sigma * mean;
    }
    if (this.#sigmaIsFree)
      out[items] = sigma * Math.sqrt(Math.max(0, expectation.square / weight - mean * mean));
    return value;
  }

  gradient(x: Float64Array): Float64Array {
    this.#expectation.evaluate(x);
    return Float64Array.from({ length: this.size }, (_, k) =>
      k < this.#statistics.items ? this.#interceptGradient(k, x[k] ?? NaN) : this.#expectation.sigmaGradient,
    );
  }

  completeInformation(x: Float64Array): Float64Array {
    this.#expectation.evaluate(x);
    return Float64Array.from({ length: this.size }, (_, k) =>
      k < this.#statistics.items
        ? this.#expectation.interceptInformation(k)
        : this.#expectation.spreadInformation(),
    );
  }

  curvature(x: Float64Array): Curvature {
    const { size } = this;
    const value = this.objective(x);
    const gradient = this.gradient(x);
    const information = new Float64Array(size * size);
    for (let item = 0; item < this.#statistics.items; item++) {
      information[item * size + item] =
        this.#expectation.interceptInformation(item) +
        (this.#hasPriors ? interceptPrior(x[item] ?? NaN).information : 0);
    }
    this.#information ??= new RaschInformation(
      this.#statistics,
      this.#grid,
      this.#expectation,
      this.#sigmaIsFree,
    );
    this.#information.subtractMissing(information, this.#expectation.sigmaAt(x));
    return { value, gradient, information };
  }

  #logPrior(x: Float64Array): number {
    let sum = 0;
    for (let item = 0; this.#hasPriors && item < this.#statistics.items; item++)
      sum += interceptPrior(x[item] ?? NaN).value;
    return sum;
  }

  #interceptGradient(item: number, d: number): number {
    return this.#expectation.interceptGradient(item, this.#hasPriors ? interceptPrior(d).gradient : 0);
  }
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
