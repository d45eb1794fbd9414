/**
 * One number as it stands in a text, whole: with sign, currency, fraction, power of ten, scale word and percent sign. What
 * is a part of a longer expression, of a time, a range or a call is no number: then the figure is unread.
 */
import {
  add,
  bitLength,
  divide,
  isInteger,
  isZero,
  multiply,
  negate,
  parseRational,
  power,
  type Rational,
  rational,
  toNumber,
} from '../equations/rational.ts';
import { PROSE, readMagnitude, type Spelling } from './spelling.ts';

export interface Read {
  readonly value: Rational;
  readonly percent: boolean;
  /** Digits behind the decimal mark; undefined for whole numbers and fractions. */
  readonly decimals: number | undefined;
}

export interface Figure {
  readonly start: number;
  readonly end: number;
  /** undefined: there is something of a number here, and what it states is not understood. */
  readonly read: Read | undefined;
}

/** A value of more bits is no answer of anybody's, and powers could be of any size. */
const MAX_BITS = 1400;
const TEN = rational(10n);
const SCALES: Readonly<Record<string, bigint>> = {
  ...{ hundred: 100n, thousand: 1_000n, million: 1_000_000n, mn: 1_000_000n, mio: 1_000_000n },
  ...{ billion: 1_000_000_000n, bn: 1_000_000_000n, trillion: 1_000_000_000_000n },
  ...{ k: 1_000n, m: 1_000_000n, b: 1_000_000_000n },
};

const DASH = '\\-\u2212\u2013\u2014';
const CURRENCY = '$\u20ac\u00a3\u00a5\u20b9';
const OPENING = `[(${CURRENCY}]{0,3}`;
/**
 * Between two numbers: a sum, a product, a quotient, a range, a time, a proportion, an argument. A unit may stand before
 * the first two. A star that is an operator has spaces on both sides or on none: `**12** 3` is bold.
 */
const JOINS = new RegExp(
  [
    String.raw` ?(?:[A-Za-z]{1,12} )?[+\u00d7\u00f7\u00b7\u22c5] ?[${DASH}]?${OPENING}(?=\.?\d|\u221a)`,
    String.raw`(?: [A-Za-z]{1,12})?(?: \* |\*)${OPENING}(?=\.?\d)`,
    String.raw`[ \u00a0]?[${DASH}][ \u00a0]?${OPENING}(?=\.?\d)`,
    String.raw` ?[/\u2044] ?${OPENING}(?=\.?\d)`,
    String.raw` ?[xX] ?${OPENING}(?=\d)`,
    String.raw`:(?=\d)`,
    String.raw` to ${OPENING}(?=\d)`,
    String.raw`\((?=[\d${DASH}])`,
  ].join('|'),
  'y',
);
/** Right after a numeral these make it a factor, an imaginary part, an argument. */
const FACTOR =
  /[\u00bc-\u00be\u2150-\u215e]|\s?(?:\\pi\b|\u03c0|\\sqrt\b|\u221a)|[jxyzXYZ](?![A-Za-z])|[kKMB](?![A-Za-z])|(?:bn|mn)\b/y;
const POWER =
  /(?:\s?\^\s?|\*\*(?! )| \*\* )\{?([-\u2212]?\d{1,4})\}?(?![\d.])|([\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207b]{1,5})/y;
