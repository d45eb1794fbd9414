/** The solvers that the methods use: opened in `activities/tools/`, under these names. */
import type { Tool } from '../../domain/dialogue.ts';
import type { PaperResult } from '../../methods/equations/paper/result.ts';
import type { Solution } from '../../methods/equations/solution.ts';

/** Statements are solved exactly. */
export const SOLVE: Tool<{ readonly text: string; readonly question: string }, Solution> = { name: 'solve' };
/** The same by the released pipeline's rules. */
export const PAPER: Tool<{ readonly text: string }, PaperResult> = { name: 'paper' };
