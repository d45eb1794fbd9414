/** A Pratt parser: from tokens to a tree. */
import { Unreadable } from './failure.ts';
import { MAX_COEFFICIENT_BITS, MAX_DEPTH, MAX_EXPONENT, MAX_EXPRESSION_LENGTH } from './limits.ts';
import { evaluate, exactly, isValue } from './evaluate.ts';
import { divide, isInteger, power, rational, toNumber, type Rational } from './rational.ts';
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
  ['round', { name: 'round', most: 2 }],
  ['sqrt', { name: 'sqrt', most: 1 }],
  ['min', { name: 'min', most: Infinity }],
  ['max', { name: 'max', most: Infinity }],
]);
const RELATIONS: ReadonlySet<TokenSymbol> = new Set<Relation>(['=', '<=', '>=', '<', '>']);

/** What the statements around an expression tell of its names. */
export interface Context {
  /** These are names: `x(x + 2)` with an x among them is a product. */
  readonly names: ReadonlySet<string>;
  /** What a name is by the other statements, for exponents. */
  readonly valueOf: (name: string) => Rational | undefined;
}

const NO_CONTEXT: Context = { names: new Set(), valueOf: () => undefined };

/** Reads expressions and relations from a list of tokens, one after the other. */
export class ExpressionParser {
  readonly #tokens: readonly Token[];
  readonly #context: Context;
  #next = 0;

