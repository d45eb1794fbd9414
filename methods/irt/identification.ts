/**
 * Whether the answers determine the parameters: the observed information is positive definite at a maximum that is one. A
 * direction in which it is flat is not identified (an item that never met another has a probability, no slope); one in which
 * it is negative leads uphill: the point is a saddle.
 */
import { cholesky, invertFactored } from '../statistics/cholesky.ts';
import { flatDirections } from './flat-directions.ts';
import type { MarginalModel } from './marginal-model.ts';
import { symmetricEigen } from '../statistics/symmetric-eigen.ts';

export interface Identification {
  /** Every direction has information, and by far: a point as near as makes no difference says the same. */
  readonly isClear: boolean;
  /** Of what is identified; rows of parameters that are not hold NaN. null where it was not asked for, or not to be found. */
  readonly covariance: Float64Array | null;
  /** Indices of parameters that the answers do not determine, ascending. */
  readonly unidentified: readonly number[];
  /** A direction in which the objective grows from here, its largest component 1; undefined at a maximum. */
  readonly uphill: Float64Array | undefined;
}

/** Information in units of its own diagonal: below this share of the largest, a direction has none. */
const NOTHING = 1e-7;
/** Above this share nothing is in doubt. */
const CLEARLY = 1e-4;
/** As large a share of a flat direction makes a parameter part of it. */
const PART = 1e-3;
/** Parameters up to which flat directions are looked for one by one: that costs 10 size^3. */
export const LARGEST = 600;

/**
 * @param information size * size, row-major, lower triangle: minus the second derivatives of the objective
 * @param withCovariance it takes longer than all the rest
 */
export function identification(
  information: Float64Array,
  size: number,
  withCovariance = true,
): Identification {
  const scale = scales(information, size);
  const scaled = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      scaled[row * size + column] =
        (information[row * size + column] ?? NaN) / ((scale[row] ?? NaN) * (scale[column] ?? NaN));
    }
  }
  const factor = cholesky(scaled, size);
  const least = factor === null ? 0 : smallestPivot(factor, size);
  if (factor !== null && least > NOTHING) {
    const covariance = withCovariance ? unscaled(invertFactored(factor, size), scale) : null;
    return { isClear: least > CLEARLY, covariance, unidentified: [], uphill: undefined };
  }
  return size > LARGEST
    ? { isClear: false, covariance: null, unidentified: [], uphill: undefined }
    : byDirections(scaled, size, scale);
}

/**
 * The same for more parameters than `LARGEST`, at the cost of some passes over the answers: the information is never written
 * down. No covariance.
 */
export function identificationByPasses(model: MarginalModel, parameters: Float64Array): Identification {
  const { vectors, uphill } = flatDirections(model, parameters);
  const unidentified = new Set<number>();
  for (const vector of vectors) vector.forEach((part, at) => Math.abs(part) > PART && unidentified.add(at));
  return {
    isClear: vectors.length === 0,
    covariance: null,
    unidentified: [...unidentified].sort((a, b) => a - b),
    uphill,
  };
}

function byDirections(scaled: Float64Array, size: number, scale: Float64Array): Identification {
  const { values, vectors } = symmetricEigen(scaled, size);
  const none = NOTHING * Math.abs(values[size - 1] ?? NaN);
  const unidentified = new Set<number>();
  const inverse = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const value = values[k] ?? NaN;
    const vector = vectors.subarray(k * size, (k + 1) * size);
    if (value <= none) vector.forEach((part, at) => Math.abs(part) > PART && unidentified.add(at));
    else {
      for (let row = 0; row < size; row++) {
        const share = (vector[row] ?? NaN) / value;
        for (let column = 0; column < size; column++) {
          inverse[row * size + column] =
            (inverse[row * size + column] ?? NaN) + share * (vector[column] ?? NaN);
        }
      }
    }
  }
  const covariance = unscaled(inverse, scale);
  for (const at of unidentified) {
    for (let k = 0; k < size; k++) covariance[at * size + k] = covariance[k * size + at] = NaN;
  }
  const isSaddle = (values[0] ?? NaN) < -none;
  const uphill = isSaddle ? vectors.subarray(0, size).map((part, k) => part / (scale[k] ?? NaN)) : undefined;
  const largest = uphill?.reduce((most, part) => Math.max(most, Math.abs(part)), 0) ?? 1;
  return {
    isClear: false,
    covariance,
    unidentified: [...unidentified].sort((a, b) => a - b),
    uphill: uphill?.map((part) => part / largest),
  };
}

/** Square roots of the diagonal; of a parameter without information there, of the least that counts. */
function scales(information: Float64Array, size: number): Float64Array {
  const diagonal = Float64Array.from({ length: size }, (_, k) => Math.abs(information[k * size + k] ?? NaN));
  const largest = information.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const least = largest === 0 ? 1 : 1e-6 * largest;
  return diagonal.map((value) => Math.sqrt(Math.max(value, least)));
}

function smallestPivot(factor: Float64Array, size: number): number {
  let least = Infinity;
  for (let k = 0; k < size; k++) least = Math.min(least, (factor[k * size + k] ?? NaN) ** 2);
  return least;
}

function unscaled(inverse: Float64Array, scale: Float64Array): Float64Array {
  const size = scale.length;
  return inverse.map(
    (value, at) => value / ((scale[Math.floor(at / size)] ?? NaN) * (scale[at % size] ?? NaN)),
  );
}
