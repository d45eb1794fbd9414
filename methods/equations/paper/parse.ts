/** The text of one expression to a tree, as `parse_expr` with implicit multiplication and `^` for powers reads it. */
import type { Item } from './item.ts';
import { itemsOf, withProducts } from './items.ts';
import { tokensOf } from './tokens.ts';
import type { ChainOperator, FunctionName, Tree } from './tree.ts';

/** Python's own parser gives up at 200 parentheses; the tree is also deep in signs and powers. */
const MAX_DEPTH = 200;

/**
 * @returns undefined where SymPy would raise an error, and for what is left out on purpose: strings, attributes,
 *   subscripts, operators on bits, chains of comparisons, powers of a function's name
 */
export function parseSympy(text: string): Tree | undefined {
  const tokens = tokensOf(text);
  const items = tokens === undefined ? undefined : itemsOf(tokens);
  if (items === undefined) return undefined;
  try {
    return new Parser(withProducts(items)).whole();
  } catch (error) {
    if (error instanceof NoExpression) return undefined;
    throw error;
  }
}

class NoExpression extends Error {}

/** Python's precedence: comparison, sum, product, sign, power. */
class Parser {
  readonly #items: readonly Item[];
  #at = 0;
  #depth = 0;

  constructor(items: readonly Item[]) {
    this.#items = items;
  }

  whole(): Tree {
    const tree = this.#comparison();
    if (this.#at < this.#items.length) throw new NoExpression();
    return tree;
  }

  #comparison(): Tree {
    const left = this.#sum();
    const operator = this.#operator('<', '>');
    if (operator === undefined) return left;
    return { kind: 'comparison', operator, left, right: this.#sum() };
  }

  #sum(): Tree {
    return this.#chain(() => this.#product(), '+', '-');
  }

  #product(): Tree {
    return this.#chain(() => this.#signed(), '*', '/', '//', '%');
  }

  #chain(next: () => Tree, ...which: ChainOperator[]): Tree {
    const first = next();
    const operands = [first];
    const operators: ChainOperator[] = [];
    for (;;) {
      const operator = this.#operator(...which);
      if (operator === undefined) break;
      operators.push(operator);
      operands.push(next());
    }
    return operators.length === 0 ? first : { kind: 'chain', operators, operands };
  }

  #signed(): Tree {
    const sign = this.#operator('+', '-');
    if (sign === undefined) return this.#power();
    const operand = this.#deeper(() => this.#signed());
    return sign === '-' ? { kind: 'negative', operand } : operand;
  }

  #power(): Tree {
    const base = this.#atom();
    if (this.#operator('**', '^') === undefined) return base;
    return { kind: 'power', base, exponent: this.#deeper(() => this.#signed()) };
  }

  #atom(): Tree {
    if (this.#operator('(') !== undefined) return this.#group();
    const item = this.#items[this.#at++];
    if (item === undefined || item.kind === 'operator') throw new NoExpression();
    return item.kind === 'function' ? this.#call(item.name) : item.tree;
  }

  /** After the opening parenthesis. */
  #group(): Tree {
    const inner = this.#deeper(() => this.#comparison());
    if (this.#operator(')') === undefined) throw new NoExpression();
    return inner;
  }

  #call(name: FunctionName): Tree {
    const argument = this.#operator('(') === undefined ? this.#bareArgument() : this.#group();
    return { kind: 'call', name, argument };
  }

  /** Without parentheses a function takes operands as long as they are multiplied or raised: `ln 2x` is ln(2 x). */
  #bareArgument(): Tree {
    return this.#chain(() => this.#barePower(), '*');
  }

  /** A parenthesis or a second bare function here makes SymPy write its closing parenthesis in the wrong place. */
  #barePower(): Tree {
    const item = this.#items[this.#at++];
    if (item?.kind !== 'operand' && item?.kind !== 'constant') throw new NoExpression();
    if (this.#operator('**', '^') === undefined) return item.tree;
    return { kind: 'power', base: item.tree, exponent: this.#deeper(() => this.#barePower()) };
  }

  #deeper(parse: () => Tree): Tree {
    if (++this.#depth > MAX_DEPTH) throw new NoExpression();
    const tree = parse();
    this.#depth--;
    return tree;
  }

  #operator<const Operator extends string>(...which: Operator[]): Operator | undefined {
    const item = this.#items[this.#at];
    const found =
      item?.kind === 'operator' ? which.find((operator) => operator === item.operator) : undefined;
    if (found !== undefined) this.#at++;
    return found;
  }
}