  constructor(tokens: readonly Token[], context = NO_CONTEXT) {
    this.#tokens = tokens;
    this.#context = context;
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

  /**
   * `2^n` or `100 * 2^n` and nothing else: a power whose exponent holds a name.
   *
   * @throws Unreadable for anything else
   */
  openPower(): { readonly factor: Expression; readonly base: Expression; readonly exponent: Expression } {
    let factor: Expression = numberNode(rational(1n));
    let base = this.#prefix(0, true);
    if (this.#takes('*')) [factor, base] = [base, this.#prefix(0, true)];
    const sign = this.#take();
    if (sign.kind !== 'symbol' || sign.symbol !== '^') throw unexpected(sign, '^');
    const exponent = this.#parse(POWER, 1, true);
    this.end();
    return { factor, base, exponent };
  }

  /** Whether another relation follows: `a = b = 5`. */
  get goesOn(): boolean {
    const token = this.#peek();
    return token.kind === 'symbol' && isRelation(token.symbol);
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
      if (token.kind === 'end') return left;
      if (token.kind === 'raised') {
        if (binding > POWER) return left;
        this.#next++;
        left = this.#raised(left, numberNode(token.exponent), token);
        continue;
      }
      if (token.kind === 'name' && token.name === 'mod' && startsOperand(this.#peek(1))) {
        if (binding > PRODUCT) return left;
        this.#next++;
        left = checked(remainder(left, this.#parse(SIGN, depth, true)), token);
        continue;
      }
      if (token.kind === 'number' || token.kind === 'name') throw sideBySide(token);
      const { symbol } = token;
      if (symbol === '(') {
        if (!this.#closedBefore() || divides) throw sideBySide(token);
        if (binding > PRODUCT) return left;
        left = checked(binaryNode('*', left, this.#parse(SIGN, depth, false)), token);
        continue;
      }
      if (symbol === '%') throw new Unreadable('% stands right after a number only', token.from);
      if ((symbol === '+' || symbol === '-') && binding <= SUM) {
        this.#next++;
        left = checked(binaryNode(symbol, left, this.#parse(PRODUCT, depth, false)), token);
      } else if ((symbol === '*' || symbol === '/') && binding <= PRODUCT) {
        this.#next++;
        left = checked(binaryNode(symbol, left, this.#parse(SIGN, depth, symbol === '/')), token);
      } else if (symbol === '//' && binding <= PRODUCT) {
        this.#next++;
        left = checked(quotient(left, this.#parse(SIGN, depth, true)), token);
      } else if (symbol === '^' && binding <= POWER) {
        this.#next++;
        left = this.#power(left, token, depth);
      } else {
        return left;
      }
    }
  }

  /** Whether the token before is a closing parenthesis: `(a)(b)` is a product. */
  #closedBefore(): boolean {
    const before = this.#tokens[this.#next - 1];
    return before?.kind === 'symbol' && before.symbol === ')';
  }

  #prefix(depth: number, divides: boolean): Expression {
    const token = this.#take();
    switch (token.kind) {
      case 'raised':
        throw unexpected(token, 'an expression');
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
    if (token.symbol === '\u221a') return checked(callNode('sqrt', [this.#radicand(depth)]), token);
    if (token.symbol === '|') return this.#magnitude(token, depth);
    if (token.symbol !== '(') throw unexpected(token, 'an expression');
    const inner = this.#parse(SUM, depth + 1, false);
    this.#close(token);
    return inner;
  }

  /** `|x - 2|`; one within another cannot be told apart. */
  #magnitude(open: Token, depth: number): Expression {
    const inner = this.#parse(SUM, depth + 1, false);
    if (!this.#takes('|')) throw new Unreadable('this | is not closed', open.from);
    return checked(callNode('abs', [inner]), open);
  }

  /** What stands right behind a root sign: a number, a name, or a parenthesis. */
  #radicand(depth: number): Expression {
    const token = this.#peek();
    if (token.kind === 'number') {
      this.#next++;
      if (startsOperand(this.#peek())) throw sideBySide(this.#peek());
      return numberNode(token.value);
    }
    if (token.kind === 'name' || (token.kind === 'symbol' && token.symbol === '('))
      return this.#prefix(depth + 1, true);
    throw unexpected(token, 'a number, a name or a parenthesis');
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
    if (next.kind === 'name' && next.name === 'mod' && startsOperand(this.#peek(1))) return number;
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
    if (open.kind !== 'symbol' || open.symbol !== '(') return nameNode(name);
    const known = FUNCTIONS.get(name);
    if (known === undefined && name !== 'mod' && this.#context.names.has(name))
      return checked(binaryNode('*', nameNode(name), this.#parse(POWER, depth + 1, false)), token);
    this.#next++;
    if (known === undefined && name !== 'mod')
      throw new Unreadable(`${name} is no function here; a product needs its sign`, open.from);
    const args = [this.#parse(SUM, depth + 1, false)];
    while (this.#takes(',')) args.push(this.#parse(SUM, depth + 1, false));
    this.#close(open);
    const [first, second] = args;
    if (known === undefined) {
      if (first === undefined || second === undefined || args.length > 2)
        throw new Unreadable('mod takes two arguments', token.from);
      return checked(remainder(first, second), token);
    }
    if (args.length > known.most) {
      const most = known.most === 1 ? 'one argument' : 'at most two arguments';
      throw new Unreadable(`${name} takes ${most}`, token.from);
    }
    if (known.name === 'round' && first !== undefined && second !== undefined)
      return checked(roundedTo(first, second, token), token);
    return checked(callNode(known.name, args), token);
  }

  /** Powers group to the right: 2^3^2 is 2^9. */
  #power(base: Expression, sign: Token, depth: number): Expression {
    const from = this.#peek().from;
    return this.#raised(base, this.#parse(POWER, depth + 1, true), sign, from);
  }

  /** @param from where the exponent stands */
  #raised(base: Expression, exponent: Expression, sign: Token, from = sign.from): Expression {
    const value = exponent.constant ?? constantWith(exponent, this.#context.valueOf);
    if (value !== undefined && value.d === 2n) {
      const root = checked(callNode('sqrt', [base]), sign);
      return value.n === 1n ? root : this.#raised(root, numberNode(rational(value.n)), sign, from);
    }
    if (value === undefined || !isInteger(value))
      throw new Unreadable('an exponent is an integer without a name in it', from);
    const k = toNumber(value);
    if (Math.abs(k) > MAX_EXPONENT)
      throw new Unreadable(`an exponent is at most ${MAX_EXPONENT}, this one is ${k}`, from);
    if (base.constant !== undefined && tooLongToRaise(base.constant, k)) throw tooLarge(sign);
    // Printed again, an exponent has to be what it is here, whatever its names come to there.
    return checked(powerNode(base, exponent.constant === undefined ? numberNode(value) : exponent, k), sign);
  }
}

/** The value of an expression whose names the other statements settle. */
export function constantWith(tree: Expression, valueOf: Context['valueOf']): Rational | undefined {
  const value = evaluate(tree, (name) => {
    const known = valueOf(name);
    return known === undefined ? undefined : exactly(known);
  });
  return isValue(value) && value.exact ? value.value : undefined;
}

/** a // b: the quotient without its rest, downwards. */
function quotient(a: Expression, b: Expression): Expression {
  return callNode('floor', [binaryNode('/', a, b)]);
}

/** a mod b, with the sign of b. */
function remainder(a: Expression, b: Expression): Expression {
  return binaryNode('-', a, binaryNode('*', b, quotient(a, b)));
}

/** round(x, n): to n decimals, half up. */
function roundedTo(value: Expression, decimals: Expression, at: Token): Expression {
  const places = decimals.constant;
  if (places === undefined || !isInteger(places) || places.n < -20n || places.n > 20n)
    throw new Unreadable('round takes a number of decimals from -20 to 20', at.from);
  const scale = numberNode(power(rational(10n), toNumber(places)));
  return binaryNode('/', callNode('round', [binaryNode('*', value, scale)]), scale);
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
          : token.kind === 'raised'
            ? 'a raised digit'
            : 'a number';
  return new Unreadable(`expected ${wanted}, found ${found}`, token.from);
}
