/** From the text of a statement to tokens. One pass, every character once. */
import { show, Unreadable } from './failure.ts';
import { MAX_NAME_LENGTH, MAX_NUMERAL_DIGITS } from './limits.ts';
import { isDigit, readNumeral, type Numeral } from './numeral.ts';
import { rational, type Rational } from './rational.ts';

export type Relation = '=' | '<=' | '>=' | '<' | '>';
export type TokenSymbol =
  Relation | '+' | '-' | '*' | '/' | '//' | '^' | '%' | '(' | ')' | ',' | '|' | '\u221a';

interface Placed {
  readonly from: number;
  readonly to: number;
}

export type Token = Placed &
  (
    | { readonly kind: 'number'; readonly value: Rational }
    | { readonly kind: 'name'; readonly name: string }
    /** An exponent in small raised digits. */
    | { readonly kind: 'raised'; readonly exponent: Rational }
    | { readonly kind: 'symbol'; readonly symbol: TokenSymbol }
    | { readonly kind: 'end' }
  );

const SYMBOLS: ReadonlyMap<string, TokenSymbol> = new Map<string, TokenSymbol>([
  ['+', '+'],
  ['-', '-'],
  ['\u2212', '-'],
  ['\u2013', '-'],
  ['*', '*'],
  ['\u00d7', '*'],
  ['\u00b7', '*'],
  ['\u22c5', '*'],
  ['\u2217', '*'],
  ['/', '/'],
  ['\u00f7', '/'],
  ['\u2215', '/'],
  ['\u2044', '/'],
  ['^', '^'],
  ['%', '%'],
  ['(', '('],
  [')', ')'],
  [',', ','],
  ['|', '|'],
  ['\u221a', '\u221a'],
  ['=', '='],
  ['<', '<'],
  ['>', '>'],
  ['\u2264', '<='],
  ['\u2265', '>='],
]);
const PAIRS: ReadonlyMap<string, TokenSymbol> = new Map<string, TokenSymbol>([
  ['//', '//'],
  ['**', '^'],
  ['<=', '<='],
  ['>=', '>='],
]);
/** What people write for other things; each has a better message than `unexpected character`. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['==', 'write = once'],
  ['=<', 'write <='],
  ['=>', 'write >='],
  ['!=', 'the relations are =, <=, >=, < and >'],
]);
/** Where commas separate arguments, a comma between digits may be either. */
const MANY_ARGUMENTS = new Set(['min', 'max']);

/**
 * The tokens of text[from, to), and an `end`.
 *
 * @throws Unreadable
 */
export function tokenize(text: string, from: number, to: number): readonly Token[] {
  const tokens: Token[] = [];
  // For each open parenthesis: whether it lists arguments that commas separate.
  const lists: boolean[] = [];
  let at = from;
  while (at < to) {
    const character = text.charAt(at);
    if (isSpace(character)) {
      at++;
      continue;
    }
    const token = readToken(text, at, lists.at(-1) ?? false);
    if (token.kind === 'symbol' && token.symbol === '(') {
      const before = tokens.at(-1);
      lists.push(before?.kind === 'name' && MANY_ARGUMENTS.has(before.name));
    } else if (token.kind === 'symbol' && token.symbol === ')') {
      lists.pop();
    }
    tokens.push(token);
    at = token.to;
  }
  tokens.push({ kind: 'end', from: to, to });
  return tokens;
}

export function isSpace(character: string): boolean {
  return (
    character === ' ' ||
    character === '\n' ||
    character === '\t' ||
    character === '\r' ||
    character === '\u00a0'
  );
}

export function isNameStart(character: string): boolean {
  return (
    (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') || character === '_'
  );
}

/** The offset after the name that starts at `at`. */
export function endOfName(text: string, at: number): number {
  let end = at;
  while (isNameStart(text.charAt(end)) || isDigit(text.charAt(end))) end++;
  return end;
}

function readToken(text: string, at: number, inList: boolean): Token {
  const character = text.charAt(at);
  if (isNameStart(character)) return readName(text, at);
  const raised = readSuperscript(text, at);
  if (raised !== undefined) return raised;
  const number = readNumber(text, at, inList);
  if (number !== undefined) return number;
  const pair = text.slice(at, at + 2);
  const refused = REFUSED.get(pair);
  if (refused !== undefined) throw new Unreadable(`${pair} is no relation here: ${refused}`, at);
  const double = PAIRS.get(pair);
  if (double !== undefined) return { kind: 'symbol', symbol: double, from: at, to: at + 2 };
  const symbol = SYMBOLS.get(character);
  if (symbol !== undefined) return { kind: 'symbol', symbol, from: at, to: at + 1 };
  throw new Unreadable(`unexpected character ${show(String.fromCodePoint(text.codePointAt(at) ?? 0))}`, at);
}

/** `578_833`, as in Python; undefined without such a mark, and where a name goes on behind it (`2_x`). */
function readScored(text: string, at: number): Numeral | undefined {
  let end = at;
  while (isDigit(text.charAt(end)) || (end > at && text.charAt(end) === '_' && isDigit(text.charAt(end + 1))))
    end++;
  const digits = text.slice(at, end).replaceAll('_', '');
  if (digits.length === end - at || isNameStart(text.charAt(end)) || text.charAt(end) === '.')
    return undefined;
  return { end, grouped: false, value: readNumeral(digits, 0)?.value };
}

/** `10000.`: the point ends a sentence, or only the numeral. */
function endOfNumeral(text: string, end: number): number {
  const next = text.charAt(end + 1);
  return text.charAt(end) === '.' && !isDigit(next) && !isNameStart(next) ? end + 1 : end;
}

const SUPERSCRIPTS = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';

/** `x\u00b2` is `x^2`: one token, because it cannot be anything else. */
function readSuperscript(text: string, at: number): Token | undefined {
  let end = at;
  let digits = '';
  while (end < text.length && SUPERSCRIPTS.includes(text.charAt(end)))
    digits += String(SUPERSCRIPTS.indexOf(text.charAt(end++)));
  if (digits === '') return undefined;
  if (digits.length > 3) throw new Unreadable('this exponent is too long', at);
  return { kind: 'raised', exponent: rational(BigInt(digits)), from: at, to: end };
}

function readName(text: string, at: number): Token {
  const end = endOfName(text, at);
  if (end - at > MAX_NAME_LENGTH)
    throw new Unreadable(`a name has at most ${MAX_NAME_LENGTH} characters, this one ${end - at}`, at);
  return { kind: 'name', name: text.slice(at, end), from: at, to: end };
}

function readNumber(text: string, at: number, inList: boolean): Token | undefined {
  let start = at;
  if (text.charAt(at) === '$') {
    start++;
    while (isSpace(text.charAt(start))) start++;
  }
  const numeral = readScored(text, start) ?? readNumeral(text, start);
  if (numeral === undefined) {
    if (start > at) throw new Unreadable('$ stands before a number only', at);
    return undefined;
  }
  if (numeral.value === undefined)
    throw new Unreadable(`a numeral has at most ${MAX_NUMERAL_DIGITS} digits and a bounded exponent`, start);
  if (inList && numeral.grouped) {
    throw new Unreadable(
      'a comma between digits may separate thousands or arguments: put a space after it, or leave it out',
      start,
    );
  }
  return {
    kind: 'number',
    value: rational(numeral.value.n, numeral.value.d),
    from: at,
    to: endOfNumeral(text, numeral.end),
  };
}
