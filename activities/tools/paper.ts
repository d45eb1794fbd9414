/** Paper mode as a tool: the released pipeline's rules here, SymPy in processes of its own. */
import { availableParallelism } from 'node:os';
import type { JsonObject } from '../../domain/json.ts';
import { equationLine } from '../../methods/equations/paper/extract.ts';
import { planPaper } from '../../methods/equations/paper/plan.ts';
import type { PaperResult } from '../../methods/equations/paper/result.ts';
import type { PaperTask } from '../../methods/equations/paper/tree.ts';
import { type SympyOptions, type SympyOutcome, SympyPool } from '../../services/sympy/pool.ts';

export interface PaperSolver {
  /** @param text a completion with its statements in `[[ ]]` */
  solve(text: string): Promise<PaperResult>;
  /** From where the released code has its statements between commas already: `a = 5, b = 2*a, b = ?`. */
  solveLine(line: string): Promise<PaperResult>;
  close(): Promise<void>;
}

/** A cell of a shard waits for its own equations only, as far as there are processors. */
const MOST_PROCESSES = 4;

/**
 * @param options limits of one request (10 s of processor time, 1 GiB), and how many processes at most (4)
 * @throws UserError with the remedy where Python or SymPy is missing
 */
export async function openPaperSolver(options: SympyOptions = {}): Promise<PaperSolver> {
  const processes = Math.min(MOST_PROCESSES, availableParallelism());
  const pool = await SympyPool.open({ processes, ...options });
  const solveLine = async (line: string): Promise<PaperResult> => {
    const plan = planPaper(line);
    return plan.kind === 'settled' ? plan.result : resultOf(await pool.ask(requestOf(plan.task)));
  };
  return { solve: (text) => solveLine(equationLine(text)), solveLine, close: () => pool.close() };
}

function requestOf(task: PaperTask): JsonObject {
  return { ...task };
}

function resultOf(outcome: SympyOutcome): PaperResult {
  switch (outcome.kind) {
    case 'answer':
      // Written by prefix_solver.py, which knows no other shape.
      return outcome.answer as unknown as PaperResult;
    case 'timed-out':
      return { status: 'timed-out' };
    case 'out-of-memory':
      return { status: 'rejected', reason: 'out of memory' };
    case 'crashed':
      return { status: 'rejected', reason: 'crashed' };
  }
}
