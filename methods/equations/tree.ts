/** Expressions as trees. Whatever holds no unknown knows its value. */
import {
  absolute,
  add,
  compare,
  divide,
  floor,
  isZero,
  multiply,
  negate,
  power,
  rational,
  squareRoot,
  subtract,
  toText,
  type Rational,
} from './rational.ts';

export type BinaryOperator = '+' | '-' | '*' | '/';
export type FunctionName = 'abs' | 'min' | 'max' | 'ceil' | 'floor' | 'round' | 'sqrt';

interface Node {
  /** Its value, where it holds no name, divides by no 0 and is rational. */
  readonly constant: Rational | undefined;
}

export interface NumberNode extends Node {
  readonly kind: 'number';
  readonly constant: Rational;
  /** Written with a percent sign. */
  readonly percent: boolean;
}
export interface NameNode extends Node {
  readonly kind: 'name';
  readonly name: string;
}
export interface NegateNode extends Node {
  readonly kind: 'negate';
  readonly of: Expression;
}
export interface BinaryNode extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface PowerNode extends Node {
  readonly kind: 'power';
  readonly base: Expression;
  /** As it was written; holds no name. */
  readonly exponent: Expression;
  /** Its value, an integer. */
  readonly k: number;
}
export interface CallNode extends Node {
  readonly kind: 'call';
  readonly function: FunctionName;
  readonly arguments: readonly Expression[];
}
export type Expression = NumberNode | NameNode | NegateNode | BinaryNode | PowerNode | CallNode;

export function numberNode(value: Rational, percent = false): NumberNode {
  return { kind: 'number', constant: value, percent };
}

export function nameNode(name: string): NameNode {
  return { kind: 'name', name, constant: undefined };
}

export function negateNode(of: Expression): NegateNode {
  return { kind: 'negate', of, constant: of.constant && negate(of.constant) };
}

export function binaryNode(operator: BinaryOperator, left: Expression, right: Expression): BinaryNode {
  const constant = left.constant && right.constant && calculate(operator, left.constant, right.constant);
  return { kind: 'binary', operator, left, right, constant };
}

export function powerNode(base: Expression, exponent: Expression, k: number): PowerNode {
  const constant = base.constant && (k < 0 && isZero(base.constant) ? undefined : power(base.constant, k));
  return { kind: 'power', base, exponent, k, constant };
}

export function callNode(name: FunctionName, args: readonly Expression[]): CallNode {
  const values = args.map((argument) => argument.constant).filter((value) => value !== undefined);
  const constant = values.length === args.length ? applyFunction(name, values) : undefined;
  return { kind: 'call', function: name, arguments: args, constant };
}

/** undefined: division by 0. */
export function calculate(operator: BinaryOperator, left: Rational, right: Rational): Rational | undefined {
  switch (operator) {
    case '+':
      return add(left, right);
    case '-':
      return subtract(left, right);
    case '*':
      return multiply(left, right);
    case '/':
      return isZero(right) ? undefined : divide(left, right);
  }
}

/** round is half up: floor(x + 1/2). undefined: a square root that is not rational. */
export function applyFunction(name: FunctionName, values: readonly Rational[]): Rational | undefined {
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  switch (name) {
    case 'abs':
      return absolute(first);
    case 'min':
      return others.reduce((least, value) => (compare(value, least) < 0 ? value : least), first);
    case 'max':
      return others.reduce((most, value) => (compare(value, most) > 0 ? value : most), first);
    case 'floor':
      return rational(floor(first));
    case 'ceil':
      return rational(-floor(negate(first)));
    case 'round':
      return rational(floor(add(first, HALF)));
    case 'sqrt':
      return squareRoot(first);
  }
}

const HALF = rational(1n, 2n);

/** The parts that a node is made of; an exponent is none, because it holds no name. */
export function partsOf(tree: Expression): readonly Expression[] {
  switch (tree.kind) {
    case 'number':
    case 'name':
      return [];
    case 'negate':
      return [tree.of];
    case 'binary':
      return [tree.left, tree.right];
    case 'power':
      return [tree.base];
    case 'call':
      return tree.arguments;
  }
}

