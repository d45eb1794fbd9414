/** A Pratt parser: from tokens to a tree. */
import { Unreadable } from './failure.ts';
import { MAX_COEFFICIENT_BITS, MAX_DEPTH, MAX_EXPONENT, MAX_EXPRESSION_LENGTH } from './limits.ts';
import { divide, isInteger, rational, toNumber, type Rational } from './rational.ts';
import type { Relation, Token, TokenSymbol } from './tokens.ts';
import {
  binaryNode,
  callNode,
  nameNode,
  negateNode,
  numberNode,
  powerNode,
  type Expression,
  type FunctionName,
} from './tree.ts';

/** How tightly an operator binds; a sign binds tighter than a product and looser than a power: -x^2 is -(x^2). */
const SUM = 1;
const PRODUCT = 2;
const SIGN = 3;
const POWER = 4;

const HUNDRED = rational(100n);
const LARGEST = 1n << BigInt(MAX_COEFFICIENT_BITS);
/** Functions by name, with how many arguments they take. */
const FUNCTIONS: ReadonlyMap<string, { readonly name: FunctionName; readonly most: number }> = new Map<
  string,
  { readonly name: FunctionName; readonly most: number }
>([
  ['abs', { name: 'abs', most: 1 }],
  ['ceil', { name: 'ceil', most: 1 }],
  ['floor', { name: 'floor', most: 1 }],
  ['round', { name: 'round', most: 1 }],
  ['sqrt', { name: 'sqrt', most: 1 }],
  ['min', { name: 'min', most: Infinity }],
  ['max', { name: 'max', most: Infinity }],
]);
const RELATIONS: ReadonlySet<TokenSymbol> = new Set<Relation>(['=', '<=', '>=', '<', '>']);

