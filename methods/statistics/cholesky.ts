/** Symmetric positive definite systems by Cholesky's factor. Matrices are row-major Float64Arrays of size * size. */

/**
 * The lower factor L with L L' = matrix (its lower triangle is read), upper triangle zero.
 *
 * @returns null when the matrix is not positive definite to working precision
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array | null {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const r = row * size;
    for (let column = 0; column <= row; column++) {
      const c = column * size;
      let sum = matrix[r + column] ?? NaN;
      for (let k = 0; k < column; k++) sum -= (factor[r + k] ?? NaN) * (factor[c + k] ?? NaN);
      if (column < row) factor[r + column] = sum / (factor[c + column] ?? NaN);
      else if (sum > 1e-13 * Math.abs(matrix[r + row] ?? NaN)) factor[r + row] = Math.sqrt(sum);
      else return null;
    }
  }
  return factor;
}

/** Solves L L' x = right side, for the factor of `cholesky`. */
export function solveFactored(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let sum = x[row] ?? NaN;
    for (let k = 0; k < row; k++) sum -= (factor[row * size + k] ?? NaN) * (x[k] ?? NaN);
    x[row] = sum / (factor[row * size + row] ?? NaN);
  }
  for (let row = size - 1; row >= 0; row--) {
    const value = (x[row] ?? NaN) / (factor[row * size + row] ?? NaN);
    x[row] = value;
    for (let k = 0; k < row; k++) x[k] = (x[k] ?? NaN) - (factor[row * size + k] ?? NaN) * value;
  }
  return x;
}

/** (L L')^-1, full and symmetric, for the factor of `cholesky`. */
export function invertFactored(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let column = 0; column < size; column++) {
    unit.fill(0);
    unit[column] = 1;
    inverse.set(solveFactored(factor, size, unit), column * size);
  }
  return inverse;
}
