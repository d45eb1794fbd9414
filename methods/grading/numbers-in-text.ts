/** The numbers of a free text, in order. */
import {
  add,
  isInteger,
  negate,
  parseRational,
  type Rational,
  toNumber,
  toText,
} from '../equations/rational.ts';
import type { Answered } from './grade.ts';

/**
 * A number as people, models and Python write it: `$1,234.50`, `-3`, `7/2`, `2 1/2`, `1e-05`, `20%`, `20 percent`.
 * Digits that go on a name are none (`x2`). No repetition stands inside another that could match the same digits, so
 * that a text is read in linear time.
 */
const NUMBER =
  /([-+\u2212\u2013]?)\$?([-\u2212\u2013]?)(?<![A-Za-z_\d])(?:(?:(\d{1,15}) )?(?<!\/)(\d{1,15}\/\d{1,15})(?![\d/]|\.\d)|((?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)([eE][-+]?\d{1,3}(?!\w))?)(\s?%|\spercent\b)?/g;

/** Before a dash, these say that it is an operator or a range: `10-5`, `10 -5`, `(a)-5`, `x-5`. */
const OPERAND = /(?:[\w)\]]|[\d)\]] )$/;

/** Every number of a text; what is beyond a double or 400 digits is left out. */
export function numbersIn(text: string): Answered[] {
  return [...plainText(text).matchAll(NUMBER)].flatMap((match) => answered(match) ?? []);
}

function answered(match: RegExpMatchArray): Answered | undefined {
  const [, before = '', after = '', whole, fraction, decimal = '', exponent = '', percent] = match;
  const value = fraction === undefined ? parseRational(decimal + exponent) : mixed(whole, fraction);
  if (value === undefined) return undefined;
  const preceding = (match.input ?? '').slice(Math.max(0, (match.index ?? 0) - 2), match.index);
  const negative = isDash(after) || (isDash(before) && !OPERAND.test(preceding));
  const signed = negative ? negate(value) : value;
  const double = toNumber(signed);
  if (!Number.isFinite(double)) return undefined;
  // A decimal's text is what grading falls back on; it may be the rounding of something else.
  const known = fraction !== undefined || (isInteger(signed) && !decimal.includes('.') && exponent === '');
  return {
    value: double,
    ...(known ? { exact: toText(signed) } : {}),
    ...(percent === undefined ? {} : { percent: true }),
  };
}

function mixed(whole: string | undefined, fraction: string): Rational | undefined {
  const part = parseRational(fraction);
  const rest = whole === undefined ? undefined : parseRational(whole);
  return part === undefined || rest === undefined ? part : add(rest, part);
}

function isDash(sign: string): boolean {
  return sign !== '' && sign !== '+';
}

/** LaTeX that stands in numbers and between them, as plain characters. */
export function plainText(text: string): string {
  return text
    .replaceAll(/\\[dt]?frac\{(-?\d{1,15})\}\{(\d{1,15})\}/g, '$1/$2')
    .replaceAll('{,}', ',')
    .replaceAll(/\\(?=[$%])/g, '')
    .replaceAll(/\\(?:times|cdot|div|left|right|text|mathrm|quad)\b|\\[,;! ]/g, ' ');
}