/** Reads expressions and relations from a list of tokens, one after the other. */
export class ExpressionParser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** @throws Unreadable */
  expression(): Expression {
    const from = this.#peek().from;
    const tree = this.#parse(SUM, 0, false);
    const to = this.#tokens[this.#next - 1]?.to ?? from;
    if (to - from > MAX_EXPRESSION_LENGTH) {
      throw new Unreadable(`an expression has at most ${MAX_EXPRESSION_LENGTH} characters`, from);
    }
    return tree;
  }

  /** @throws Unreadable */
  relation(): Relation {
    const token = this.#take();
    if (token.kind === 'symbol' && isRelation(token.symbol)) return token.symbol;
    throw unexpected(token, 'a relation (=, <=, >=, < or >)');
  }

  /** @throws Unreadable where something follows */
  end(): void {
    const token = this.#peek();
    if (token.kind === 'end') return;
    if (token.kind === 'symbol' && isRelation(token.symbol))
      throw new Unreadable('a statement holds one relation', token.from);
    throw unexpected(token, 'the end of the statement');
  }

  #peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new RangeError('a list of tokens has an end');
    return token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  #takes(symbol: TokenSymbol): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.symbol !== symbol) return false;
    this.#next++;
    return true;
  }

  /** @param divides the expression is what something is divided by, or an exponent: `1/2x` may mean two things */
  #parse(binding: number, depth: number, divides: boolean): Expression {
    const start = this.#peek();
    if (depth > MAX_DEPTH) throw new Unreadable(`expressions nest at most ${MAX_DEPTH} deep`, start.from);
    let left = this.#prefix(depth, divides);
    for (;;) {
      const token = this.#peek();
      if (token.kind === 'number' || token.kind === 'name') throw sideBySide(token);
      if (token.kind === 'end') return left;
      const { symbol } = token;
      if (symbol === '(') throw sideBySide(token);
      if (symbol === '%') throw new Unreadable('% stands right after a number only', token.from);
      if ((symbol === '+' || symbol === '-') && binding <= SUM) {
        this.#next++;
        left = checked(binaryNode(symbol, left, this.#parse(PRODUCT, depth, false)), token);
      } else if ((symbol === '*' || symbol === '/') && binding <= PRODUCT) {
        this.#next++;
        left = checked(binaryNode(symbol, left, this.#parse(SIGN, depth, symbol === '/')), token);
      } else if (symbol === '^' && binding <= POWER) {
        this.#next++;
        left = this.#power(left, token, depth);
      } else {
        return left;
      }
    }
  }

  #prefix(depth: number, divides: boolean): Expression {
    const token = this.#take();
    switch (token.kind) {
      case 'number':
        return this.#numeral(token.value, token, depth, divides);
      case 'name':
        return this.#nameOrCall(token.name, token, depth);
      case 'end':
        throw unexpected(token, 'an expression');
      case 'symbol':
        break;
    }
    if (token.symbol === '-') return negateNode(this.#parse(SIGN, depth + 1, divides));
    if (token.symbol === '+') return this.#parse(SIGN, depth + 1, divides);
    if (token.symbol !== '(') throw unexpected(token, 'an expression');
    const inner = this.#parse(SUM, depth + 1, false);
    this.#close(token);
    return inner;
  }

  #close(open: Token): void {
    const token = this.#peek();
    if (this.#takes(')')) return;
    if (token.kind === 'end') throw new Unreadable('this parenthesis is not closed', open.from);
    throw unexpected(token, ')');
  }

  /** A number, with its percent sign and what it multiplies without a sign: `2x`, `3(x + 1)`, `2x^2`. */
  #numeral(value: Rational, token: Token, depth: number, divides: boolean): Expression {
    const sign = this.#peek();
    if (this.#takes('%')) {
      const after = this.#peek();
      const detached = sign.from > token.to;
      if (startsOperand(after) || (detached && isSign(after)))
        throw new Unreadable('% is a percent sign, not a remainder', sign.from);
      return checked(numberNode(divide(value, HUNDRED), true), token);
    }
    const number = checked(numberNode(value), token);
    const next = this.#peek();
    if (!(next.kind === 'name' || (next.kind === 'symbol' && next.symbol === '('))) return number;
    if (divides) {
      throw new Unreadable(
        'after / or ^ a product needs its sign and parentheses: 1/(2*x) or (1/2)*x',
        next.from,
      );
    }
    return checked(binaryNode('*', number, this.#parse(POWER, depth + 1, false)), token);
  }

  #nameOrCall(name: string, token: Token, depth: number): Expression {
    const open = this.#peek();
    if (!this.#takes('(')) return nameNode(name);
    const known = FUNCTIONS.get(name);
    if (known === undefined)
      throw new Unreadable(`${name} is no function here; a product needs its sign`, open.from);
    const args = [this.#parse(SUM, depth + 1, false)];
    while (this.#takes(',')) args.push(this.#parse(SUM, depth + 1, false));
    this.#close(open);
    if (args.length > known.most) throw new Unreadable(`${name} takes one argument`, token.from);
    return checked(callNode(known.name, args), token);
  }

  /** Powers group to the right: 2^3^2 is 2^9. */
  #power(base: Expression, sign: Token, depth: number): Expression {
    const from = this.#peek().from;
    const exponent = this.#parse(POWER, depth + 1, true);
    const value = exponent.constant;
    if (value === undefined || !isInteger(value))
      throw new Unreadable('an exponent is an integer without a name in it', from);
    const k = toNumber(value);
    if (Math.abs(k) > MAX_EXPONENT)
      throw new Unreadable(`an exponent is at most ${MAX_EXPONENT}, this one is ${k}`, from);
    if (base.constant !== undefined && tooLongToRaise(base.constant, k)) throw tooLarge(sign);
    return checked(powerNode(base, exponent, k), sign);
  }
}

/** Before it is calculated: a power of more bits than may be is not. */
function tooLongToRaise({ n, d }: Rational, k: number): boolean {
  const longest = n < 0n ? (-n > d ? -n : d) : n > d ? n : d;
  return (longest.toString(16).length - 1) * 4 * Math.abs(k) > MAX_COEFFICIENT_BITS;
}

function checked<Tree extends Expression>(tree: Tree, at: Token): Tree {
  const value = tree.constant;
  if (value !== undefined && (value.n >= LARGEST || value.n <= -LARGEST || value.d >= LARGEST))
    throw tooLarge(at);
  return tree;
}

function tooLarge(at: Token): Unreadable {
  return new Unreadable(`a number here has more than ${MAX_COEFFICIENT_BITS} bits`, at.from);
}

function isRelation(symbol: TokenSymbol): symbol is Relation {
  return RELATIONS.has(symbol);
}

function isSign(token: Token): boolean {
  return token.kind === 'symbol' && (token.symbol === '+' || token.symbol === '-');
}

function startsOperand(token: Token): boolean {
  return (
    token.kind === 'number' || token.kind === 'name' || (token.kind === 'symbol' && token.symbol === '(')
  );
}

function sideBySide(token: Token): Unreadable {
  return new Unreadable(
    'two values stand side by side: only a number multiplies without a sign, and only what follows it',
    token.from,
  );
}

function unexpected(token: Token, wanted: string): Unreadable {
  const found =
    token.kind === 'end'
      ? 'the end of the statement'
      : token.kind === 'symbol'
        ? token.symbol
        : token.kind === 'name'
          ? token.name
          : 'a number';
  return new Unreadable(`expected ${wanted}, found ${found}`, token.from);
}
