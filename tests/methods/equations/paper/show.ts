import type { Tree } from '../../../../methods/equations/paper/tree.ts';

/** A tree with every parenthesis written; a symbol stands in quotes, so that the constant I is not the symbol "I". */
export function show(tree: Tree | undefined | null): string {
  if (tree === undefined || tree === null) return 'nothing';
  switch (tree.kind) {
    case 'integer':
      return tree.digits;
    case 'float':
      return `float ${tree.numeral}`;
    case 'symbol':
      return `'${tree.name}'`;
    case 'constant':
      return tree.name;
    case 'chain':
      return `(${tree.operands.map((operand, i) => `${i === 0 ? '' : ` ${String(tree.operators[i - 1])} `}${show(operand)}`).join('')})`;
    case 'negative':
      return `-${show(tree.operand)}`;
    case 'power':
      return `(${show(tree.base)} ** ${show(tree.exponent)})`;
    case 'call':
      return `${tree.name}[${show(tree.argument)}]`;
    case 'comparison':
      return `(${show(tree.left)} ${tree.operator} ${show(tree.right)})`;
  }
}
