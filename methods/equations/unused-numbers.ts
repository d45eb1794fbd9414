/** Numbers of a text that no statement uses: one of the five principles is to use them all. */
import { isDigit, readNumeral } from './numeral.ts';
import { absolute, divide, multiply, rational, toText, type Rational } from './rational.ts';
import type { Statement } from './statements.ts';
import { partsOf, type Expression } from './tree.ts';

export interface Mention {
  /** As it was written; from this offset. */
  readonly text: string;
  readonly from: number;
  /** Any of these values counts as a use of it. */
  readonly values: readonly Rational[];
  /** `1/2`: so does the use of both. */
  readonly parts: readonly Rational[];
  readonly end: number;
}

const HUNDRED = rational(100n);

/** Numerals as they were written, each once, in order. Number words are not looked for. */
export function unusedNumbers(text: string, statements: readonly Statement[]): readonly string[] {
  const used = new Set<string>();
  for (const statement of statements) {
    if (statement.kind === 'answer') collectNumbers(statement.expression, used);
    if (statement.kind !== 'eq') continue;
    collectNumbers(statement.left, used);
    collectNumbers(statement.right, used);
  }
  const isUsed = (value: Rational): boolean => used.has(toText(value));
  const unused = new Set<string>();
  for (const { text: numeral, values, parts } of numbersIn(text)) {
    if (values.some(isUsed) || (parts.length > 0 && parts.every(isUsed))) continue;
    unused.add(numeral);
  }
  return Array.from(unused);
}

/** The text without its statements. */
export function outside(text: string, statements: readonly Statement[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { from, to } of statements) {
    pieces.push(text.slice(at, from));
    at = to;
  }
  pieces.push(text.slice(at));
  return pieces.join(' ');
}

/** Numbers as they were written, and what is calculated from numbers alone: 7/2 is a use of 3.5. */
function collectNumbers(tree: Expression, into: Set<string>): void {
  if (tree.constant !== undefined) into.add(toText(absolute(tree.constant)));
  if (tree.kind === 'number' && tree.percent) into.add(toText(multiply(tree.constant, HUNDRED)));
  if (tree.kind === 'power') collectNumbers(tree.exponent, into);
  for (const part of partsOf(tree)) collectNumbers(part, into);
}

/** Every numeral of a text, in order; ordinals and digits inside words are none. */
export function numbersIn(text: string): readonly Mention[] {
  const found: Mention[] = [];
  for (let at = 0; at < text.length;) {
    const mention =
      mayStartNumeral(text.charAt(at)) && !isPartOfWord(text.charAt(at - 1))
        ? mentionAt(text, at)
        : undefined;
    if (mention === undefined) {
      at++;
      continue;
    }
    at = mention.end;
    if (!isOrdinal(text, at)) found.push(mention);
  }
  return found;
}

function mentionAt(text: string, at: number): Mention | undefined {
  const numeral = readNumeral(text, at);
  if (numeral === undefined) return undefined;
  // One that is too long for a statement is in none of them.
  const value = numeral.value && rational(numeral.value.n, numeral.value.d);
  const under = text.charAt(numeral.end) === '/' ? readNumeral(text, numeral.end + 1) : undefined;
  if (value !== undefined && under?.value !== undefined && under.value.n !== 0n) {
    const divisor = rational(under.value.n, under.value.d);
    const values = [divide(value, divisor)];
    return { text: text.slice(at, under.end), from: at, values, parts: [value, divisor], end: under.end };
  }
  const percent = endOfPercent(text, numeral.end);
  const values = value === undefined ? [] : [value];
  if (value !== undefined && percent !== undefined) values.push(divide(value, HUNDRED));
  const end = text.charAt(numeral.end) === '%' ? numeral.end + 1 : numeral.end;
  return { text: text.slice(at, end), from: at, values, parts: [], end };
}

/** False for what stands in most places of a text: letters from a to z, spaces, and the like. */
function mayStartNumeral(character: string): boolean {
  return isDigit(character) || character === '.' || character > '~';
}

function endOfPercent(text: string, at: number): number | undefined {
  if (text.charAt(at) === '%') return at + 1;
  const from = text.charAt(at) === ' ' ? at + 1 : at;
  return text.startsWith('percent', from) || text.startsWith('%', from) ? from : undefined;
}

function isPartOfWord(character: string): boolean {
  return isDigit(character) || character === '_' || character.toLowerCase() !== character.toUpperCase();
}

/** `1st`, `22nd`. */
function isOrdinal(text: string, at: number): boolean {
  const suffix = text.slice(at, at + 2).toLowerCase();
  if (suffix !== 'st' && suffix !== 'nd' && suffix !== 'rd' && suffix !== 'th') return false;
  return !isPartOfWord(text.charAt(at + 2));
}
