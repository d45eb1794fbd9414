/** A study made in memory with every part that a report can show: problems, answers drawn by a seed, and their costs. */
import type { Completion, ModelIdentity } from '../../../domain/completion.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { randomStream } from '../../../domain/seeds.ts';
import type { CellCost, CellResult } from '../../../families/family.ts';
import { analyse } from '../../../families/word-problems/analysis/analyse.ts';
import { cellKey, type ProblemCell } from '../../../families/word-problems/cells.ts';
import type { ProblemOutcome } from '../../../families/word-problems/outcome.ts';
import type { ListedContext } from '../../../families/word-problems/page/context.ts';
import type { ReportedStudy } from '../../../families/word-problems/page/cells.ts';
import type { Problem } from '../../../families/word-problems/problems/problem.ts';
import { specSchema } from '../../../families/word-problems/spec.ts';
import { parseGold } from '../../../methods/grading/gold.ts';
import { METHODS, outcomeOf } from './made-up-outcomes.ts';

const SECTIONS = [
  'Solve applications with systems of equations',
  'Mixture problems',
  'Uniform motion',
  'Percent applications',
  'Coins and tickets',
  'Geometry',
];

/** What the page calls those that a name says too little of. */
const LABELS: Readonly<Record<string, string>> = {
  'declarative-paper': 'declarative, solved as the paper does',
  'five-thoughts': 'five chains of thought',
  'by-hand': 'statements by hand',
};

export interface MadeUp {
  readonly study: ReportedStudy;
  readonly context: ListedContext;
}

export function madeUpProblems(count: number, twins: number): readonly Problem[] {
  const originals = Array.from({ length: count }, (_, index) => problemOf(`alg-${index + 1}`, index, null));
  const copies = originals
    .slice(0, twins)
    .map((original, index) => problemOf(`${original.id}~1`, index + 1000, original.id));
  return [...originals, ...copies];
}

function problemOf(id: string, index: number, twinOf: string | null): Problem {
  const stream = randomStream(1, 'made-up problem', index);
  const [pens, price] = [2 + stream.integer(40), 1 + stream.integer(9)];
  const percent = index % 7 === 3;
  const text = percent ? `${pens}%` : index % 5 === 2 ? `${pens * price}.57` : String(pens * price);
  const gold = parseGold(text);
  return {
    id,
    question: `A shop sells ${pens} pens at $${price} each in the morning. ${percent ? 'What share of the day’s pens is that?' : 'How much money do they bring, together with what was there?'}`,
    gold: gold === undefined ? [] : [gold],
    section: index % 11 === 10 ? null : (SECTIONS[index % SECTIONS.length] ?? null),
    statements: `The pens. [[var p]] [[eq p = ${pens}]] [[answer p * ${price}]]`,
    equation: null,
    twinOf,
  };
}

/**
 * @param changes to single cells, by key: what a model wrote, for one
 */
