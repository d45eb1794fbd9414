/**
 * `npm run bench:embedded`: tokens a second in, out and behind a shared prefix, and cells a second of the demo, of the embedded
 * backend beside a plain loop over the same weights in the same run. Some five minutes; `--quick`: one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { CompletionRequest } from '../domain/completion.ts';
import { openLlama } from '../services/inference/llama/backend.ts';
import { builtInWeights } from '../services/inference/llama/weights.ts';
import { type Compared, embeddedPage } from './embedded/page.ts';
import { openPlain } from './embedded/plain.ts';
import { demoCells, shared, unshared, written } from './embedded/requests.ts';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    /** At most 2. */
    threads: { type: 'string', default: '2' },
    /** Where the page goes; `none` writes none. */
    out: { type: 'string', default: 'docs/benchmarks/embedded.md' },
  },
});
const THREADS = Math.min(2, Number(flags.threads), availableParallelism());
const ROUNDS = flags.quick ? 1 : 5;
const SIZE = flags.quick
  ? { prompts: 1, behind: 3, texts: 1, cells: 6 }
  : { prompts: 4, behind: 12, texts: 4, cells: 72 };

/** What is counted of the requests of a round, which no round before had. */
interface Work {
  readonly what: string;
  readonly counts: 'prompt tokens' | 'tokens' | 'cells';
  readonly because: string;
  readonly requests: (round: number) => readonly CompletionRequest[];
}

const WHOLE_VOCABULARY =
  'each token comes with its exact log-probability, for which the library hands over the whole vocabulary';
const cells = demoCells();
const first = (round: number): number => 100 * (round + 1);
const WORKS: readonly Work[] = [
  {
    ...{ what: 'In: prompts that share nothing', counts: 'prompt tokens' },
    because:
      'every token is read; batches of 16 tokens, the same for every request, keep answers the same bits',
    requests: (round) => unshared(first(round), SIZE.prompts),
  },
  {
    ...{ what: 'In: questions behind one introduction', counts: 'prompt tokens' },
    because: 'the introduction is read once, and too few questions follow it here',
    requests: (round) => shared(first(round), SIZE.behind),
  },
  {
    ...{ what: 'Out: greedy', counts: 'tokens' },
    because: WHOLE_VOCABULARY,
    requests: (round) => written(first(round), SIZE.texts, 0),
  },
  {
    ...{ what: 'Out: drawn, temperature .8, top-p .95', counts: 'tokens' },
    because: WHOLE_VOCABULARY,
    requests: (round) => written(first(round), SIZE.texts, 0.8),
  },
  {
    ...{ what: 'Cells of the demo', counts: 'cells' },
    because:
      'half of a prompt is the same as the one before, and the probabilities at its end take as long as some tokens',
    requests: (round) => cells.slice(round * SIZE.cells, (round + 1) * SIZE.cells),
  },
];

const never = new AbortController().signal;
const load = (): string => (loadavg()[0] ?? NaN).toFixed(1);
const before = load();
const weightsPath = builtInWeights();
const backend = await openLlama(
  {
    ...{ name: 'local', kind: 'llama', prices: {}, manners: {}, serves: {}, answerBytes: 4e6 },
    ...{ concurrency: { start: 1, max: 1 }, timeoutMs: 60_000, patienceMs: 60_000 },
  },
  { weightsPath, threads: THREADS },
);
const plain = await openPlain(weightsPath, THREADS);

async function perSecond(
  requests: readonly CompletionRequest[],
  counts: Work['counts'],
  ask: (request: CompletionRequest) => Promise<number>,
): Promise<number> {
  const prompts = requests.map((request) => backend.tokensAtMost(request).promptTokens);
  const began = performance.now();
  let drawn = 0;
  for (const request of requests) drawn += await ask(request);
  const seconds = (performance.now() - began) / 1000;
  const count = {
    'prompt tokens': prompts.reduce((sum, n) => sum + n, 0),
    tokens: drawn,
    cells: requests.length,
  };
  return count[counts] / seconds;
}

async function compare({ what, counts, because, requests }: Work): Promise<Compared> {
  const rounds: { ours: number; plain: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const asked = requests(round);
    const ours = await perSecond(
      asked,
      counts,
      async (request) => (await backend.complete(request, never)).tokenIds?.length ?? 0,
    );
    rounds.push({ ours, plain: await perSecond(asked, counts, (request) => plain.ask(request)) });
  }
  process.stderr.write(`embedded: ${what}\n`);
  return { what, unit: counts === 'cells' ? 'cells' : 'tokens', rounds, because };
}

// Both once, unmeasured: the weights are in memory from here on.
for (const request of written(1, 1, 0))
  await Promise.all([backend.complete(request, never), plain.ask(request)]);
const compared: Compared[] = [];
let counts = backend.counts();
for (const work of WORKS) {
  counts = backend.counts();
  compared.push(await compare(work));
}
// The demo's cells were the last.
const { evaluated, reused } = backend.counts();
const demo = {
  promptTokens: evaluated + reused - counts.evaluated - counts.reused,
  reused: reused - counts.reused,
};
const batched = [
  { what: 'a token', ...(await plain.batching(1)) },
  { what: '16 tokens of a prompt', ...(await plain.batching(16)) },
];
await backend.close();
await plain.close();

const page = embeddedPage({
  ...{ compared, batched, demo, threads: THREADS, load: `${before} before, ${load()} after` },
  machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  command: `npm run bench:embedded${flags.quick ? ' -- --quick' : ''}`,
});
process.stdout.write(page);
if (flags.out !== 'none') {
  mkdirSync(dirname(flags.out), { recursive: true });
  writeFileSync(flags.out, page);
}
