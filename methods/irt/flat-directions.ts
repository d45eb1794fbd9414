/**
 * Directions without information, where there are too many parameters to write the information down: its least eigenvalues by
 * Lanczos's iteration (Golub and Van Loan 2013, chapter 10), each product with a vector being a difference of two slopes. In
 * units of what complete data would say, eigenvalues lie below 2, and nearly all of them far from 0.
 */
import { randomStream } from '../../domain/seeds.ts';
import { symmetricEigen } from '../statistics/symmetric-eigen.ts';
import type { MarginalModel } from './marginal-model.ts';

export interface FlatDirections {
  /** Directions in the parameters that have no information, or a negative one; of length 1 in units of complete data. */
  readonly vectors: readonly Float64Array[];
  /** A direction that leads uphill, its largest component 1 in the units of the parameters; undefined at a maximum. */
  readonly uphill: Float64Array | undefined;
}

/** Of what complete data would say, below it a direction has no information. */
const NOTHING = 1e-5;
/** The largest change of a parameter by which slopes are compared: slopes are exact to 1e-10 of it, and straight to 1e-6. */
const STEP = 1e-6;
const LEAST_STEPS = 12;
const MOST_STEPS = 80;
/** An eigenvalue is found when it is off by less than this share of itself. */
const NEAR = 0.1;
/** Flat directions that are looked for, one after another. */
const MOST = 20;

/** @param parameters where the objective is at its top, or at a saddle */
export function flatDirections(model: MarginalModel, parameters: Float64Array): FlatDirections {
  const scale = scales(model.completeInformation(parameters));
  const here = model.gradient(parameters);
  const times = (vector: Float64Array): Float64Array => {
    const move = vector.map((part, k) => part * (scale[k] ?? NaN));
    const length = STEP / move.reduce((most, part) => Math.max(most, Math.abs(part)), 1e-300);
    const there = model.gradient(parameters.map((value, k) => value + length * (move[k] ?? NaN)));
    return there.map((slope, k) => (((here[k] ?? NaN) - slope) / length) * (scale[k] ?? NaN));
  };
  const vectors: Float64Array[] = [];
  let uphill: Float64Array | undefined;
  while (vectors.length < MOST) {
    const { value, vector } = leastEigen(times, model.size, vectors);
    if (value > NOTHING) break;
    vectors.push(vector);
    if (value < -NOTHING) uphill ??= ofLargestOne(vector.map((part, k) => part * (scale[k] ?? NaN)));
  }
  return { vectors, uphill };
}

/** One over square roots; of a parameter without information there, of the least that counts. */
function scales(complete: Float64Array): Float64Array {
  const largest = complete.reduce((most, value) => Math.max(most, value), 0);
  const least = largest === 0 ? 1 : 1e-6 * largest;
  return complete.map((value) => 1 / Math.sqrt(Math.max(value, least)));
}

/** The least eigenvalue of a symmetric operator, off by a tenth of itself at most, among vectors orthogonal to `known`. */
function leastEigen(
  times: (vector: Float64Array) => Float64Array,
  size: number,
  known: readonly Float64Array[],
): { readonly value: number; readonly vector: Float64Array } {
  const stream = randomStream(1, 'lanczos', size, known.length);
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let next: Float64Array = Float64Array.from({ length: size }, () => stream.normal());
  for (;;) {
    orthogonalize(next, [...known, ...basis]);
    const length = Math.sqrt(dot(next, next));
    const steps = basis.length;
    const isSpanned = length < 1e-9;
    if (steps >= LEAST_STEPS || (steps > 0 && isSpanned)) {
      const { value, weights } = leastOfTridiagonal(diagonal, beside);
      const off = length * Math.abs(weights[steps - 1] ?? NaN);
      if (isSpanned || steps === MOST_STEPS || off < Math.max(NEAR * Math.abs(value), NOTHING / 10)) {
        const vector = new Float64Array(size);
        basis.forEach((part, k) => addTo(vector, part, weights[k] ?? NaN));
        return { value, vector };
      }
    }
    if (isSpanned) return { value: Infinity, vector: next };
    const unit = next.map((part) => part / length);
    if (steps > 0) beside.push(length);
    basis.push(unit);
    next = times(unit);
    diagonal.push(dot(unit, next));
  }
}

function leastOfTridiagonal(
  diagonal: readonly number[],
  beside: readonly number[],
): { readonly value: number; readonly weights: Float64Array } {
  const size = diagonal.length;
  const matrix = new Float64Array(size * size);
  diagonal.forEach((value, k) => (matrix[k * size + k] = value));
  beside.forEach((value, k) => {
    matrix[(k + 1) * size + k] = value;
    matrix[k * size + k + 1] = value;
  });
  const { values, vectors } = symmetricEigen(matrix, size);
  return { value: values[0] ?? NaN, weights: vectors.slice(0, size) };
}

/** Twice: what rounding leaves of the first time is taken by the second. */
function orthogonalize(vector: Float64Array, others: readonly Float64Array[]): void {
  for (let time = 0; time < 2; time++) for (const other of others) addTo(vector, other, -dot(vector, other));
}

function addTo(target: Float64Array, vector: Float64Array, factor: number): void {
  for (let k = 0; k < target.length; k++) target[k] = (target[k] ?? NaN) + factor * (vector[k] ?? NaN);
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < one.length; k++) sum += (one[k] ?? NaN) * (other[k] ?? NaN);
  return sum;
}

function ofLargestOne(vector: Float64Array): Float64Array {
  const largest = vector.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
  return vector.map((part) => part / largest);
}
