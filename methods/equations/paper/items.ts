/** From tokens to what SymPy's transformations make of them: names are looked up and split, products written out. */
import type { Item } from './item.ts';
import { nameItems } from './names.ts';
import type { Token } from './tokens.ts';

/** More digits than Python turns into a number. */
const MAX_DIGITS = 4300;

/** @returns undefined where a name or a numeral cannot be in an expression */
export function itemsOf(tokens: readonly Token[]): Item[] | undefined {
  const items: Item[] = [];
  /** Where the items of the latest token, or of the parentheses that it closed, begin; undefined after an operator. */
  let operand: number | undefined;
  const open: number[] = [];
  /** Names of one symbol, by the index of their item. */
  const symbols = new Set<number>();
  for (const token of tokens) {
    const from = items.length;
    if (token.kind === 'factorial') {
      if (operand === undefined) return undefined;
      // The operand is wrapped before its name is split: `ab!` is the factorial of a product.
      const name = token.double ? 'factorial2' : 'factorial';
      items.splice(operand, 0, { kind: 'function', name }, operator('('));
      items.push(operator(')'));
    } else if (token.kind === 'operator') {
      items.push(operator(token.operator));
      if (token.operator === '(') open.push(from);
      operand = token.operator === ')' ? groupStart(items, open.pop(), symbols) : undefined;
    } else {
      const found = token.kind === 'name' ? nameItems(token.name) : numberItems(token.numeral);
      if (found === undefined) return undefined;
      items.push(...found);
      if (token.kind === 'name' && found.length === 1) symbols.add(from);
      operand = from;
    }
  }
  return items;
}

/** @returns the items with a `*` wherever two operands stand side by side */
export function withProducts(items: readonly Item[]): Item[] {
  const written: Item[] = [];
  let endsOperand = false;
  for (const item of items) {
    const isOpening = item.kind === 'operator' && item.operator === '(';
    const startsOperand = isOpening || item.kind !== 'operator';
    if (endsOperand && startsOperand) written.push(operator('*'));
    written.push(item);
    endsOperand =
      item.kind === 'operand' ||
      item.kind === 'constant' ||
      (item.kind === 'operator' && item.operator === ')');
  }
  return written;
}

/**
 * A bare name before the parenthesis belongs to the group: a function's arguments end with it. `a(b)!` is lost, because
 * SymPy first takes `a` for a function of that name and then leaves it without arguments.
 */
function groupStart(
  items: readonly Item[],
  opening: number | undefined,
  symbols: ReadonlySet<number>,
): number | undefined {
  if (opening === undefined) return undefined;
  const before = items[opening - 1]?.kind;
  if (before === 'function' || before === 'constant') return opening - 1;
  return before === 'operand' && symbols.has(opening - 1) ? undefined : opening;
}

function numberItems(numeral: string): Item[] | undefined {
  const plain = numeral.replaceAll('_', '');
  if (/^0[xXbBoO]/.test(plain)) return [integer(BigInt(plain).toString())];
  if (/[.eE]/.test(plain)) return [{ kind: 'operand', tree: { kind: 'float', numeral: plain } }];
  return plain.length > MAX_DIGITS ? undefined : [integer(plain.replace(/^0+(?=\d)/, ''))];
}

function integer(digits: string): Item {
  return { kind: 'operand', tree: { kind: 'integer', digits } };
}

function operator(text: string): Item {
  return { kind: 'operator', operator: text };
}
