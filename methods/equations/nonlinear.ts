/** The nonlinear rest, handed to a computer algebra system: as a tree, never as text. */
import { ComputeEngine, type Expression as Boxed, type ExpressionInput } from '@cortex-js/compute-engine';
import type { Rational } from './rational.ts';
import type { BinaryOperator, Expression, FunctionName } from './tree.ts';

/** Equations, each expression = 0, in a few unknowns. A structured clone of it is as good. */
export interface NonlinearSystem {
  readonly unknowns: readonly string[];
  readonly equations: readonly Expression[];
}

export type NonlinearAnswer =
  /** Real roots that were proposed, the unknowns in their order: to be verified, and perhaps not all. */
  | { readonly kind: 'roots'; readonly roots: readonly (readonly number[])[] }
  /** Nothing was proposed, which is not the same as no solution. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'timed-out' };

/** However it is run, it ends within about a second. */
export type NonlinearSolver = (system: NonlinearSystem) => Promise<NonlinearAnswer>;

const OPERATORS: Readonly<Record<BinaryOperator, string>> = {
  '+': 'Add',
  '-': 'Subtract',
  '*': 'Multiply',
  '/': 'Divide',
};
const FUNCTIONS: Readonly<Record<FunctionName, string>> = {
  abs: 'Abs',
  ceil: 'Ceil',
  floor: 'Floor',
  max: 'Max',
  min: 'Min',
  round: 'Round',
  sqrt: 'Sqrt',
};

/**
 * Roots by @cortex-js/compute-engine. May take for ever: run it where it can be killed.
 *
 * A list of one equation breaks the library's systems, so that a single one goes by itself.
 */
export function solveNonlinear({ unknowns, equations }: NonlinearSystem): NonlinearAnswer {
  const engine = new ComputeEngine();
  // Names that mean nothing to the library: I and E are constants there.
  const symbols = new Map(unknowns.map((name, i) => [name, `v${i}`]));
  const sides = equations.map((tree): ExpressionInput => ['Equal', toMathJson(tree, symbols), 0]);
  const [only] = sides;
  const variables = Array.from(symbols.values());
  const boxed = only !== undefined && sides.length === 1 ? engine.box(only) : engine.box(['List', ...sides]);
  const found = boxed.solve(variables);
  const roots = rootsOf(found, variables).filter((root) => root.every(Number.isFinite));
  return roots.length === 0 ? { kind: 'nothing' } : { kind: 'roots', roots };
}

/** MathJSON of a tree. Big integers go as strings of digits, as MathJSON has it. */
export function toMathJson(tree: Expression, symbols: ReadonlyMap<string, string>): ExpressionInput {
  switch (tree.kind) {
    case 'number':
      return numberJson(tree.constant);
    case 'name': {
      const symbol = symbols.get(tree.name);
      if (symbol === undefined) throw new RangeError('a name that is no unknown');
      return symbol;
    }
    case 'negate':
      return ['Negate', toMathJson(tree.of, symbols)];
    case 'binary':
      return [OPERATORS[tree.operator], toMathJson(tree.left, symbols), toMathJson(tree.right, symbols)];
    case 'power':
      return ['Power', toMathJson(tree.base, symbols), tree.k];
    case 'call':
      return [FUNCTIONS[tree.function], ...tree.arguments.map((part) => toMathJson(part, symbols))];
  }
}

function numberJson({ n, d }: Rational): ExpressionInput {
  const over = { num: n.toString() };
  return d === 1n ? over : ['Rational', over, { num: d.toString() }];
}

type Found = ReturnType<Boxed['solve']>;

/** The library answers with values for one unknown, and with one record or several for more. */
function rootsOf(found: Found, variables: readonly string[]): readonly (readonly number[])[] {
  if (found === null) return [];
  const list: readonly (Boxed | Record<string, Boxed>)[] = Array.isArray(found)
    ? found
    : [found as Record<string, Boxed>];
  return list.map((root) => {
    if (isBoxed(root)) return variables.length === 1 ? [realOf(root)] : [Number.NaN];
    return variables.map((variable) => realOf(root[variable]));
  });
}

function isBoxed(root: Boxed | Record<string, Boxed>): root is Boxed {
  return typeof (root as Partial<Boxed>).N === 'function';
}

/** NaN for what is no real number. */
function realOf(value: Boxed | undefined): number {
  if (value === undefined) return Number.NaN;
  const { re, im } = value.N();
  return Math.abs(im) <= 1e-12 * Math.max(1, Math.abs(re)) ? re : Number.NaN;
}
