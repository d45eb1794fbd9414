/** The released text rules: what is refused, what is the goal, what are the equations. No algebra yet. */
import { parseSympy } from './parse.ts';
import { isAlpha, lengthOf, strip } from './python-text.ts';
import type { PaperResult } from './result.ts';
import { INVALID_EQUATIONS } from './result.ts';
import type { PaperTask, Tree } from './tree.ts';

export type PaperPlan =
  | { readonly kind: 'settled'; readonly result: PaperResult }
  | { readonly kind: 'task'; readonly task: PaperTask };

/**
 * What `get_final_using_sympy` of the released code does with its argument before it calls SymPy.
 *
 * @param line equations with commas between them; the last element is the goal, as `NAME = ?`
 */
export function planPaper(line: string): PaperPlan {
  if (line === 'nan') return settled('nan');
  const elements = line.split(',');
  if (elements.some((element) => /\p{L}{3}/u.test(element))) return settled('invalid equations');

  const last = elements.at(-1) ?? '';
  const goal = strip(beforeEquals(last));
  const named = isAlpha(goal) || lengthOf(goal) === 2;
  // A goal that is an expression takes a branch that uses a module which was never imported.
  if (!named && last.includes('=')) return settled('bug');
  if (elements.length === 1) return valueOf(last);
  if (!named) return settled('no goal found');
  const equations = elements.slice(0, -1).filter((element) => !element.includes('?'));
  return { kind: 'task', task: { kind: 'goal', goal, equations: equations.map(difference) } };
}

function settled(reason: string): PaperPlan {
  return {
    kind: 'settled',
    result: reason === 'invalid equations' ? INVALID_EQUATIONS : { status: 'rejected', reason },
  };
}

/** A single element is worth what stands before its `=`. */
function valueOf(element: string): PaperPlan {
  const tree = parseSympy(beforeEquals(element));
  return tree === undefined ? settled('invalid equations') : { kind: 'task', task: { kind: 'value', tree } };
}

/**
 * Left side minus right side, put together as text as the released code does: `a >= 5` becomes `a > - (5)`, and what
 * follows a second `=` is dropped.
 */
function difference(element: string): Tree | null {
  const [left = '', right] = element.split('=');
  if (right === undefined) return null;
  return parseSympy(`${strip(left)} - (${strip(right)})`) ?? null;
}

function beforeEquals(element: string): string {
  return element.split('=')[0] ?? '';
}
