/** The families: the one list. */
import { alignment } from './alignment/family.ts';
import type { Family } from './family.ts';
import { wordProblems } from './word-problems/family.ts';
import { worksheets } from './worksheets/family.ts';

export const families: readonly Family[] = [alignment, wordProblems, worksheets];

/** The family of that name, if there is one. */
export function familyNamed(name: string): Family | undefined {
  return families.find((family) => family.name === name);
}
