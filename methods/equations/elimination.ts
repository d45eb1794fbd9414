/** Gauss's elimination on polynomials, every product of unknowns taken for an unknown of its own; exact. */
import { MAX_COEFFICIENT_BITS } from './limits.ts';
import type { Monomial, Polynomial, Unknown } from './polynomial.ts';
import { greatestCommonDivisor, rational, type Rational } from './rational.ts';
import { spend, TooLarge } from './work.ts';

export interface Eliminated {
  /** Unknowns as affine polynomials in those that are left over. */
  readonly affine: ReadonlyMap<Unknown, Polynomial>;
  /** What is not affine, = 0. */
  readonly rest: readonly Polynomial[];
}

/**
 * Bareiss' fraction-free elimination (Math. Comp. 22, 1968), highest powers first, so that what is left of a row is
 * affine where it can be. Polynomials are = 0.
 *
 * @returns undefined where a row comes to a number that is not 0
 * @throws TooLarge
 */
export function eliminate(polynomials: readonly Polynomial[]): Eliminated | undefined {
  const columns = columnsOf(polynomials);
  const rows = polynomials.map((p) => integerRow(p, columns));
  const pivots = echelon(rows, columns.length - 1);
  if (rows.slice(pivots.length).some((row) => row.some((value) => value !== 0n))) return undefined;
  const reduced = reduce(rows.slice(0, pivots.length), pivots);
  const affine = new Map<Unknown, Polynomial>();
  const rest: Polynomial[] = [];
  for (const [i, row] of reduced.entries()) {
    const pivot = pivots[i] ?? 0;
    const lead = columns[pivot] ?? '';
    if (lead.length > 1) rest.push(polynomialOf(row, columns, 1n));
    else affine.set(lead, solvedFor(row, pivot, columns));
  }
  return { affine, rest };
}

/** Longest products first, the constant last. */
function columnsOf(polynomials: readonly Polynomial[]): readonly Monomial[] {
  const monomials = new Set<Monomial>();
  for (const p of polynomials) for (const monomial of p.keys()) monomials.add(monomial);
  monomials.delete('');
  const columns = Array.from(monomials).sort((a, b) => b.length - a.length || (a < b ? -1 : a > b ? 1 : 0));
  columns.push('');
  spend(columns.length * polynomials.length);
  return columns;
}

/** The smallest integer multiple of a polynomial's coefficients. */
function integerRow(p: Polynomial, columns: readonly Monomial[]): bigint[] {
  let multiple = 1n;
  for (const { d } of p.values()) {
    if (d !== 1n) multiple = (multiple / greatestCommonDivisor(multiple, d)) * d;
  }
  return columns.map((monomial) => {
    const value = p.get(monomial);
    return value === undefined ? 0n : value.n * (multiple / value.d);
  });
}

/** Brings rows into echelon form in place; entries stay minors of the matrix. Returns the pivots' columns. */
function echelon(rows: bigint[][], width: number): readonly number[] {
  const pivots: number[] = [];
  let before = 1n;
  for (let column = 0; column < width && pivots.length < rows.length; column++) {
    const top = pivots.length;
    const found = rows.findIndex((row, i) => i >= top && row[column] !== 0n);
    if (found < 0) continue;
    const pivotRow = rows[found] ?? [];
    rows[found] = rows[top] ?? [];
    rows[top] = pivotRow;
    const pivot = pivotRow[column] ?? 1n;
    pivots.push(column);
    for (let i = top + 1; i < rows.length; i++) {
      const row = rows[i] ?? [];
      const factor = row[column] ?? 0n;
      for (let k = column; k <= width; k++)
        row[k] = ((row[k] ?? 0n) * pivot - (pivotRow[k] ?? 0n) * factor) / before;
    }
    spend(cost(pivot) * (rows.length - top) * (width - column + 1));
    before = pivot;
  }
  return pivots;
}

/** Also clears what stands above each pivot: every pivot comes to be the last one's value. */
function reduce(rows: readonly bigint[][], pivots: readonly number[]): readonly bigint[][] {
  const last = pivots.length - 1;
  const common = rows[last]?.[pivots[last] ?? 0] ?? 1n;
  const reduced: bigint[][] = Array.from(rows);
  for (let i = last - 1; i >= 0; i--) {
    const row = rows[i] ?? [];
    const own = row[pivots[i] ?? 0] ?? 1n;
    const sum = row.map((value) => value * common);
    for (let j = i + 1; j <= last; j++) {
      const factor = row[pivots[j] ?? 0] ?? 0n;
      if (factor === 0n) continue;
      const below = reduced[j] ?? [];
      for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0n) - factor * (below[k] ?? 0n);
      spend(cost(common) * sum.length);
    }
    reduced[i] = sum.map((value) => value / own);
  }
  return reduced;
}

/** Steps that a calculation with numbers of this length is worth. */
function cost(value: bigint): number {
  if (value < 1n << 64n && value > -1n << 64n) return 1;
  const bits = value.toString(16).length * 4;
  if (bits > MAX_COEFFICIENT_BITS)
    throw new TooLarge('the coefficients of this problem grow too large to calculate with');
  return 1 + (bits / 400) ** 2;
}

function polynomialOf(row: readonly bigint[], columns: readonly Monomial[], divisor: bigint): Polynomial {
  const p = new Map<Monomial, Rational>();
  for (const [k, monomial] of columns.entries()) {
    const value = row[k] ?? 0n;
    if (value !== 0n) p.set(monomial, rational(value, divisor));
  }
  return p;
}

function solvedFor(row: readonly bigint[], pivot: number, columns: readonly Monomial[]): Polynomial {
  const others = row.map((value, k) => (k === pivot ? 0n : value));
  return polynomialOf(others, columns, -(row[pivot] ?? 1n));
}
