/** How a cell is asked: pure, so that a restart replays the transcript from the store, for nothing. */
import type { Completion, CompletionRequest } from './completion.ts';
import type { JsonObject } from './json.ts';
import type { ProgramRequest, ProgramRun } from './program.ts';

/** One unit that the experiment wants to know. `key` is unique within the experiment and stable across runs. */
export interface Cell {
  readonly key: string;
}

/** What the experiment observed in a cell. `status` is the family's own word (`ok`, `refused`, ...). */
export interface Outcome extends JsonObject {
  readonly status: string;
}

/** A cell that was settled, with what was said. */
export interface SettledCell<C extends Cell = Cell, O extends Outcome = Outcome> {
  readonly cell: C;
  readonly outcome: O;
  readonly transcript: readonly Completion[];
}

/**
 * A tool that a family names: quick and deterministic, so that its results are not kept and another attempt has it used
 * again. `I` and `R` are what it takes and gives; whoever opens it in `activities/tools/` keeps to them.
 */
export interface Tool<I extends JsonObject, R> {
  readonly name: string;
  /** No value has it: it holds the types. */
  readonly types?: (input: I) => R;
}

export interface ToolUse {
  readonly tool: string;
  readonly input: JsonObject;
}

/** One question. `draw` is the repetition number inside the cell (0 for the first). */
export interface Ask {
  readonly request: CompletionRequest;
  readonly draw: number;
}

/** What a dialogue wants before it goes on. */
export type Want =
  | { readonly kind: 'ask'; readonly asks: readonly Ask[] }
  /** Settled and kept as an answer is: a program has no second first time. */
  | { readonly kind: 'run'; readonly program: ProgramRequest; readonly draw: number }
  | { readonly kind: 'use'; readonly use: ToolUse };

/**
 * A conversation that reads top-down: it wants something, is told what came of it, and comes to a `T`. It is pure: told the
 * same it wants the same, so that after a restart it is begun anew and goes through what is settled for nothing. Parts of it are talks
 * too, which it delegates to with `yield*`.
 */
export type Talk<T> = Generator<Want, T, unknown>;

/**
 * A family's way of asking one cell. Where cells are asked in a chain it sees those of the same thread that were settled
 * before. Results of tools cost no call and are not kept: another attempt has the tool used again, with the same input.
 */
export type Dialogue<C extends Cell = Cell, O extends Outcome = Outcome> = (
  cell: C,
  earlier: readonly SettledCell<C, O>[],
) => Talk<O>;

/** Cells asked one after another, because later ones see earlier answers. Most threads hold one cell. */
export type Thread<C extends Cell = Cell> = readonly C[];

/** The answer to a question. */
export function* ask(request: CompletionRequest, draw = 0): Talk<Completion> {
  const [answer] = yield* askAll([{ request, draw }]);
  if (answer === undefined) throw new RangeError('a question was not answered');
  return answer;
}

/** The answers to questions that do not wait for each other, in their order. */
export function* askAll(asks: readonly Ask[]): Talk<readonly Completion[]> {
  return (yield { kind: 'ask', asks }) as readonly Completion[];
}

/** What a program came to. `draw` as of an ask. */
export function* run(program: ProgramRequest, draw = 0): Talk<ProgramRun> {
  return (yield { kind: 'run', program, draw }) as ProgramRun;
}

/** What a tool says. */
export function* use<I extends JsonObject, R>(tool: Tool<I, R>, input: I): Talk<R> {
  return (yield { kind: 'use', use: { tool: tool.name, input } }) as R;
}

/** The questions that a talk begins with, for a plan; none where it begins otherwise. */
export function firstAsks(talk: Talk<unknown>): readonly Ask[] {
  const first = talk.next();
  return first.done !== true && first.value.kind === 'ask' ? first.value.asks : [];
}
