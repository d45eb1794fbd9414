/** Means over two crossed factors that are both samples (worksheets x test items): rows and columns are drawn, each with all it has. */
import { randomStream } from '../../domain/seeds.ts';
import { crossedVariance } from './crossed-variance.ts';
import { studentQuantile975 } from './expanded-tail.ts';
import { variance } from './mean.ts';
import { normalCdf } from './normal.ts';
import { centralInterval } from './quantile.ts';

/** How often each row and each column was drawn: draws x rows and draws x columns, row-major. All figures of one analysis share them. */
export interface CrossedResamples {
  readonly rows: number;
  readonly columns: number;
  readonly draws: number;
  readonly rowCounts: Uint16Array;
  readonly columnCounts: Uint16Array;
}

/**
 * Rows with replacement and, apart from them, columns with replacement (the pigeonhole bootstrap: Owen 2007, _Annals of Applied
 * Statistics_ 1: 386-411). A factor with one level is held: then nothing is said about other levels of it.
 */
export function resampleCrossed(
  rows: number,
  columns: number,
  draws: number,
  seed: number,
): CrossedResamples {
  return {
    rows,
    columns,
    draws,
    rowCounts: drawLevels(rows, draws, seed, 'crossed bootstrap rows'),
    columnCounts: drawLevels(columns, draws, seed, 'crossed bootstrap columns'),
  };
}

export interface CrossedFigure {
  /** null where no cell has a value. */
  readonly value: number | null;
  /** 95 %; null where fewer than two levels of either factor are there. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Cells with a value. */
  readonly cells: number;
}

const NONE: CrossedFigure = { value: null, interval: null, cells: 0 };

/**
 * The mean of the cells with a 95 % percentile interval. Where noise within cells is most of what varies, the pigeonhole bootstrap
 * states up to three times its variance (Owen 2007, theorem 3). So the draws are drawn in around the mean, until their variance
 * is the unbiased one of a mean over two crossed samples, and the tail is that of Student's t (`crossedVariance`).
 *
 * @param values rows x columns, row-major; NaN where a cell has none, and then it is left out of every draw
 */
export function crossedMean(values: Float64Array, resamples: CrossedResamples): CrossedFigure {
  const { rows, columns, draws, rowCounts, columnCounts } = resamples;
  const there = levelsThere(values, rows, columns);
  if (there.cells === 0) return NONE;
  const value = weightedMean(values, columns, ONES(rows), ONES(columns), 0, 0);
  const none = { value, interval: null, cells: there.cells };
  if (there.rows < 2 && there.columns < 2) return none;
  const means: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const mean = weightedMean(values, columns, rowCounts, columnCounts, draw * rows, draw * columns);
    if (!Number.isNaN(mean)) means.push(mean);
  }
  const wanted = crossedVariance(values, rows, columns);
  if (means.length < 2 || wanted === null) return none;
  const drawn = variance(means, 'population');
  const factor = drawn === 0 ? 0 : Math.sqrt(wanted.variance / drawn);
  const drawnIn = Float64Array.from(means, (mean) => value + (mean - value) * factor);
  const tail = normalCdf(-studentQuantile975(wanted.freedom));
  return { value, interval: centralInterval(drawnIn, tail), cells: there.cells };
}

const ONES = (length: number): Uint16Array => new Uint16Array(length).fill(1);

function drawLevels(levels: number, draws: number, seed: number, purpose: string): Uint16Array {
  const counts = new Uint16Array(levels * draws);
  for (let draw = 0; draw < draws; draw++) {
    const stream = randomStream(seed, purpose, draw);
    for (let k = 0; k < levels; k++) {
      const index = draw * levels + stream.integer(levels);
      counts[index] = (counts[index] ?? 0) + 1;
    }
  }
  return counts;
}

/** Each cell as often as its row times its column was drawn; NaN where none of the drawn has a value. */
function weightedMean(
  values: Float64Array,
  columns: number,
  rowCounts: Uint16Array,
  columnCounts: Uint16Array,
  rowsFrom: number,
  columnsFrom: number,
): number {
  let sum = 0;
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (Number.isNaN(value)) continue;
    const row = Math.floor(index / columns);
    const weight =
      (rowCounts[rowsFrom + row] ?? 0) * (columnCounts[columnsFrom + (index - row * columns)] ?? 0);
    sum += weight * value;
    total += weight;
  }
  return sum / total;
}

/** Cells with a value, and rows and columns that have any. */
function levelsThere(
  values: Float64Array,
  rows: number,
  columns: number,
): { readonly cells: number; readonly rows: number; readonly columns: number } {
  const ofRow = new Uint8Array(rows);
  const ofColumn = new Uint8Array(columns);
  let cells = 0;
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    cells++;
    ofRow[Math.floor(index / columns)] = 1;
    ofColumn[index % columns] = 1;
  });
  const count = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0);
  return { cells, rows: count(ofRow), columns: count(ofColumn) };
}
