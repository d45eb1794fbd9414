/** The sign-flip permutation test of paired differences. */
import { randomStream } from '../../domain/seeds.ts';
import { mean } from './mean.ts';

export interface SignFlip {
  /** The mean difference; null without differences. */
  readonly value: number | null;
  /** Two-sided; null without differences. */
  readonly p: number | null;
  /** Every assignment of signs was gone through, rather than a sample of them. */
  readonly exact: boolean;
  /** Differences that are there. */
  readonly pairs: number;
}

/** Sums that differ by rounding alone are equal. */
const ROUNDING = 1e-9;

/**
 * Whether paired differences are centred on zero: under the null each is as likely with the other sign (Fisher 1935, _The Design
 * of Experiments_, section 21). All 2^n assignments where they are at most `draws`; else so many that are drawn, with the one
 * that was seen among them, so that p is never zero (Phipson and Smyth 2010, equation 2).
 *
 * It takes the differences as exchangeable in sign one by one: where rows share a material, an interval over materials says
 * more on other materials.
 *
 * @param differences NaN where a pair has none
 */
export function signFlip(
  differences: Float64Array,
  { draws = 10_000, seed }: { readonly draws?: number; readonly seed: number },
): SignFlip {
  const there = differences.filter((difference) => !Number.isNaN(difference));
  const pairs = there.length;
  if (pairs === 0) return { value: null, p: null, exact: false, pairs };
  const seen = Math.abs(there.reduce((sum, difference) => sum + difference, 0));
  const least = seen - ROUNDING * there.reduce((sum, difference) => sum + Math.abs(difference), 0);
  const value = mean(there);
  const exact = pairs < 31 && 2 ** pairs <= draws;
  if (exact) return { value, p: shareAsFar(there, least), exact, pairs };
  const stream = randomStream(seed, 'sign flip');
  let asFar = 0;
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    for (let from = 0; from < pairs; from += SIGNS_OF_A_WORD) {
      const signs = stream.integer(2 ** SIGNS_OF_A_WORD);
      const to = Math.min(pairs, from + SIGNS_OF_A_WORD);
      for (let k = from; k < to; k++)
        sum += ((signs >> (k - from)) & 1) === 1 ? (there[k] ?? 0) : -(there[k] ?? 0);
    }
    if (Math.abs(sum) >= least) asFar++;
  }
  return { value, p: (asFar + 1) / (draws + 1), exact, pairs };
}

const SIGNS_OF_A_WORD = 30;

/** Of all assignments, the share whose sum is at least as far from zero. By symmetry the first sign may stay. */
function shareAsFar(there: Float64Array, least: number): number {
  const halves = 2 ** (there.length - 1);
  let asFar = 0;
  for (let signs = 0; signs < halves; signs++) {
    let sum = there[0] ?? 0;
    for (let k = 1; k < there.length; k++)
      sum += ((signs >> (k - 1)) & 1) === 1 ? -(there[k] ?? 0) : (there[k] ?? 0);
    if (Math.abs(sum) >= least) asFar++;
  }
  return asFar / halves;
}
