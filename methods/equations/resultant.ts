/** The resultant of two polynomials: what is left of them when one unknown is eliminated. */
import {
  coefficientsIn,
  constantPolynomial,
  divideExactly,
  multiplyPolynomials,
  NOTHING,
  scale,
  subtractPolynomials,
  type Polynomial,
  type Unknown,
} from './polynomial.ts';
import { negate, ONE } from './rational.ts';

/**
 * The determinant of Sylvester's matrix, by Bareiss' elimination. It is 0 wherever both polynomials are, whatever the
 * unknown is there; the zero polynomial where they share a factor that holds the unknown.
 *
 * @throws TooLarge
 */
export function resultant(p: Polynomial, q: Polynomial, unknown: Unknown): Polynomial {
  return determinant(sylvester(coefficientsIn(p, unknown), coefficientsIn(q, unknown)));
}

function sylvester(p: readonly Polynomial[], q: readonly Polynomial[]): Polynomial[][] {
  const [m, n] = [p.length - 1, q.length - 1];
  const shifted = (coefficients: readonly Polynomial[], by: number): Polynomial[] =>
    Array.from({ length: m + n }, (_, k) => coefficients[coefficients.length - 1 - (k - by)] ?? NOTHING);
  return [
    ...Array.from({ length: n }, (_, by) => shifted(p, by)),
    ...Array.from({ length: m }, (_, by) => shifted(q, by)),
  ];
}

function determinant(rows: Polynomial[][]): Polynomial {
  let before: Polynomial = constantPolynomial(ONE);
  let isOdd = false;
  for (let step = 0; step < rows.length; step++) {
    const found = rows.findIndex((row, i) => i >= step && (row[step]?.size ?? 0) > 0);
    if (found < 0) return NOTHING;
    const pivotRow = rows[found] ?? [];
    if (found !== step) {
      rows[found] = rows[step] ?? [];
      rows[step] = pivotRow;
      isOdd = !isOdd;
    }
    const pivot = pivotRow[step] ?? NOTHING;
    for (let i = step + 1; i < rows.length; i++) {
      const row = rows[i] ?? [];
      const factor = row[step] ?? NOTHING;
      for (let k = step + 1; k < rows.length; k++) {
        const own = multiplyPolynomials(row[k] ?? NOTHING, pivot);
        const other = multiplyPolynomials(pivotRow[k] ?? NOTHING, factor);
        // Bareiss: this division leaves no rest.
        row[k] = divideExactly(subtractPolynomials(own, other), before) ?? NOTHING;
      }
    }
    before = pivot;
  }
  return isOdd ? scale(before, negate(ONE)) : before;
}
