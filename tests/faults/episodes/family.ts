/** A family that a test makes up: each cell is an episode of two questions and two programs, and one of them takes long. */
import { z } from 'zod';
import { ask, type Cell, run } from '../../../domain/dialogue.ts';
import { indexed } from '../../../domain/indexed.ts';
import type { Block } from '../../../families/block.ts';
import { type Cells, listed } from '../../../families/cell-results.ts';
import type { Family, Study } from '../../../families/family.ts';
import { identityOf } from '../../../families/identity.ts';
import { once } from '../../../families/rounds.ts';
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
  family: z.literal('episodes'),
  ...headFields,
  model: z.strictObject(modelFields),
  episodes: z.number().int().positive(),
  sleepSeconds: z.number().nonnegative(),
  /** Its programs take a hundred times as long. */
  straggler: z.number().int(),
  ...executionFields,
});
type Spec = z.infer<typeof schema>;

const LIMITS = { wallSeconds: 120, memoryMiB: 128, processes: 4, outputBytes: 1000 };
export const episodes: Family<Spec> = {
  name: 'episodes',
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
  const blocks: readonly Block[] = [
    {
      models: [model],
      threads: indexed(spec.episodes, (index) => [{ key: String(index) }]),
      cells: spec.episodes,
    },
  ];
  return {
    blocks,
    ...once(blocks),
    *dialogue({ key }: Cell) {
      const seconds = spec.sleepSeconds * (Number(key) === spec.straggler ? 100 : 1);
      let value = 0;
      for (const step of [1, 2]) {
        const said = yield* ask({
          ...{ kind: 'generate', model, maxTokens: 8, temperature: 0 },
          prompt: {
            kind: 'chat',
            messages: [{ role: 'user', content: `episode ${key} step ${step}: ${value}` }],
          },
        });
        const ran = yield* run({
          ...{ language: 'python', limits: LIMITS },
          program: `import time; time.sleep(${seconds}); print(len(${JSON.stringify(said.text)}) + ${step} * ${key} + ${value})`,
        });
        value = ran.status === 'ended' ? Number(ran.stdout) : -1;
      }
      return { status: 'ok', value };
    },
    tools: [],
    programs: true,
    estimates: () => [
      {
        ...{ model, times: spec.episodes, callsAtLeast: 2, callsAtMost: 2 },
        ...{ promptTokens: 10, completionTokensAtMost: 8 },
      },
    ],
    outlook: () => Promise.resolve([]),
    frozenPlan: () => ({}),
    arms: ['all'],
    headline: async ({ cells }) => `sum ${await sumOf(cells)}`,
    analyse: async (part, { cells }) => ({ result: { part, sum: await sumOf(cells) } }),
    page: async ({ cells, spend }) =>
      page({
        title: spec.name,
        lang: 'en',
        verdict: html`<p>Sum ${await sumOf(cells)}</p>`,
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
