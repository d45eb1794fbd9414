/** The thread's side of the compute pool. */
import { parentPort } from 'node:worker_threads';
import { messageOf, UserError } from '../../domain/errors.ts';

/** What a thread is asked. */
export interface Task {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

export type Reply =
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | {
      readonly kind: 'error';
      readonly id: number;
      readonly name: string;
      readonly message: string;
      readonly stack?: string | undefined;
      readonly place?: string | undefined;
      readonly remedy?: string | undefined;
    };

/** Answers tasks by name, one at a time. Called once, by the entry module of a thread. */
export function serveTasks(tasks: Readonly<Record<string, (input: never) => unknown>>): void {
  parentPort?.on('message', (task: Task) => {
    parentPort?.postMessage(answer(tasks, task));
  });
}

function answer(tasks: Readonly<Record<string, (input: never) => unknown>>, task: Task): Reply {
  try {
    const compute = tasks[task.name];
    if (compute === undefined) throw new Error(`no compute task is called ${task.name}`);
    return { kind: 'result', id: task.id, result: compute(task.input as never) };
  } catch (error) {
    return {
      kind: 'error',
      id: task.id,
      name: error instanceof Error ? error.name : 'Error',
      message: messageOf(error),
      stack: error instanceof Error ? error.stack : undefined,
      place: error instanceof UserError ? error.place : undefined,
      remedy: error instanceof UserError ? error.remedy : undefined,
    };
  }
}
