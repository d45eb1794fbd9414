/** Writes linear equations as people and models do: in many ways that mean the same. */
import { type RandomStream, shuffled } from '../../../domain/seeds.ts';
import { chance, oneOf, whole } from './draw.ts';
import { decimals, fraction, minus, negative, text, times, ZERO, type Fraction } from './fraction.ts';

export interface Style {
  /** How a coefficient that is no whole number, or any at all under `percent`, is written. */
  readonly numerals: 'fraction' | 'decimal' | 'percent';
  readonly times: '*' | '×' | 'implicit';
  /** Hyphen or U+2212. */
  readonly minus: '-' | '−';
  readonly thousands: boolean;
  /** `0.5` or `.5`. */
  readonly leadingZero: boolean;
  /** `$5`, on constants. */
  readonly dollar: boolean;
}

/** A linear equation: sum of coefficients times names = constant. */
export interface Row {
  readonly names: readonly string[];
  readonly coefficients: readonly Fraction[];
  readonly constant: Fraction;
}

export function style(stream: RandomStream, wanted: Partial<Style> = {}): Style {
  return {
    numerals: 'fraction',
    times: oneOf(stream, ['*', '*', '*', '×']),
    minus: oneOf(stream, ['-', '-', '-', '−']),
    thousands: chance(stream, 0.3),
    leadingZero: chance(stream, 0.8),
    dollar: chance(stream, 0.1),
    ...wanted,
  };
}

/**
 * The row as `LEFT = RIGHT`, its terms in some order on both sides. Neither side is a name alone, so that no row reads
 * as an assignment.
 */
export function equation(stream: RandomStream, row: Row, how: Style): string {
  const grouped = how.times === 'implicit' && chance(stream, 0.4) ? group(stream, row, how) : undefined;
  const rest = grouped?.rest ?? row;
  const left: string[] = grouped === undefined ? [] : [grouped.text];
  const right: string[] = [];
  for (const [coefficient, name] of shuffled(stream, termsOf(rest))) {
    if (chance(stream, 0.75)) left.push(term(stream, coefficient, name, how));
    else right.push(term(stream, negative(coefficient), name, how));
  }
  if (row.constant.n !== 0) {
    if (chance(stream, 0.75)) right.push(numeral(row.constant, how));
    else left.push(numeral(negative(row.constant), how));
  }
  if ([left, right].some((side) => side.length === 1 && /^[A-Za-z_]\w*$/.test(side[0] ?? ''))) {
    left.push('1');
    right.push('1');
  }
  return `${sum(left, how)} = ${sum(right, how)}`;
}

/** `2*x + 3*y - 7`, for a definition's right side or an answer. */
export function expression(stream: RandomStream, row: Row, how: Style): string {
  const written = termsOf(row).map(([coefficient, name]) => term(stream, coefficient, name, how));
  if (row.constant.n !== 0) written.push(numeral(row.constant, how));
  return sum(shuffled(stream, written), how);
}

/** A constant as the style has it: `$1,250`, `0.75`, `3/4`. */
export function numeral(value: Fraction, how: Style): string {
  const sign = value.n < 0 ? how.minus : '';
  const size = fraction(Math.abs(value.n), value.d);
  const dollar = how.dollar ? '$' : '';
  if (size.d === 1) return `${sign}${dollar}${how.thousands ? withCommas(size.n) : size.n}`;
  const decimal = how.numerals === 'fraction' ? undefined : decimals(size);
  if (decimal === undefined) return `${sign}${size.n}/${size.d}`;
  return `${sign}${dollar}${how.leadingZero ? decimal : decimal.replace(/^0\./, '.')}`;
}

function termsOf({ names, coefficients }: Row): [Fraction, string][] {
  return names.flatMap((name, i): [Fraction, string][] => {
    const coefficient = coefficients[i] ?? ZERO;
    return coefficient.n === 0 ? [] : [[coefficient, name]];
  });
}

/** A factor taken out of two names: `3(x - 2y)`, and what is left of the row. */
function group(stream: RandomStream, row: Row, how: Style): { text: string; rest: Row } | undefined {
  if (row.names.length < 2) return undefined;
  const factor = fraction(whole(stream, 2, 5));
  const inner = row.names.map((_, i) => (i < 2 ? fraction(whole(stream, 1, 4) * (i === 0 ? 1 : -1)) : ZERO));
  const coefficients = row.coefficients.map((outer, i) => minus(outer, times(factor, inner[i] ?? ZERO)));
  const body = expression(stream, { names: row.names, coefficients: inner, constant: ZERO }, how);
  return { text: `${text(factor)}(${body})`, rest: { ...row, coefficients } };
}

/** One term with its sign in front. */
function term(stream: RandomStream, coefficient: Fraction, name: string, how: Style): string {
  const sign = coefficient.n < 0 ? how.minus : '';
  const size = fraction(Math.abs(coefficient.n), coefficient.d);
  if (size.n === 1 && size.d === 1) return `${sign}${name}`;
  const percent = how.numerals === 'percent' ? decimals(times(size, fraction(100))) : undefined;
  if (percent !== undefined && chance(stream, 0.8)) return `${sign}${percent}% ${signOf(how)} ${name}`;
  const written = numeral(size, { ...how, thousands: false, dollar: false });
  if (written.includes('/')) {
    return chance(stream, 0.5)
      ? `${sign}${size.n} ${signOf(how)} ${name} / ${size.d}`
      : `${sign}(${written}) ${signOf(how)} ${name}`;
  }
  // `2e1` is a numeral, so a name with an e in front is never glued to its number.
  if (how.times === 'implicit' && !/^e/i.test(name))
    return `${sign}${written}${chance(stream, 0.8) ? '' : ' '}${name}`;
  const space = chance(stream, 0.5) ? ' ' : '';
  return `${sign}${written}${space}${signOf(how)}${space}${name}`;
}

function signOf(how: Style): string {
  return how.times === 'implicit' ? '*' : how.times;
}

function sum(terms: readonly string[], how: Style): string {
  if (terms.length === 0) return '0';
  return terms.reduce((written, next) =>
    next.startsWith(how.minus) ? `${written} ${how.minus} ${next.slice(1)}` : `${written} + ${next}`,
  );
}

function withCommas(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
