/** One Python process with SymPy in it: a JSON line in, a JSON line out, one request at a time. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { Fault, UserError } from '../../domain/errors.ts';
import type { JsonObject } from '../../domain/json.ts';

export interface SympyLimits {
  /** Processor time of one request. */
  readonly cpuSeconds: number;
  /** Address space of the process, SymPy and Python included. */
  readonly memoryMiB: number;
}

export type SympyReply =
  | { readonly kind: 'answer'; readonly answer: JsonObject }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'out-of-memory' }
  | {
      /** The process ended by itself. */
      readonly kind: 'crashed';
      readonly why: string;
    }
  | {
      /** Somebody else ended it: the machine, or a person. */
      readonly kind: 'lost';
    };

const PROGRAM = join(import.meta.dirname, 'prefix_solver.py');
const OUT_OF_MEMORY = 77;
const START_SECONDS = 60;
/** Of wall time to processor time: a busy machine takes nothing away from a request, and a process that waits still ends. */
const PATIENCE = 3;
/** Signals that no program sends itself. */
const FROM_OUTSIDE: ReadonlySet<NodeJS.Signals> = new Set(['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT']);
const KEPT_ERROR_CHARACTERS = 2000;

export class SympyChild {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #cpuSeconds: number;
  #settle: ((reply: SympyReply) => void) | undefined;
  #unread = '';
  #errors = '';
  #ended: SympyReply | undefined;

  private constructor(python: string, limits: SympyLimits) {
    this.#cpuSeconds = limits.cpuSeconds;
    const flags = ['-P', '-s', '-B', PROGRAM, String(limits.cpuSeconds), String(limits.memoryMiB)];
    this.#process = spawn(python, flags, { env: environment(), stdio: 'pipe' });
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-KEPT_ERROR_CHARACTERS);
    });
    // A write to a process that just died; its end tells the rest.
    this.#process.stdin.on('error', () => undefined);
    this.#process.on('error', (error) => this.#end({ kind: 'crashed', why: error.message }));
    this.#process.on('close', (code, signal) => this.#end(this.#ending(code, signal)));
  }

  /** @throws UserError where SymPy does not start */
  static async start(python: string, limits: SympyLimits): Promise<SympyChild> {
    const child = new SympyChild(python, limits);
    const reply = await child.#reply(START_SECONDS * 1000);
    if (reply.kind === 'answer') return child;
    const why = reply.kind === 'crashed' ? reply.why : reply.kind;
    throw new UserError(`SymPy does not start: ${why}`, { place: python, remedy: 'Run `npm run setup`.' });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * One request at a time. After any other reply than an answer this process is gone.
   *
   * @throws Fault where the request is none that the program knows
   */
  async ask(request: JsonObject): Promise<SympyReply> {
    const reply = this.#reply(this.#cpuSeconds * PATIENCE * 1000);
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const settled = await reply;
    if (settled.kind === 'answer' && settled.answer['status'] === 'fault')
      throw new Fault(`SymPy was asked what it does not know: ${JSON.stringify(settled.answer['message'])}`);
    return settled;
  }

  /** Ends the process, whatever it is doing. */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#hold(true);
    const closed = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.kill('SIGKILL');
    await closed;
  }

  #reply(milliseconds: number): Promise<SympyReply> {
    if (this.#ended !== undefined) return Promise.resolve(this.#ended);
    return new Promise((resolve) => {
      this.#hold(true);
      const timer = setTimeout(() => {
        this.#end({ kind: 'timed-out' });
        this.#process.kill('SIGKILL');
      }, milliseconds);
      this.#settle = (reply) => {
        clearTimeout(timer);
        this.#settle = undefined;
        this.#hold(false);
        resolve(reply);
      };
    });
  }

  #read(text: string): void {
    this.#unread += text;
    const end = this.#unread.indexOf('\n');
    if (end < 0) return;
    const answer = JSON.parse(this.#unread.slice(0, end)) as JsonObject;
    this.#unread = this.#unread.slice(end + 1);
    this.#settle?.({ kind: 'answer', answer });
  }

  #end(reply: SympyReply): void {
    this.#ended ??= reply;
    this.#settle?.(this.#ended);
  }

  #ending(code: number | null, signal: NodeJS.Signals | null): SympyReply {
    if (signal === 'SIGPROF') return { kind: 'timed-out' };
    if (code === OUT_OF_MEMORY) return { kind: 'out-of-memory' };
    if (signal !== null && FROM_OUTSIDE.has(signal)) return { kind: 'lost' };
    const how = signal === null ? `exit code ${String(code)}` : signal;
    const said = this.#errors.trim().split('\n').at(-1) ?? '';
    return { kind: 'crashed', why: said === '' ? how : `${how}, ${said}` };
  }

  /** An idle process keeps no other process alive. */
  #hold(on: boolean): void {
    const { stdin, stdout, stderr } = this.#process;
    if (on) this.#process.ref();
    else this.#process.unref();
    for (const stream of [stdin, stdout, stderr]) {
      if (!(stream instanceof Socket)) continue;
      if (on) stream.ref();
      else stream.unref();
    }
  }
}

/**
 * Hashes of names decide the order in which SymPy walks its sets, and that can decide which root comes first: so they
 * are fixed. Nothing of our environment, keys least of all, reaches the process.
 */
function environment(): NodeJS.ProcessEnv {
  const libraries = process.env['LD_LIBRARY_PATH'];
  return {
    PYTHONHASHSEED: '0',
    PYTHONUTF8: '1',
    SYMPY_GROUND_TYPES: 'python',
    ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }),
  };
}
