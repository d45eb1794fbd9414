/** Weighted sums of matrix rows, several columns in one number where they are whole numbers. */

/** Whole numbers up to 2^52 are exact in a double, with a bit to spare. */
const BITS = 52;

/**
 * Prepares a matrix for sums of its rows under changing counts. Whole, non-negative columns are packed side by side
 * into doubles, so that one addition adds several of them: a bootstrap of 500 people and 200 items adds 40 numbers a
 * person instead of 200.
 *
 * @param matrix rows x columns, row-major
 * @returns counts (one a row, as many draws as rows) -> the sum of each column; the array is overwritten by the next
 */
export function packColumns(
  matrix: Float64Array,
  rows: number,
  columns: number,
): (counts: Uint16Array) => Float64Array {
  const base = 2 ** laneBits(matrix, rows);
  const lanes = base === 1 ? 1 : Math.max(1, Math.floor(BITS / Math.log2(base)));
  const width = Math.ceil(columns / lanes);
  const packed = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = row * width + (column % width);
      packed[cell] =
        (packed[cell] ?? NaN) + (matrix[row * columns + column] ?? NaN) * base ** Math.floor(column / width);
    }
  }
  const sums = new Float64Array(width);
  const out = new Float64Array(columns);
  return (counts) => {
    sums.fill(0);
    for (let row = 0; row < rows; row++) {
      const times = counts[row] ?? NaN;
      if (times === 0) continue;
      const from = row * width;
      for (let k = 0; k < width; k++) sums[k] = (sums[k] ?? NaN) + times * (packed[from + k] ?? NaN);
    }
    if (lanes === 1) {
      out.set(sums);
      return out;
    }
    for (let k = 0; k < width; k++) {
      let rest = sums[k] ?? NaN;
      for (let column = k; column < columns; column += width) {
        const above = Math.floor(rest / base);
        out[column] = rest - above * base;
        rest = above;
      }
    }
    return out;
  };
}

/** Bits that hold any sum of as many rows as there are; 0 when the numbers cannot be packed. */
function laneBits(matrix: Float64Array, rows: number): number {
  let largest = 0;
  for (const value of matrix) {
    if (!Number.isInteger(value) || value < 0) return 0;
    largest = Math.max(largest, value);
  }
  const bits = Math.ceil(Math.log2(largest * rows + 1));
  return bits * 2 > BITS ? 0 : Math.max(1, bits);
}
