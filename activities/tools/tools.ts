/** The tools of this worker process: each opened at first use, closed with the process. */
import type { ToolUse } from '../../domain/dialogue.ts';
import { Fault, messageOf, ToolError, UserError } from '../../domain/errors.ts';
import { canonicalJson, type Json, type JsonObject } from '../../domain/json.ts';
import { solve } from '../../methods/equations/solve.ts';
import { openPaperSolver } from './paper.ts';

/** One tool, open. */
interface Tool {
  use(input: JsonObject, signal: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

/** By the names that families know them by. */
const OPENERS: Readonly<Record<string, () => Promise<Tool>>> = {
  solve: () =>
    Promise.resolve({
      use: (input) => Promise.resolve(solve(textIn(input, 'text'), questionIn(input))),
      close: () => Promise.resolve(),
    }),
  async paper() {
    const solver = await openPaperSolver();
    return { use: (input) => solver.solve(textIn(input, 'text')), close: () => solver.close() };
  },
};

/** Results that are kept. */
const KEPT = 5000;

export class Tools {
  readonly #open = new Map<string, Promise<Tool>>();
  /** By use; the oldest stands first. */
  readonly #results = new Map<string, Json>();

  /** @throws UserError with the remedy where this machine cannot have the tool */
  async check(name: string): Promise<void> {
    await this.#get(name);
  }

  /**
   * The same use gives the same result while this process lives: a vote asks again what its methods have asked.
   *
   * @throws ToolError where the tool gave no result; Fault for a broken input; the signal's reason
   */
  async use(use: ToolUse, signal: AbortSignal): Promise<Json> {
    const key = canonicalJson({ ...use });
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = await this.#result(use, signal);
    this.#results.set(key, result);
    for (const oldest of this.#results.keys()) {
      if (this.#results.size <= KEPT) break;
      this.#results.delete(oldest);
    }
    return result;
  }

  async #result({ tool, input }: ToolUse, signal: AbortSignal): Promise<Json> {
    try {
      const result = await (await this.#get(tool)).use(input, signal);
      return JSON.parse(JSON.stringify(result)) as Json;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Fault) throw error;
      const why = error instanceof UserError ? error.describe() : messageOf(error);
      throw new ToolError(`${tool}: ${why}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    for (const opened of this.#open.values()) await opened.then((tool) => tool.close(), ignore);
  }

  #get(name: string): Promise<Tool> {
    let opened = this.#open.get(name);
    if (opened === undefined) {
      const open = OPENERS[name];
      if (open === undefined) throw new Fault(`no tool is called '${name}'`);
      opened = open();
      this.#open.set(name, opened);
      opened.catch(() => this.#open.delete(name));
    }
    return opened;
  }
}

/** What could not be opened needs no closing. */
function ignore(): void {}

function textIn(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value !== 'string') throw new Fault(`a tool's input has no text '${name}'`);
  return value;
}

function questionIn(input: JsonObject): { readonly question?: string } {
  return input['question'] === undefined ? {} : { question: textIn(input, 'question') };
}
