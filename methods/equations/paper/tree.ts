/** Expressions as data: what the child process gets in place of text. */

/** Names that SymPy's parser takes for numbers. */
export type Constant = 'E' | 'I' | 'pi' | 'oo';

/** Functions of one argument whose names pass the three-letter rule, and the two that `!` and `!!` stand for. */
export const FUNCTIONS = [
  'ln',
  're',
  'im',
  'Ei',
  'Li',
  'li',
  'Si',
  'Ci',
  'N',
  'O',
  'S',
  'Id',
  'factorial',
  'factorial2',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export const CHAIN_OPERATORS = ['+', '-', '*', '/', '//', '%'] as const;
export type ChainOperator = (typeof CHAIN_OPERATORS)[number];

export type Tree =
  | { readonly kind: 'integer'; readonly digits: string }
  | { readonly kind: 'float'; readonly numeral: string }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'constant'; readonly name: Constant }
  | {
      /** Operators of one precedence, from left to right; one operand more than operators. */
      readonly kind: 'chain';
      readonly operators: readonly ChainOperator[];
      readonly operands: readonly Tree[];
    }
  | { readonly kind: 'negative'; readonly operand: Tree }
  | { readonly kind: 'power'; readonly base: Tree; readonly exponent: Tree }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly argument: Tree }
  | {
      readonly kind: 'comparison';
      readonly operator: '<' | '>';
      readonly left: Tree;
      readonly right: Tree;
    };

/** What SymPy is asked, once the text rules are through. */
export type PaperTask =
  | {
      /** A line with a single element: its value. */
      readonly kind: 'value';
      readonly tree: Tree;
    }
  | {
      /** Equations are added one by one, until the goal has a number. */
      readonly kind: 'goal';
      readonly goal: string;
      /** The difference of each equation's sides; null where the text cannot be read, which counts when it is reached. */
      readonly equations: readonly (Tree | null)[];
    };
