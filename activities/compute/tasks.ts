/** What compute threads can do: indexed draws by the name of their task, out of every family. */
import { families } from '../../families/index.ts';
import type { DrawTask } from '../../families/family.ts';

const TASKS: ReadonlyMap<string, DrawTask> = new Map(
  families.flatMap((family) => Object.entries(family.tasks)),
);

/** A range of draws, as a thread is asked for it. */
export interface DrawRange {
  readonly task: string;
  readonly input: unknown;
  readonly from: number;
  readonly to: number;
}

/** @throws RangeError for a task that is not there, which is a bug of the caller */
export function runDraws({ task, input, from, to }: DrawRange): unknown {
  const draws = TASKS.get(task);
  if (draws === undefined) throw new RangeError(`no compute task is called ${task}`);
  return draws(input as never, from, to);
}
