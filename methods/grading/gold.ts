/** Gold answers as data files write them. */
import { negate, type Rational, subtract } from '../equations/rational.ts';
import { figuresIn } from './figures-in-text.ts';
import { PRINTED } from './spelling.ts';

/** The right answer of a problem, or one of several. */
export interface Gold {
  /** As it stands in the file. */
  readonly text: string;
  /** The number as written: `20%` is 20. */
  readonly value: Rational;
  /** It stands with a percent sign. */
  readonly percent: boolean;
  /** Digits after the point; 0 for integers and fractions. */
  readonly decimals: number;
}

/**
 * Reads a gold answer: `1,450,000`, `-0.27`, `$9.57`, `20%`, `7/2`, `2 1/2`; by the same rules as an answer, but in data
 * files a lone comma (`1,5`) is not guessed at. What stands before the answer in a file (GSM8K's `####`) has been cut off
 * before.
 *
 * @returns undefined for what is no number
 */
export function parseGold(text: string): Gold | undefined {
  const written = text
    .trim()
    .replace(/^([+\-\u2212]?\$) /, '$1')
    .replace(/\.$/, '');
  const [only, ...others] = figuresIn(written, PRINTED);
  const isWhole = only?.start === 0 && only.end === written.length && others.length === 0;
  if (!isWhole || only.read === undefined) return undefined;
  const { value, percent, decimals = 0 } = only.read;
  return { text: text.trim(), value, percent, decimals };
}

/** |a - b|. */
export function distance(a: Rational, b: Rational): Rational {
  const difference = subtract(a, b);
  return difference.n < 0n ? negate(difference) : difference;
}
