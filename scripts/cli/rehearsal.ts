/**
 * A study gone through with what the memo holds, asking nothing: which questions are answered already, each once however often
 * it is asked, and which cells would go on asking.
 */
import { memoLookUp } from '../../activities/collect/look-up.ts';
import { memoKey, programKey } from '../../activities/collect/memo-key.ts';
import type { Completion, CompletionRequest, ModelIdentity, ModelRef } from '../../domain/completion.ts';
import type { Cell, Outcome, SettledCell, Thread, ToolUse, Want } from '../../domain/dialogue.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import { indexed, joined, spread } from '../../domain/indexed.ts';
import type { Json } from '../../domain/json.ts';
import type { Environment, ProgramResult } from '../../domain/program.ts';
import type { Store } from '../../domain/store.ts';
import type { Block } from '../../families/block.ts';
import type { Study } from '../../families/family.ts';

/** Threads that are gone through at most; of more, as many all over the study. */
export const GONE_THROUGH = 10_000;
/** Cells that wait for the memo at once: its look-ups are made many at a time. */
const AT_ONCE = 512;

export interface Memo {
  readonly store: Pick<Store, 'currentKeys' | 'completions' | 'programs'> | undefined;
  /** Whose answer it would be; undefined where that cannot be told, and nothing is found then. */
  identityOf(model: ModelRef): ModelIdentity | undefined;
  /** An answer from before addresses were part of an identity. */
  earlier(request: CompletionRequest, identity: ModelIdentity, draw: number): Promise<Completion | undefined>;
  /** Has a tool used. */
  useTool(use: ToolUse): Promise<Json>;
  /** In which programs would run; undefined where there is none, and no result of one is found then. */
  readonly environment: Environment | undefined;
}

/** What became of one model's questions, in all the cells that were gone through. */
export interface ModelRehearsal {
  /** Questions that were met, each once. */
  readonly met: number;
  /** Those of them that the memo answers. */
  readonly inMemo: number;
  /** Cells of the blocks that may ask it, and those of them that would go on. */
  readonly cells: number;
  readonly openCells: number;
  /** Of the open ones, those whose first question depends on answers that are not there. */
  readonly unseenCells: number;
}

export interface Rehearsal {
  /** By the model as JSON. */
  readonly models: ReadonlyMap<string, ModelRehearsal>;
  /** Threads that were gone through, and all that there are. */
  readonly threads: number;
  readonly of: number;
}

export async function rehearse(
  study: Pick<Study, 'dialogue'>,
  blocks: readonly Block[],
  memo: Memo,
): Promise<Rehearsal> {
  const all = joined(
    blocks.map(({ models, threads }) =>
      indexed(threads.length, (at) => ({ models, thread: threads.at(at) ?? [] })),
    ),
  );
  const some = spread(all, GONE_THROUGH);
  const notes = new Notes();
  const ask = askerOf(memo, notes);
  const entries = some[Symbol.iterator]();
  async function work(): Promise<void> {
    for (let next = entries.next(); next.done !== true; next = entries.next()) {
      const { models, thread } = next.value;
      const open = await goThrough(study, thread, ask);
      for (const model of models) notes.count(JSON.stringify(model), thread.length, open);
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, some.length) }, work));
  return { models: notes.models(), threads: some.length, of: all.length };
}

/** What is answered; undefined where the memo has it not. */
type Asker = (want: Want) => Promise<unknown>;

/** @returns how many of its cells would go on asking; the first of them has asked, the others not */
async function goThrough(study: Pick<Study, 'dialogue'>, thread: Thread, ask: Asker): Promise<Open> {
  const earlier: SettledCell[] = [];
  for (const [index, cell] of thread.entries()) {
    const settled = await settle(study, cell, earlier, ask);
    if (settled === undefined) return { open: thread.length - index, unseen: thread.length - index - 1 };
    earlier.push(settled);
  }
  return { open: 0, unseen: 0 };
}

interface Open {
  readonly open: number;
  readonly unseen: number;
}

async function settle(
  study: Pick<Study, 'dialogue'>,
  cell: Cell,
  earlier: readonly SettledCell[],
  ask: Asker,
): Promise<SettledCell | undefined> {
  const talk = study.dialogue(cell, earlier);
  const transcript: Completion[] = [];
  let next: IteratorResult<Want, Outcome> = talk.next();
  while (next.done !== true) {
    const reply = await ask(next.value);
    if (reply === undefined) return undefined;
    if (next.value.kind === 'ask') transcript.push(...(reply as readonly Completion[]));
    next = talk.next(reply);
  }
  return { cell, outcome: next.value, transcript };
}

function askerOf(memo: Memo, notes: Notes): Asker {
  const { store } = memo;
  const completions =
    store === undefined ? undefined : memoLookUp<Completion>(store, (keys) => store.completions(keys));
  const results =
    store === undefined ? undefined : memoLookUp<ProgramResult>(store, (keys) => store.programs(keys));
  const answer = async (request: CompletionRequest, draw: number): Promise<Completion | undefined> => {
    const identity = memo.identityOf(request.model);
    const model = JSON.stringify(request.model);
    const key = memoKey(request, identity ?? { kind: 'unknown', model }, { replicate: '', draw });
    const found =
      identity === undefined || completions === undefined
        ? undefined
        : ((await completions(key)).found ?? (await memo.earlier(request, identity, draw)));
    notes.meet(model, key, found !== undefined);
    return found;
  };
  return async (want) => {
    switch (want.kind) {
      case 'ask': {
        const answers = await Promise.all(want.asks.map(({ request, draw }) => answer(request, draw)));
        return answers.includes(undefined) ? undefined : answers;
      }
      case 'use':
        return memo.useTool(want.use).catch(() => undefined);
      case 'run': {
        if (memo.environment === undefined || results === undefined) return undefined;
        const key = programKey(want.program, memo.environment, { replicate: '', draw: want.draw });
        return (await results(key)).found?.run;
      }
    }
  };
}

class Notes {
  readonly #met = new Map<string, Map<Sha256, boolean>>();
  readonly #cells = new Map<string, { cells: number; open: number; unseen: number }>();

  meet(model: string, key: Sha256, isInMemo: boolean): void {
    const keys = this.#met.get(model) ?? new Map<Sha256, boolean>();
    this.#met.set(model, keys.set(key, isInMemo));
  }

  count(model: string, cells: number, { open, unseen }: Open): void {
    const counts = this.#cells.get(model) ?? { cells: 0, open: 0, unseen: 0 };
    counts.cells += cells;
    counts.open += open;
    counts.unseen += unseen;
    this.#cells.set(model, counts);
  }

  models(): Map<string, ModelRehearsal> {
    return new Map(
      [...this.#cells].map(([model, { cells, open, unseen }]) => {
        const keys = [...(this.#met.get(model)?.values() ?? [])];
        const inMemo = keys.filter(Boolean).length;
        return [model, { met: keys.length, inMemo, cells, openCells: open, unseenCells: unseen }];
      }),
    );
  }
}
