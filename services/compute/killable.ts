/** One worker thread for tasks that may take for ever: what is not done in time is killed with its thread. */
import { Worker } from 'node:worker_threads';
import type { Reply } from './serve.ts';

/** What became of a task. */
export type KillableResult<Result> =
  | {
      readonly kind: 'result';
      readonly result: Result;
      /** From when the ready thread was given it. */
      readonly milliseconds: number;
    }
  | { readonly kind: 'timed-out' }
  /** The thread ended by itself: out of memory, or a crash. */
  | { readonly kind: 'died'; readonly message: string };

export interface KillableLimits {
  /** How long a new thread may take to load its modules and to answer its first task. */
  readonly startMilliseconds: number;
  /** How long a task may take from when the ready thread is given it. */
  readonly taskMilliseconds: number;
  readonly heapMiB: number;
}

/**
 * The thread starts with the first task, and again after it was killed. Tasks run one after the other, so that a
 * task's time does not run while it waits. An idle thread keeps no process alive.
 */
export class KillableThread {
  readonly #entry: URL;
  readonly #limits: KillableLimits;
  #worker: Worker | undefined;
  /** Of the thread that runs: what became of its start. */
  #started: Promise<KillableResult<null>> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #nextId = 0;
  #isClosed = false;

  /** @param entry the module that the thread runs; it calls `serveTasks` with a task `ready` among others */
  constructor(entry: URL, limits: KillableLimits) {
    this.#entry = entry;
    this.#limits = limits;
  }

  /**
   * Runs one task. Input and result are structured clones.
   *
   * @param milliseconds less than a task may take, where its caller has used some of that up
   * @throws Error what the task threw, and when the thread was closed
   */
  run<Result>(
    name: string,
    input: unknown,
    milliseconds = this.#limits.taskMilliseconds,
  ): Promise<KillableResult<Result>> {
    const result = this.#last.then(() => this.#runNow<Result>(name, input, milliseconds));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Ends the thread; a task under way is lost. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#kill();
  }

  async #runNow<Result>(name: string, input: unknown, milliseconds: number): Promise<KillableResult<Result>> {
    if (this.#isClosed) throw new Error('the thread is closed');
    if (this.#worker === undefined) this.#begin();
    const ready = await this.#started;
    if (ready !== undefined && ready.kind !== 'result') return ready;
    const result = await this.#ask<Result>(name, input, milliseconds);
    // The next task need not wait for a thread: it starts while nobody does.
    if (result.kind === 'timed-out' && !this.#isClosed) this.#begin();
    return result;
  }

  #begin(): void {
    this.#worker = this.#start();
    this.#started = this.#ask<null>('ready', null, this.#limits.startMilliseconds);
    // Who waits for it hears of it.
    this.#started.catch(() => undefined);
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMiB },
    });
    const forget = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.on('exit', forget);
    // An error ends the thread; the task under way hears of it in `#ask`, and the next one is given another thread.
    worker.on('error', forget);
    worker.unref();
    return worker;
  }

  #ask<Result>(name: string, input: unknown, milliseconds: number): Promise<KillableResult<Result>> {
    const worker = this.#worker;
    if (worker === undefined) return Promise.resolve({ kind: 'died', message: 'the thread is gone' });
    const id = this.#nextId++;
    const start = performance.now();
    return new Promise((resolve, reject) => {
      const settle = (result: KillableResult<Result> | Error): void => {
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('error', onError);
        worker.off('exit', onExit);
        worker.unref();
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      const onMessage = (reply: Reply): void => {
        if (reply.id !== id) return;
        // The entry answers a task by its name; its type is agreed between caller and entry.
        if (reply.kind === 'result')
          settle({ kind: 'result', result: reply.result as Result, milliseconds: performance.now() - start });
        else settle(new Error(reply.message));
      };
      const onError = (error: unknown): void =>
        settle({ kind: 'died', message: error instanceof Error ? error.message : String(error) });
      const onExit = (code: number): void =>
        settle(
          this.#isClosed ? new Error('the thread is closed') : { kind: 'died', message: `exit code ${code}` },
        );
      const timer = setTimeout(() => {
        void this.#kill().then(() => settle({ kind: 'timed-out' }));
        worker.off('exit', onExit);
      }, milliseconds);
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.on('exit', onExit);
      worker.ref();
      worker.postMessage({ id, name, input });
    });
  }

  async #kill(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
