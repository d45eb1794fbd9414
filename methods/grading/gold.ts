/** Gold answers as data files write them. */
import { add, negate, parseRational, type Rational, subtract } from '../equations/rational.ts';

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

/** Sign, currency, sign again (`$-5`), the number, percent sign. */
const PARTS = /^([+-]?)\s*\$?\s*([+-]?)\s*([\d.,/\s]+?)\s*(%|percent)?$/i;
const MIXED = /^(\d+)\s+(\d+\/\d+)$/;
/** Commas only between thousands; a point has a digit on one side at least. */
const NUMBER = /^(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?|\.(\d+)|\d+\s*\/\s*\d+)$/;

/**
 * Reads a gold answer: `1,450,000`, `-0.27`, `$9.57`, `20%`, `7/2`, `2 1/2`; a Unicode minus is taken. What stands
 * before the answer in a file (GSM8K's `####`) has been cut off before.
 *
 * @returns undefined for what is no number
 */
export function parseGold(text: string): Gold | undefined {
  const parts = PARTS.exec(text.trim().replaceAll('\u2212', '-'));
  if (parts === null) return undefined;
  const [, before = '', after = '', written = '', percent] = parts;
  if (before !== '' && after !== '') return undefined;
  const magnitude = parseMagnitude(written);
  if (magnitude === undefined) return undefined;
  const negative = before + after === '-';
  return {
    text: text.trim(),
    value: negative ? negate(magnitude.value) : magnitude.value,
    percent: percent !== undefined,
    decimals: magnitude.decimals,
  };
}

function parseMagnitude(written: string): { value: Rational; decimals: number } | undefined {
  const mixed = MIXED.exec(written);
  if (mixed !== null) {
    const whole = parseRational(mixed[1] ?? '');
    const part = parseRational(mixed[2] ?? '');
    if (whole === undefined || part === undefined) return undefined;
    return { value: add(whole, part), decimals: 0 };
  }
  const number = NUMBER.exec(written);
  if (number === null) return undefined;
  const value = parseRational(written.replace(/\.$/, ''));
  if (value === undefined) return undefined;
  return { value, decimals: (number[1] ?? number[2] ?? '').length };
}

/** |a - b|. */
export function distance(a: Rational, b: Rational): Rational {
  const difference = subtract(a, b);
  return difference.n < 0n ? negate(difference) : difference;
}
