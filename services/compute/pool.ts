/** Worker threads for computing: tasks in, results out. What is computed is the entry file's business. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Fault, UserError } from '../../domain/errors.ts';
import type { Reply } from './serve.ts';

interface Job {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** A fixed number of threads that take tasks in the order they came. */
export class ComputePool {
  readonly threads: number;
  readonly #entry: URL;
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Job>();
  readonly #waiting: Job[] = [];
  #nextId = 0;
  #closed = false;

  /**
   * @param entry the module that each thread runs; it calls `serveTasks`
   * @param threads default: as many as the machine runs at once
   */
  constructor(entry: URL, threads: number = availableParallelism()) {
    this.#entry = entry;
    this.threads = Math.max(1, threads);
  }

  /**
   * Runs one task on the next free thread. Input and result are structured clones.
   *
   * @throws what the task threw; a plain error, which is worth another attempt, when its thread died or the pool closed
   */
  run<Result>(name: string, input: unknown): Promise<Result> {
    if (this.#closed) return Promise.reject(new Error('the compute pool is closed'));
    return new Promise<Result>((resolve, reject) => {
      // The entry answers a task by its name; its type is agreed between caller and entry.
      const settle = (result: unknown): void => resolve(result as Result);
      this.#waiting.push({ id: this.#nextId++, name, input, resolve: settle, reject });
      this.#dispatch();
    });
  }

  /** Ends the threads; tasks that are not done are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    const workers = [...this.#idle, ...this.#busy.keys()];
    const error = new Error('the compute pool was closed');
    for (const job of [...this.#busy.values(), ...this.#waiting.splice(0)]) job.reject(error);
    this.#busy.clear();
    this.#idle.length = 0;
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && this.#busy.size < this.threads) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      const worker = this.#idle.pop() ?? this.#start();
      this.#busy.set(worker, job);
      worker.ref();
      worker.postMessage({ id: job.id, name: job.name, input: job.input });
    }
  }

  #start(): Worker {
    const worker = new Worker(this.#entry);
    worker.on('message', (reply: Reply) => this.#settle(worker, reply));
    worker.on('error', (error) => this.#lose(worker, error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => this.#lose(worker, `exit code ${code}`));
    return worker;
  }

  #settle(worker: Worker, reply: Reply): void {
    const job = this.#busy.get(worker);
    if (job === undefined || job.id !== reply.id) return;
    this.#busy.delete(worker);
    // An idle thread keeps no process alive.
    worker.unref();
    this.#idle.push(worker);
    if (reply.kind === 'result') job.resolve(reply.result);
    else job.reject(errorOf(reply));
    this.#dispatch();
  }

  #lose(worker: Worker, why: string): void {
    const job = this.#busy.get(worker);
    this.#busy.delete(worker);
    const idle = this.#idle.indexOf(worker);
    if (idle >= 0) this.#idle.splice(idle, 1);
    job?.reject(new Error(`a compute thread died during ${job.name}: ${why}`));
    if (!this.#closed) this.#dispatch();
  }
}

/** A thread's error as it was thrown there: classes do not survive a structured clone. */
function errorOf(reply: Extract<Reply, { kind: 'error' }>): Error {
  if (reply.name === 'UserError') {
    return new UserError(reply.message, {
      ...(reply.place === undefined ? {} : { place: reply.place }),
      ...(reply.remedy === undefined ? {} : { remedy: reply.remedy }),
    });
  }
  return new Fault(reply.stack ?? reply.message);
}
