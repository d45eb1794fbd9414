/** The five principles of arXiv 2304.09102, as far as the statements show whether they were kept. */
import { isRoundedDifferently, evaluate, isValue, type Value } from './evaluate.ts';
import { isDigit } from './numeral.ts';
import { definedName, isTautology, selfDefinedName } from './readings.ts';
import type { LintCode } from './solution.ts';
import type { Statement } from './statements.ts';
import { collectNames, partsOf, type Expression } from './tree.ts';

/** What the statements themselves show; sorted in the order of `LintCode`. */
export function lintStatements(
  text: string,
  statements: readonly Statement[],
  unused: readonly string[],
): readonly LintCode[] {
  const codes: LintCode[] = [];
  if (usesUndefinedName(statements)) codes.push('undefined-name');
  if (unused.length > 0) codes.push('unused-number');
  if (definesTwice(statements)) codes.push('duplicate-definition');
  if (goalIsNotLast(statements)) codes.push('goal-not-last');
  if (statements.some(isTautology)) codes.push('tautology');
  if (sharesSentence(text, statements)) codes.push('several-statements');
  return codes;
}

function usesUndefinedName(statements: readonly Statement[]): boolean {
  const introduced = new Set<string>();
  const used = new Set<string>();
  for (const statement of statements) {
    if (statement.kind === 'var') introduced.add(statement.name);
    else for (const tree of treesOf(statement)) collectNames(tree, used);
  }
  return Array.from(used).some((name) => !introduced.has(name));
}

function treesOf(statement: Statement): readonly Expression[] {
  if (statement.kind === 'var') return [];
  return statement.kind === 'eq' ? [statement.left, statement.right] : [statement.expression];
}

/** Two `[[var]]` or two defining equations of one name. */
function definesTwice(statements: readonly Statement[]): boolean {
  const introduced = new Set<string>();
  const defined = new Set<string>();
  for (const statement of statements) {
    if (statement.kind === 'var') {
      if (introduced.has(statement.name)) return true;
      introduced.add(statement.name);
      continue;
    }
    const name = isTautology(statement) ? undefined : (definedName(statement) ?? selfDefinedName(statement));
    if (name === undefined) continue;
    if (defined.has(name)) return true;
    defined.add(name);
  }
  return false;
}

function goalIsNotLast(statements: readonly Statement[]): boolean {
  const first = statements.findIndex(({ kind }) => kind === 'answer');
  return first >= 0 && statements.slice(first).some(({ kind }) => kind !== 'answer');
}

/** Each sentence introduces one variable or states one equation. */
function sharesSentence(text: string, statements: readonly Statement[]): boolean {
  return statements.some((statement, i) => {
    const before = statements[i - 1];
    return before !== undefined && !endsSentence(text, before.to, statement.from);
  });
}

function endsSentence(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const character = text.charAt(at);
    if (character === '\n' || character === '!' || character === '?') return true;
    if (character === '.' && !isDigit(text.charAt(at + 1))) return true;
  }
  return false;
}

/** Whether a `round` rounds a half, where half up and half to even differ. */
export function roundsHalf(
  trees: readonly Expression[],
  valueOf: (name: string) => Value | undefined,
): boolean {
  const differs = (tree: Expression): boolean => {
    if (tree.kind === 'call' && tree.function === 'round') {
      const [argument] = tree.arguments;
      const value = argument && evaluate(argument, valueOf);
      if (value !== undefined && isValue(value) && isRoundedDifferently(value)) return true;
    }
    return partsOf(tree).some(differs);
  };
  return trees.some(differs);
}