const DEGREES = /\^\{?(?:\\circ|\u2218|o\b)\}?/y;
const ANY_POWER = /\s?\^|\*\*(?=[\w({])/y;
const TIMES_TEN =
  /\s?(?:[\u00d7*\u00b7\u22c5]|[xX](?= ?10))\s?10(?=\^|\*\*|[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207b])/y;
const OVER = /[ \u00a0]?[/\u2044][ \u00a0]?(?=\.?\d)/y;
const AND_PART = /[ \u00a0](\d{1,15})[/\u2044](\d{1,15})(?![\d/]|[.,]\d)/y;
const WORD_SCALE = /[ \u00a0-](hundred|thousand|million|billion|trillion)s?\b/iy;
const MONEY_SCALE = /(?:(k|m|b)| ?(mn|mio|bn))(?![A-Za-z])/iy;
const PERCENT = /\s?%|\s?(?:percent|per cent)\b/iy;
const SUPERSCRIPTS = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';

/**
 * The figure whose digits start at `at`. The caller has seen that nothing before them makes them part of a name.
 *
 * @param money a currency sign stands before it: `$3M` is three million, `3M` may be anything
 */
export function readFigure(
  text: string,
  at: number,
  { spelling = PROSE, money = false }: { readonly spelling?: Spelling; readonly money?: boolean } = {},
): Figure | undefined {
  const quantity = readQuantity(text, at, spelling, money);
  if (quantity === undefined) return undefined;
  let { end } = quantity;
  let isAlone = true;
  // What is joined to it is one expression, to its end.
  for (let join = matchAt(JOINS, text, end); join !== undefined; join = matchAt(JOINS, text, end)) {
    isAlone = false;
    const next = readQuantity(text, end + join[0].length, spelling, money);
    if (next === undefined) break;
    end = next.end;
  }
  return { start: at, end, read: isAlone ? quantity.read : undefined };
}

function readQuantity(
  text: string,
  at: number,
  spelling: Spelling,
  money: boolean,
): { readonly end: number; readonly read: Read | undefined } | undefined {
  const magnitude = readMagnitude(text, at, spelling);
  if (magnitude === undefined) return undefined;
  const { decimals } = magnitude;
  let { end, value } = magnitude;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = matchAt(pattern, text, end);
    if (match !== undefined) end += match[0].length;
    return match;
  };

  const part = take(AND_PART);
  // A decimal has no fraction behind it: what `1.5 1/2` means is anybody's guess.
  if (part !== undefined)
    value = decimals === undefined ? plus(value, parseRational(`${part[1]}/${part[2]}`)) : undefined;
  else if (take(OVER) !== undefined) {
    const under = readMagnitude(text, end, spelling);
    end = under?.end ?? end;
    value = quotient(value, under?.value);
  }
  if (take(TIMES_TEN) !== undefined) {
    const exponent = take(POWER);
    value = times(value, raised(TEN, exponent));
  } else {
    const exponent = take(POWER);
    if (exponent !== undefined) value = raised(value, exponent);
    else if (take(DEGREES) === undefined && take(ANY_POWER) !== undefined) value = undefined;
  }
  const scale = take(WORD_SCALE)?.[1] ?? (money ? take(MONEY_SCALE)?.slice(1).find(Boolean) : undefined);
  if (scale !== undefined) value = times(value, rational(SCALES[scale.toLowerCase()] ?? 1n));
  if (take(FACTOR) !== undefined) value = undefined;
  const percent = take(PERCENT) !== undefined;
  if (value !== undefined && !Number.isFinite(toNumber(value))) value = undefined;
  return { end, read: value === undefined ? undefined : { value, percent, decimals } };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function plus(a: Rational | undefined, b: Rational | undefined): Rational | undefined {
  return a === undefined || b === undefined ? undefined : add(a, b);
}

function times(a: Rational | undefined, b: Rational | undefined): Rational | undefined {
  return a === undefined || b === undefined ? undefined : multiply(a, b);
}

function quotient(a: Rational | undefined, b: Rational | undefined): Rational | undefined {
  return a === undefined || b === undefined || isZero(b) ? undefined : divide(a, b);
}

/** To a whole power, up to the size of an answer. */
function raised(base: Rational | undefined, match: RegExpExecArray | undefined): Rational | undefined {
  if (base === undefined || match === undefined) return undefined;
  const [, plain, raisedDigits = ''] = match;
  const exponent = Number((plain ?? lowered(raisedDigits)).replace('\u2212', '-'));
  if (!Number.isSafeInteger(exponent) || Math.abs(exponent) * bitLength(base) > MAX_BITS) return undefined;
  if (isZero(base) && exponent <= 0) return undefined;
  return power(base, exponent);
}

function lowered(superscripts: string): string {
  return [...superscripts].map((sign) => (sign === '\u207b' ? '-' : SUPERSCRIPTS.indexOf(sign))).join('');
}

/** With its sign. */
export function signed(read: Read, isNegative: boolean): Read {
  return isNegative ? { ...read, value: negate(read.value) } : read;
}

/** Known exactly: what is written as a decimal may be the rounding of something else. */
export function isExact({ value, decimals }: Read): boolean {
  return decimals === undefined || (decimals === 0 && isInteger(value));
}
