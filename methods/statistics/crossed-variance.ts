/** The variance of a mean over two crossed samples, out of the mean squares of rows, columns and what is left. */

export interface CrossedVariance {
  /** Of the mean over all cells, if rows and columns were drawn anew. */
  readonly variance: number;
  /** Degrees of freedom, by Satterthwaite (1946, _Biometrics Bulletin_ 2: 110-114); at least those of the smaller sample. */
  readonly freedom: number;
}

/**
 * A random effect of rows and one of columns (Searle, Casella and McCulloch 1992, _Variance Components_, section 4.3): the variance is
 * that of row means plus that of column means plus that of noise; a component below zero counts as zero. Where one factor has one level
 * it is the variance of the mean of the others.
 *
 * @param values rows x columns, row-major; NaN where a cell has none: it is taken as its row and column have it, and takes a degree of freedom
 * @returns null where neither factor has two levels with values
 */
export function crossedVariance(values: Float64Array, rows: number, columns: number): CrossedVariance | null {
  const table = tableOf(values, rows, columns);
  const [r, c] = [table.length, table[0]?.length ?? 0];
  const cells = r * c;
  if (cells < 2) return null;
  const { filled, missing } = fill(table);
  const grand = meanOf(filled.flat());
  const rowMeans = filled.map(meanOf);
  const columnMeans = filled[0]?.map((_, j) => meanOf(filled.map((row) => row[j] ?? NaN))) ?? [];
  const ofRows = (c * sumOfSquares(rowMeans, grand)) / (r - 1);
  const ofColumns = (r * sumOfSquares(columnMeans, grand)) / (c - 1);
  if (c === 1) return { variance: ofRows / cells, freedom: r - 1 };
  if (r === 1) return { variance: ofColumns / cells, freedom: c - 1 };
  const left = filled.flatMap((row, i) =>
    row.map((value, j) => value - (rowMeans[i] ?? NaN) - (columnMeans[j] ?? NaN) + grand),
  );
  const noiseFreedom = Math.max(1, (r - 1) * (c - 1) - missing);
  const noise = sumOfSquares(left, 0) / noiseFreedom;
  const [high, wide] = [Math.max(ofRows, noise), Math.max(ofColumns, noise)];
  const variance = (high + wide - noise) / cells;
  const spread = high ** 2 / (r - 1) + wide ** 2 / (c - 1) + noise ** 2 / noiseFreedom;
  const freedom = spread === 0 ? noiseFreedom : (variance * cells) ** 2 / spread;
  return { variance, freedom: Math.max(freedom, Math.min(r, c) - 1) };
}

/** Rows and columns that have any value. */
function tableOf(values: Float64Array, rows: number, columns: number): number[][] {
  const at = (row: number, column: number): number => values[row * columns + column] ?? NaN;
  const indices = (length: number): number[] => Array.from({ length }, (_, index) => index);
  const kept = indices(rows).filter((i) => indices(columns).some((j) => !Number.isNaN(at(i, j))));
  const across = indices(columns).filter((j) => kept.some((i) => !Number.isNaN(at(i, j))));
  return kept.map((i) => across.map((j) => at(i, j)));
}

/** What is missing as its row and its column have it. */
function fill(table: readonly (readonly number[])[]): {
  readonly filled: number[][];
  readonly missing: number;
} {
  const there = (values: readonly number[]): number[] => values.filter((value) => !Number.isNaN(value));
  const grand = meanOf(there(table.flat()));
  let missing = 0;
  const filled = table.map((row) =>
    row.map((value, j) => {
      if (!Number.isNaN(value)) return value;
      missing++;
      return meanOf(there(row)) + meanOf(there(table.map((other) => other[j] ?? NaN))) - grand;
    }),
  );
  return { filled, missing };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sumOfSquares(values: readonly number[], centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}
