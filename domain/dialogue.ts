/** How a cell is asked: pure, so that a restart replays the transcript from the store, for nothing. */
import type { Completion, CompletionRequest } from './completion.ts';
import type { Json, JsonObject } from './json.ts';

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
 * What a dialogue can have done beside asking a model. `solve`: statements are solved exactly (`{text, question?}`,
 * a `Solution`); `paper`: the same by the released pipeline's rules (`{text}`, a `PaperResult`); `python`: a program
 * runs in the sandbox (`{program}`, a `ProgramRun`).
 */
export const TOOLS = ['solve', 'paper', 'python'] as const;
export type ToolName = (typeof TOOLS)[number];

export interface ToolUse {
  readonly tool: ToolName;
  readonly input: JsonObject;
}

/** The result of that very use, where it was done since this attempt at the cell began. */
export type Used = (use: ToolUse) => Json | undefined;

export type DialogueStep<O extends Outcome> =
  | { readonly kind: 'ask'; readonly request: CompletionRequest; readonly draw: number }
  | { readonly kind: 'use'; readonly use: ToolUse }
  | { readonly kind: 'settled'; readonly outcome: O };

/**
 * A family's way of asking one cell. `step` sees the answers so far and, where cells are asked in a chain, the cells
 * of the same thread that were settled before; it asks again, has a tool used, or settles. Results of tools cost no
 * call and are not kept: another attempt has the tool used again, with the same input.
 */
export interface Dialogue<C extends Cell = Cell, O extends Outcome = Outcome> {
  step(
    cell: C,
    transcript: readonly Completion[],
    earlier: readonly SettledCell<C, O>[],
    used: Used,
  ): DialogueStep<O>;
}

/** Cells asked one after another, because later ones see earlier answers. Most threads hold one cell. */
export type Thread<C extends Cell = Cell> = readonly C[];

/** Ask; `draw` is the repetition number inside the cell (0 for the first). */
export function ask(
  request: CompletionRequest,
  draw = 0,
): { kind: 'ask'; request: CompletionRequest; draw: number } {
  return { kind: 'ask', request, draw };
}

/** Have a tool used; the next step finds its result under the same use. */
export function use(tool: ToolName, input: JsonObject): { kind: 'use'; use: ToolUse } {
  return { kind: 'use', use: { tool, input } };
}

export function settled<O extends Outcome>(outcome: O): { kind: 'settled'; outcome: O } {
  return { kind: 'settled', outcome };
}