/** Adds the names in a tree, in the order they are written. */
export function collectNames(tree: Expression, into: Set<string>): Set<string> {
  if (tree.kind === 'name') into.add(tree.name);
  else for (const part of partsOf(tree)) collectNames(part, into);
  return into;
}

export function mentions(tree: Expression, name: string): boolean {
  return tree.kind === 'name' ? tree.name === name : partsOf(tree).some((part) => mentions(part, name));
}

/** The same tree with other names. */
export function rename(tree: Expression, nameOf: (name: string) => string): Expression {
  return withNames(tree, (name) => nameNode(nameOf(name)));
}

/** The same tree with something in place of each name. */
export function withNames(tree: Expression, of: (name: string) => Expression): Expression {
  switch (tree.kind) {
    case 'number':
      return tree;
    case 'name':
      return of(tree.name);
    case 'negate':
      return negateNode(withNames(tree.of, of));
    case 'binary':
      return binaryNode(tree.operator, withNames(tree.left, of), withNames(tree.right, of));
    case 'power':
      return powerNode(withNames(tree.base, of), tree.exponent, tree.k);
    case 'call':
      return callNode(
        tree.function,
        tree.arguments.map((argument) => withNames(argument, of)),
      );
  }
}

const LOOSE = 1;
const PRODUCT = 2;
const SIGN = 3;
const POWER = 4;
const ATOM = 5;

/** A text that parses to the same tree, with no more parentheses than it needs. */
export function printExpression(tree: Expression): string {
  return print(tree).text;
}

function print(tree: Expression): { text: string; binding: number } {
  switch (tree.kind) {
    case 'number':
      return printNumber(tree);
    case 'name':
      return { text: tree.name, binding: ATOM };
    case 'negate':
      return { text: `-${enclosed(tree.of, SIGN)}`, binding: SIGN };
    case 'binary': {
      const binding = tree.operator === '+' || tree.operator === '-' ? LOOSE : PRODUCT;
      const left = enclosed(tree.left, binding);
      // Operators of one rank group to the left.
      const right = enclosed(tree.right, binding + 1);
      return { text: `${left} ${tree.operator} ${right}`, binding };
    }
    case 'power':
      return { text: `${enclosed(tree.base, ATOM)}^${enclosed(tree.exponent, ATOM)}`, binding: POWER };
    case 'call':
      return { text: `${tree.function}(${tree.arguments.map(printExpression).join(', ')})`, binding: ATOM };
  }
}

function enclosed(tree: Expression, atLeast: number): string {
  const { text, binding } = print(tree);
  return binding >= atLeast ? text : `(${text})`;
}

/** A numeral has no sign and, unless its decimals end, no text but a fraction's. */
function printNumber({ constant, percent }: NumberNode): { text: string; binding: number } {
  if (!percent) return { text: decimalText(constant) ?? toText(constant), binding: numeralBinding(constant) };
  const hundredfold = multiply(constant, rational(100n));
  const text = decimalText(hundredfold);
  return text === undefined
    ? { text: toText(constant), binding: numeralBinding(constant) }
    : { text: `${text}%`, binding: ATOM };
}

function numeralBinding(value: Rational): number {
  if (value.n < 0n) return LOOSE;
  return decimalText(value) === undefined ? PRODUCT : ATOM;
}

/** `0.25`; undefined where the decimals do not end within 40 digits. */
function decimalText(value: Rational): string | undefined {
  let { n, d } = value;
  let decimals = 0;
  while (d !== 1n) {
    if (decimals === 40) return undefined;
    n *= 10n;
    decimals++;
    const reduced = rational(n, d);
    n = reduced.n;
    d = reduced.d;
  }
  const sign = n < 0n ? '-' : '';
  const digits = (n < 0n ? -n : n).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return sign + (decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`);
}