export function madeUpStudy(
  options: {
    readonly problems?: number;
    readonly twins?: number;
    readonly seeds?: readonly number[];
    readonly missing?: boolean;
    readonly changes?: ReadonlyMap<string, Partial<ProblemOutcome>>;
  } = {},
): MadeUp {
  const problems = madeUpProblems(options.problems ?? 60, options.twins ?? 20);
  const spec = specSchema.parse({
    family: 'word-problems',
    name: 'made-up',
    title: 'Algebra by nine methods (made-up answers)',
    seed: 4,
    problems: { file: 'problems.csv', twins: {} },
    models: [
      { name: 'small', endpoint: 'local', model: 'tiny-1b' },
      { name: 'large', endpoint: 'far', model: 'large-70b' },
    ],
    methods: METHODS.map(({ skill: _skill, ...method }) => method),
    seeds: options.seeds ?? [1],
  });
  const cells: ProblemCell[] = METHODS.flatMap(({ name }) =>
    problems.flatMap(({ id }) =>
      spec.seeds.map((seed) => ({
        key: cellKey(name, id, seed, 1),
        method: name,
        problem: id,
        seed,
        replicate: 1,
      })),
    ),
  );
  const byId = new Map(problems.map((problem) => [problem.id, problem]));
  const results = cells.map((cell): CellResult => {
    const stream = randomStream(2, 'made-up answer', cell.key);
    if ((options.missing ?? true) && stream.uniform() < 0.01) {
      return { key: cell.key, kind: 'missing', missingClass: 'endpoint' };
    }
    const problem = byId.get(cell.problem);
    if (problem === undefined) throw new Error(cell.problem);
    const outcome = { ...outcomeOf(cell, problem), ...options.changes?.get(cell.key) };
    return { key: cell.key, kind: 'settled', outcome };
  });
  const study: ReportedStudy = {
    spec,
    problems,
    methods: METHODS.map(({ name, kind }) => ({ name, kind, label: LABELS[name] ?? name })),
    cells,
  };
  return {
    study,
    context: contextOf(study, results),
  };
}

function contextOf(study: ReportedStudy, results: readonly CellResult[]): ListedContext {
  const costs = new Map<string, CellCost>();
  for (const result of results) {
    if (result.kind === 'missing') continue;
    const { calls } = result.outcome as ProblemOutcome;
    const attributedMicroUsd = calls * 410;
    const isPaid = !result.key.startsWith('declarative-paper/');
    costs.set(result.key, {
      calls,
      attributedMicroUsd,
      paidCalls: isPaid ? calls : 0,
      paidMicroUsd: isPaid ? attributedMicroUsd : 0,
    });
  }
  return {
    experiment: 'word-problems/made-up/0123456789ab',
    partial: false,
    results: new Map([['grade', analyse(study, 'grade', { cells: results }).result]]),
    rounds: [],
    cells: results,
    spend: {
      calls: study.cells.length,
      promptTokens: study.cells.length * 640,
      completionTokens: study.cells.length * 110,
      costMicroUsd: study.cells.length * 410,
      memoHits: 80,
      callsSentAnew: 0,
    },
    codes: [],
    provenance: [
      { label: 'Experiment', value: 'word-problems/made-up/0123456789ab' },
      { label: 'Spec (SHA-256)', value: '0123456789ab'.repeat(5) },
    ],
    costs,
    added: [],
    changes: [],
    frozen: null,
    conversation: (key) => Promise.resolve(heldAt(key)),
  };
}

/** A prompt and an answer; two calls where the key falls so. */
function heldAt(key: string): Awaited<ReturnType<ListedContext['conversation']>> {
  const messages: { role: 'system' | 'user' | 'assistant'; content: string }[] = [
    { role: 'system', content: 'State the problem in double brackets.' },
    { role: 'user', content: `The problem of ${key}.` },
  ];
  const answer = 'Let p be the number of pens. [[var p]] [[eq p = 12]] [[answer p]]';
  const identity: ModelIdentity = { kind: 'openai', model: 'tiny-1b' };
  const first = {
    kind: 'completion' as const,
    request: requestOf(messages),
    completion: completionOf(answer),
    identity,
  };
  if (randomStream(5, 'made-up turns', key).uniform() < 0.7) return [first];
  const more = [
    ...messages,
    { role: 'assistant' as const, content: answer },
    { role: 'user' as const, content: 'p is free. State what is missing.' },
  ];
  return [
    first,
    { kind: 'completion', request: requestOf(more), completion: completionOf('[[eq p = 5]]'), identity },
  ];
}

function requestOf(messages: readonly { role: string; content: string }[]): JsonObject {
  return { prompt: { kind: 'chat', messages: messages.map((message) => ({ ...message })) } };
}

function completionOf(text: string): Completion {
  return {
    text,
    finishReason: 'stop',
    usage: { promptTokens: 640, completionTokens: 110, estimated: false },
    latencyMs: 5,
  };
}
