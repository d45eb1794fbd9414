/** Eigenvalues and vectors of a symmetric matrix by Jacobi's rotations (Golub and Van Loan, 8.5). */

export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** size * size: row k is the unit vector of value k. */
  readonly vectors: Float64Array;
}

const SWEEPS = 30;

/** @param matrix size * size, row-major; its lower triangle is read. Costs about 10 size^3 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const m = Float64Array.from({ length: size * size }, (_, at) => {
    const row = Math.floor(at / size);
    const column = at % size;
    return matrix[Math.max(row, column) * size + Math.min(row, column)] ?? NaN;
  });
  const v = new Float64Array(size * size);
  for (let k = 0; k < size; k++) v[k * size + k] = 1;
  for (let sweep = 0; sweep < SWEEPS && !isDiagonal(m, size); sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(m, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, k) => k).sort(
    (a, b) => (m[a * size + a] ?? NaN) - (m[b * size + b] ?? NaN),
  );
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => vectors.set(v.subarray(from * size, (from + 1) * size), to * size));
  return { values: Float64Array.from(order, (k) => m[k * size + k] ?? NaN), vectors };
}

function isDiagonal(m: Float64Array, size: number): boolean {
  let off = 0;
  let all = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const square = (m[row * size + column] ?? NaN) ** 2;
      all += square;
      if (row !== column) off += square;
    }
  }
  return off <= 1e-30 * all;
}

/** Turns the plane of p and q so that their common element is 0. */
function rotate(m: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = m[p * size + q] ?? NaN;
  if (apq === 0) return;
  const ratio = ((m[q * size + q] ?? NaN) - (m[p * size + p] ?? NaN)) / (2 * apq);
  const t = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.hypot(1, ratio));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  const turn = (values: Float64Array, one: number, other: number): void => {
    const x = values[one] ?? NaN;
    const y = values[other] ?? NaN;
    values[one] = c * x - s * y;
    values[other] = s * x + c * y;
  };
  for (let k = 0; k < size; k++) turn(m, k * size + p, k * size + q);
  for (let k = 0; k < size; k++) turn(m, p * size + k, q * size + k);
  for (let k = 0; k < size; k++) turn(v, p * size + k, q * size + k);
}
