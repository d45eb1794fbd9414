/** A family that a test makes up: guesses in a first round, and in a second what a program made of them. */
import { z } from 'zod';
import { ask, type Cell, run } from '../../../domain/dialogue.ts';
import { indexed } from '../../../domain/indexed.ts';
import type { Block } from '../../../families/block.ts';
import { type Cells, listed } from '../../../families/cell-results.ts';
import type { Family, Study } from '../../../families/family.ts';
import { identityOf } from '../../../families/identity.ts';
import type { Round } from '../../../families/rounds.ts';
import { spendRow } from '../../../families/spend-row.ts';
import {
  executionFields,
  executionOf,
  headFields,
  modelFields,
  modelRef,
  NOT_HASHED,
} from '../../../families/spec-parts.ts';
import { html } from '../../../reports/html.ts';
import { page } from '../../../reports/page.ts';
import { spendTable } from '../../../reports/provenance.ts';

const schema = z.strictObject({
  family: z.literal('made-up'),
  ...headFields,
  model: z.strictObject(modelFields),
  guesses: z.number().int().positive(),
  ...executionFields,
});
type Spec = z.infer<typeof schema>;

const LIMITS = { wallSeconds: 5, memoryMiB: 128, processes: 4, outputBytes: 1000 };
const KEY = /^(first|second)\/(\d+)$/;

export const madeUp: Family<Spec> = {
  name: 'made-up',
  version: 1,
  schema,
  tasks: {},
  summary: 'Made up by a test.',
  identity: (spec) => identityOf(schema, spec, NOT_HASHED),
  collectionIdentity: (spec) => identityOf(schema, spec, NOT_HASHED),
  inputs: () => [],
  execution: (spec) => executionOf(spec),
  open: (spec) => studyOf(spec),
};

function studyOf(spec: Spec): Study {
  const model = modelRef(spec.model);
  const block = (name: string): Block => ({
    models: [model],
    threads: indexed(spec.guesses, (index) => [{ key: `${name}/${index}` }]),
    cells: spec.guesses,
  });
  const rounds: readonly [Round, (sum: number) => Round] = [
    { index: 0, blocks: [block('first')], memory: null },
    (sum) => ({ index: 1, blocks: [block('second')], memory: { sum } }),
  ];
  return {
    blocks: [block('first'), block('second')],
    async round(before) {
      if (before === undefined) return { round: rounds[0] };
      if (before.rounds.length > 1) return { said: `the sum is ${await sumOf(before.cells)}` };
      return { round: rounds[1](await sumOf(before.cells)) };
    },
    reopen: (index, memory) => (index === 0 ? rounds[0] : rounds[1]((memory as { sum: number }).sum)),
    *dialogue(cell: Cell) {
      const [, round = '', number = ''] = KEY.exec(cell.key) ?? [];
      const said = yield* ask({
        ...{ kind: 'generate', model, maxTokens: 8, temperature: 0 },
        prompt: { kind: 'chat', messages: [{ role: 'user', content: `${round} guess ${number}` }] },
      });
      const ran = yield* run({
        ...{ language: 'python', limits: LIMITS },
        program: `print(len(${JSON.stringify(said.text)}) + ${number})`,
      });
      return { status: 'ok', value: ran.status === 'ended' ? Number(ran.stdout) : -1 };
    },
    tools: [],
    programs: true,
    estimates: () => [
      {
        model,
        times: 2 * spec.guesses,
        callsAtLeast: 1,
        callsAtMost: 1,
        promptTokens: 10,
        completionTokensAtMost: 8,
      },
    ],
    outlook: () => Promise.resolve([]),
    frozenPlan: () => ({}),
    arms: ['all'],
    headline: async ({ cells }) => `sum ${await sumOf(cells)}`,
    analyse: async (_, { cells }) => ({ result: { sum: await sumOf(cells) } }),
    page: async ({ cells, spend, rounds: asked }) =>
      page({
        title: spec.name,
        lang: 'en',
        verdict: html`<p>Sum ${await sumOf(cells)} in ${asked.length} rounds</p>`,
        sections: [{ id: 'spend', heading: 'Spend', body: spendTable([spendRow(spend)]) }],
      }),
    tables: () => Promise.resolve(new Map()),
  };
}

async function sumOf(cells: Cells): Promise<number> {
  let sum = 0;
  for (const cell of await listed(cells)) if (cell.kind === 'settled') sum += Number(cell.outcome['value']);
  return sum;
}
