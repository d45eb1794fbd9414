/** A token after SymPy's transformations: names are looked up. */
import type { FunctionName, Tree } from './tree.ts';

export type Item =
  | { readonly kind: 'operand'; readonly tree: Tree }
  | { readonly kind: 'constant'; readonly tree: Tree }
  | { readonly kind: 'function'; readonly name: FunctionName }
  | { readonly kind: 'operator'; readonly operator: string };
