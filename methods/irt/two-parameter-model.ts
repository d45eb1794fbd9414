/**
 * The two-parameter logistic model as a marginal likelihood: P = logistic(a_i z + d_i), z ~ N(0, 1). Parameters: all a,
 * then all d.
 *
 * log L_j = sum_i x_ij d_i + log integral exp(z sum_i x_ij a_i - sum_i log(1 + exp(a_i z + d_i))) phi(z) dz.
 */
import type { AnswerPatterns, PatternGroup } from './answer-patterns.ts';
import type { Estimation } from './estimates.ts';
import type { Curvature, MarginalModel } from './marginal-model.ts';
import { INTERCEPT_PRECISION, interceptPrior, LOG_SLOPE_PRECISION, slopePrior } from './priors.ts';
import type { Quadrature } from './quadrature.ts';
import { type ItemSlopes, TwoParameterExpectation } from './two-parameter-expectation.ts';
import { twoParameterInformation } from './two-parameter-information.ts';

export function twoParameterModel(
  patterns: AnswerPatterns,
  grid: Quadrature,
  { estimation }: { readonly estimation: Estimation },
): MarginalModel {
  return new TwoParameterModel(patterns, grid, estimation);
}

class TwoParameterModel implements MarginalModel {
  readonly size: number;
  readonly curvatureCost: number;
  readonly #patterns: AnswerPatterns;
  readonly #grid: Quadrature;
  readonly #hasPriors: boolean;
  readonly #expectation: TwoParameterExpectation;
  readonly #slopes: ItemSlopes = { a: 0, d: 0, aa: 0, ad: 0, dd: 0 };

  constructor(patterns: AnswerPatterns, grid: Quadrature, estimation: Estimation) {
    this.#patterns = patterns;
    this.#grid = grid;
    this.#hasPriors = estimation === 'map';
    this.#expectation = new TwoParameterExpectation(patterns, grid);
    this.size = 2 * patterns.items;
    this.curvatureCost = curvatureCost(patterns, grid.z.length);
  }

  logLikelihood(x: Float64Array): number {
    this.#expectation.evaluate(x);
    return this.#expectation.logLikelihood;
  }

  objective(x: Float64Array): number {
    const prior = this.#logPrior(x);
    return prior === -Infinity ? prior : this.logLikelihood(x) + prior;
  }

  /** As in the Rasch model, `ml` frees latent mean and variance within the step and takes them back into a and d. */
  step(x: Float64Array, out: Float64Array): number {
    const value = this.objective(x);
    if (value === -Infinity) return value;
    const { items, weight } = this.#patterns;
    const expectation = this.#expectation;
    const hasPriors = this.#hasPriors;
    const mean = hasPriors ? 0 : expectation.mean / weight;
    const sd = hasPriors ? 1 : Math.sqrt(Math.max(1e-12, expectation.square / weight - mean * mean));
    for (let item = 0; item < items; item++) {
      const slopes = this.#slopesOf(x, item);
      const a = x[item] ?? NaN;
      const d = x[items + item] ?? NaN;
      const aa = slopes.aa + (hasPriors ? LOG_SLOPE_PRECISION / (a * a) : 0);
      const dd = slopes.dd + (hasPriors ? INTERCEPT_PRECISION : 0);
      const determinant = aa * dd - slopes.ad * slopes.ad;
      const regular = determinant > 1e-12 * aa * dd;
      const moveA = regular ? (dd * slopes.a - slopes.ad * slopes.d) / determinant : 0;
      const moveD = regular ? (aa * slopes.d - slopes.ad * slopes.a) / determinant : 0;
      const shrink = Math.min(1, 1 / Math.abs(moveA), 2 / Math.abs(moveD));
      const slope = a + shrink * moveA;
      out[items + item] = d + shrink * moveD + slope * mean;
      out[item] = hasPriors ? Math.max(a / 2, slope) : slope * sd;
    }
    return value;
  }

  gradient(x: Float64Array): Float64Array {
    this.#expectation.evaluate(x);
    return this.#byItem(x, ({ a, d }) => [a, d]);
  }

  completeInformation(x: Float64Array): Float64Array {
    this.#expectation.evaluate(x);
    return this.#byItem(x, ({ aa, dd }) => [aa, dd]);
  }

  curvature(x: Float64Array): Curvature {
    const { size } = this;
    const { items } = this.#patterns;
    const value = this.objective(x);
    const gradient = this.gradient(x);
    const information = new Float64Array(size * size);
    for (let item = 0; item < items; item++) {
      const slopes = this.#slopesOf(x, item);
      const d = items + item;
      information[item * size + item] =
        slopes.aa + (this.#hasPriors ? slopePrior(x[item] ?? NaN).information : 0);
      information[d * size + d] = slopes.dd + (this.#hasPriors ? interceptPrior(x[d] ?? NaN).information : 0);
      information[d * size + item] = slopes.ad;
    }
    const { curves, modes } = this.#expectation;
    twoParameterInformation(information, this.#patterns, { slopes: x, grid: this.#grid, curves, modes });
    return { value, gradient, information };
  }

  #logPrior(x: Float64Array): number {
    const { items } = this.#patterns;
    let sum = 0;
    for (let item = 0; this.#hasPriors && item < items; item++) {
      sum += slopePrior(x[item] ?? NaN).value + interceptPrior(x[items + item] ?? NaN).value;
    }
    return sum;
  }

  /** With the priors' pull; valid until the next call. */
  #slopesOf(x: Float64Array, item: number): ItemSlopes {
    const slopes = this.#slopes;
    this.#expectation.fillSlopes(slopes, item);
    if (this.#hasPriors) {
      slopes.a += slopePrior(x[item] ?? NaN).gradient;
      slopes.d += interceptPrior(x[this.#patterns.items + item] ?? NaN).gradient;
    }
    return slopes;
  }

  /** One number an item for its a, and one for its d. */
  #byItem(x: Float64Array, pick: (slopes: ItemSlopes) => readonly [number, number]): Float64Array {
    const { items } = this.#patterns;
    const values = new Float64Array(this.size);
    for (let item = 0; item < items; item++) {
      [values[item], values[items + item]] = pick(this.#slopesOf(x, item));
    }
    return values;
  }
}

function curvatureCost({ groups, items }: AnswerPatterns, nodes: number): number {
  const rows = (group: PatternGroup): number =>
    group.to - group.from + Math.min(2 * nodes, 40 * (group.to - group.from));
  return groups.reduce((sum, group) => sum + 2 * rows(group) * group.items.length ** 2, (2 * items) ** 3 / 3);
}
