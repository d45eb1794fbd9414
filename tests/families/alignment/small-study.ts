/** A small study, made in memory: people, items, a spec, and answers by rule. */
import { threadsOf } from '../../../families/block.ts';
import type { Completion, CompletionRequest } from '../../../domain/completion.ts';
import type { Outcome, SettledCell } from '../../../domain/dialogue.ts';
import { randomStream } from '../../../domain/seeds.ts';
import { alignment } from '../../../families/alignment/family.ts';
import type { ItemCell } from '../../../families/alignment/arms/cells.ts';
import { type AlignmentSpec, specSchema } from '../../../families/alignment/spec/spec.ts';
import { batchesOf } from '../../../families/cell-results.ts';
import type { CellResult, Collected, Compute, PageContext, Study } from '../../../families/family.ts';
import { alignmentDraws, type DrawInput } from '../../../methods/alignment/draws.ts';

export const POPULATION = {
  who: 'people of a test',
  when: 'now',
  language: 'English',
  instrument: 'a short one',
  responseFormat: 'no, perhaps, yes',
  sampling: 'made up',
  licence: 'none needed',
};

export const ITEMS = 8;
export const PERSONS = 60;

/** Items i1 to i8, harder from one to the next. */
export function difficulty(item: number): number {
  return -1.75 + item * 0.5;
}

export function itemsCsv(): string {
  const rows = Array.from({ length: ITEMS }, (_, item) => `i${item + 1},Do you do thing number ${item + 1}?`);
  return ['item_id,text', ...rows].join('\n');
}

/** Rasch people with two covariates. */
export function peopleCsv(seed = 1): string {
  const rows = Array.from({ length: PERSONS }, (_, person) => {
    const stream = randomStream(seed, 'test people', person);
    const theta = stream.normal();
    const answers = Array.from({ length: ITEMS }, (__, item) => {
      const yes = stream.uniform() < 1 / (1 + Math.exp(difficulty(item) - theta));
      return yes ? (stream.uniform() < 0.5 ? 'yes' : 'perhaps') : 'no';
    });
    return [`p${person + 1}`, 18 + (person % 10), person % 3 === 0 ? 'man' : 'woman', ...answers].join(',');
  });
  const items = Array.from({ length: ITEMS }, (_, item) => `i${item + 1}`);
  return [['person_id', 'age', 'gender', ...items].join(','), ...rows].join('\n');
}

type Source = Record<string, unknown>;

/** A spec with what is given in place of its parts. */
export function specOf(changes: Source = {}): AlignmentSpec {
  return specSchema.parse({
    family: 'alignment',
    name: 'small',
    seed: 3,
    people: { kind: 'responses', file: 'people.csv', covariates: ['age', 'gender'] },
    population: POPULATION,
    items: { file: 'items.csv', options: ['no', 'perhaps', 'yes'] },
    scores: { no: 0, perhaps: 1, yes: 1 },
    models: [{ name: 'm', endpoint: 'local', model: 'tiny' }],
    arms: [armOf()],
    analysis: { draws: 100, splits: 20 },
    ...changes,
  });
}

export function armOf(changes: Source = {}): Source {
  return {
    name: 'people',
    models: ['m'],
    respondents: { kind: 'people', phrase: 'a {gender} of {age}' },
    ask: { mode: 'text', parser: 'letter' },
    ...changes,
  };
}

export function inputsOf(changes: Readonly<Record<string, string>> = {}): Map<string, string> {
  return new Map(Object.entries({ 'people.file': peopleCsv(), 'items.file': itemsCsv(), ...changes }));
}

export function openSmall(changes: Source = {}, inputs: Readonly<Record<string, string>> = {}): Study {
  return alignment.open(specOf(changes), inputsOf(inputs));
}

export function said(text: string, finishReason: Completion['finishReason'] = 'stop'): Completion {
  return {
    text,
    finishReason,
    usage: { promptTokens: 1, completionTokens: 1, estimated: false },
    latencyMs: 1,
  };
}

export function scored(probabilities: readonly number[]): Completion {
  return { ...said(''), optionLogProbs: probabilities.map((p) => Math.log(p)) };
}

/** What a dialogue of this family, which asks one thing at a time, comes to after these answers. */
export function after(
  study: Study,
  cell: ItemCell,
  transcript: readonly Completion[],
  earlier: readonly SettledCell[] = [],
): { readonly asks: CompletionRequest } | { readonly outcome: Outcome } {
  const talk = study.dialogue(cell, earlier);
  let next = talk.next();
  for (const answer of transcript) {
    if (next.done === true) break;
    next = talk.next([answer]);
  }
  if (next.done === true) return { outcome: next.value };
  if (next.value.kind !== 'ask') throw new Error('a tool was asked for');
  const [first] = next.value.asks;
  if (first === undefined || next.value.asks.length > 1) throw new Error('it asks one thing at a time');
  return { asks: first.request };
}

/** Runs every dialogue to its end with answers by rule. */
export function collect(study: Study, answer: (cell: ItemCell, turn: number) => Completion): CellResult[] {
  return [...threadsOf(study.blocks)].flatMap((thread) =>
    (thread as readonly ItemCell[]).map((cell): CellResult => {
      const transcript: Completion[] = [];
      for (;;) {
        const now = after(study, cell, transcript);
        if ('outcome' in now) return { key: cell.key, kind: 'settled', outcome: now.outcome };
        transcript.push(answer(cell, transcript.length));
      }
    }),
  );
}

/** Draws on this thread, in as many chunks as asked for. */
export function computeIn(chunks: number): Compute {
  return {
    async draws(task, input, count) {
      if (task !== 'alignment') throw new RangeError(task);
      const size = Math.ceil(count / chunks);
      const out: unknown[] = [];
      for (let from = 0; from < count; from += size) {
        out.push(alignmentDraws(input as DrawInput, from, Math.min(count, from + size)));
      }
      return out;
    },
  };
}

/** As a study reads it: cells in batches, of its only round. */
export function collected(cells: readonly CellResult[]): Collected {
  return { rounds: [], cells: batchesOf(cells) };
}

export function pageContext(cells: readonly CellResult[], results: PageContext['results']): PageContext {
  return {
    experiment: 'alignment/small/0123456789ab',
    partial: false,
    results,
    ...collected(cells),
    spend: { calls: 1, promptTokens: 2, completionTokens: 3, costMicroUsd: 0, memoHits: 0, callsSentAnew: 0 },
    costs: () => Promise.resolve(new Map()),
    codes: [],
    provenance: [{ label: 'Spec (SHA-256)', value: 'abc' }],
    conversation: async () => [
      {
        kind: 'completion' as const,
        request: { prompt: { kind: 'raw', text: 'Q <b>' } },
        completion: said('A'),
        identity: { kind: 'openai', model: 'tiny' },
      },
    ],
    added: [],
    changes: [],
    frozen: null,
  };
}
