/** What SymPy 1.14's parser takes a name for. Names of three letters in a row never get this far. */
import type { Item } from './item.ts';
import type { Constant, FunctionName } from './tree.ts';
import { FUNCTIONS } from './tree.ts';

const CONSTANTS: ReadonlySet<string> = new Set<Constant>(['E', 'I', 'pi', 'oo']);
const CALLABLE: ReadonlySet<string> = new Set<FunctionName>(FUNCTIONS);

/**
 * Classes, number domains and functions that SymPy or Python has under these names. In an equation they end in a type
 * error, and so in "invalid equations". A few would not where they are applied, `E1(x)` for one; nobody means that.
 */
const UNUSABLE = new Set(
  'CC E1 EX Eq FF GF Ge Gt LC LM LT Le Lt Ne Or Q QQ QQ_I RR ZZ ZZ_I ff fu hn1 hn2 id jn rf yn'.split(' '),
);

/** Python's keywords of two letters: a syntax error wherever they stand. */
const KEYWORDS = new Set(['as', 'if', 'in', 'is', 'or']);

/** Names of Greek letters stay whole, in any case. */
const GREEK = new Set(['mu', 'nu', 'pi', 'xi']);

/** Python's `str.isdigit()`, raised and lowered digits among them: `x²` is no number, and no square. */
const DIGIT = /^[\p{Nd}\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]/u;

/** @returns undefined where an equation with this name cannot be evaluated */
export function nameItems(name: string): Item[] | undefined {
  if (KEYWORDS.has(name)) return undefined;
  const known = knownName(name);
  if (known !== 'unknown') return known;
  const whole = name.length === 1 || name.includes('_') || GREEK.has(name.toLowerCase());
  return whole ? [symbol(name)] : split(name);
}

/** `ab` is a times b, `x1` is x times 1, `aI` is a times the imaginary unit. */
function split(name: string): Item[] | undefined {
  const items: Item[] = [];
  const pieces = name.match(/\p{Nd}+|./gsu) ?? [];
  if (pieces.length === 1 && !/\p{Nd}/u.test(name)) return [symbol(name)];
  for (const piece of pieces) {
    const found = DIGIT.test(piece) ? digits(piece) : knownName(piece);
    if (found === undefined) return undefined;
    items.push(...(found === 'unknown' ? [symbol(piece)] : found));
  }
  return items;
}

function knownName(name: string): Item[] | undefined | 'unknown' {
  if (isConstant(name)) return [{ kind: 'constant', tree: { kind: 'constant', name } }];
  if (isFunction(name)) return [{ kind: 'function', name }];
  return UNUSABLE.has(name) ? undefined : 'unknown';
}

/** Digits inside a name go through SymPy's own reading of text, where `01` is a syntax error. */
function digits(piece: string): Item[] | undefined {
  if (!/^(?:0+|[1-9][0-9]*)$/.test(piece) || piece.length > 4300) return undefined;
  return [{ kind: 'operand', tree: { kind: 'integer', digits: piece.replace(/^0+(?=0)/, '') } }];
}

function symbol(name: string): Item {
  return { kind: 'operand', tree: { kind: 'symbol', name } };
}

function isConstant(name: string): name is Constant {
  return CONSTANTS.has(name);
}

function isFunction(name: string): name is FunctionName {
  return CALLABLE.has(name) && !name.startsWith('factorial');
}
