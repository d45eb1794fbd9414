/**
 * `npm run bench:alignment`: coverage of the noise-corrected correlation over simulated worlds, recovery of
 * difficulties, and the time of 1,000 bootstrap alignments. A small run: `--runs 20 --draws 100 --cells 24/150`.
 * It takes over an hour: a cell that is done is noted in `--done`, and the next run of the same code takes it from there.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openCompute } from '../activities/compute/open.ts';
import { randomStream } from '../domain/seeds.ts';
import { alignArmsWith } from '../methods/alignment/align.ts';
import type { DrawChunk } from '../methods/alignment/draws.ts';
import { quantileSorted } from '../methods/statistics/quantile.ts';
import { ComputePool } from '../services/compute/pool.ts';
import { addSums, type CoverageSums, type CoverageTask, NO_RUNS } from './alignment/coverage.ts';
import { openDone } from './alignment/done.ts';
import {
  type CellResult,
  coverageRow,
  HEADER,
  isMet,
  pageText,
  RULE,
  type Target,
} from './alignment/page.ts';
import type { Recovery, RecoveryTask } from './alignment/recovery.ts';
import { type Cell, cellName, simulate } from './alignment/simulate.ts';

const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    draws: { type: 'string', default: '400' },
    'full-runs': { type: 'string', default: '300' },
    'full-draws': { type: 'string', default: '200' },
    /** Only cells whose name (items/people/rho/clusters) contains one of these, separated by commas. */
    cells: { type: 'string', default: '' },
    seed: { type: 'string', default: '20261123' },
    threads: { type: 'string', default: String(availableParallelism()) },
    /** Where the page goes; `none` writes none. */
    out: { type: 'string', default: 'docs/benchmarks/alignment.md' },
    /** Where finished cells are noted. */
    done: { type: 'string', default: '.setup/bench-alignment.jsonl' },
  },
});
const seed = Number(flags.seed);
const threads = Number(flags.threads);
const done = openDone(flags.done);

/** The six cells of the full estimator. */
const FULL: readonly Cell[] = [
  { items: 24, people: 150, rho: 0.7, clusters: 40 },
  { items: 50, people: 150, rho: 0, clusters: 150 },
  { items: 50, people: 150, rho: 0.7, clusters: 150 },
  { items: 50, people: 150, rho: 0.95, clusters: 150 },
  { items: 50, people: 150, rho: 0.7, clusters: 10 },
  { items: 200, people: 500, rho: 0.7, clusters: 150 },
];
const LOGIT_TARGET: Target = { clusters: 150, low: 0.93, high: 0.99 };
const FULL_TARGET: Target = { clusters: 150, low: 0.91, high: 1 };
const RECOVERY_TARGET = 0.075;
const BOOTSTRAP_TARGET_SECONDS = 10;

/** Clusters that are no more than people: 96 cells. */
function logitCells(): Cell[] {
  const cells: Cell[] = [];
  for (const items of [24, 50, 200]) {
    for (const people of [75, 150, 500]) {
      for (const rho of [0, 0.3, 0.7, 0.95]) {
        for (const clusters of [10, 40, 150])
          if (clusters <= people) cells.push({ items, people, rho, clusters });
      }
    }
  }
  return cells;
}

function chosen(cells: readonly Cell[]): Cell[] {
  const wanted = flags.cells.split(',').filter((name) => name !== '');
  return cells.filter((cell) => wanted.length === 0 || wanted.some((name) => cellName(cell).includes(name)));
}

async function cover(
  pool: ComputePool,
  cells: readonly Cell[],
  settings: {
    readonly scale: 'rasch' | 'logit';
    readonly runs: number;
    readonly draws: number;
    readonly target: Target;
  },
): Promise<CellResult[]> {
  const size = Math.max(1, Math.ceil(settings.runs / (threads * 8)));
  console.log(`\n${HEADER}\n${RULE}`);
  const all = cells.map(async (cell) => {
    const { scale, draws, runs } = settings;
    const whole: CoverageTask = { seed, cell, scale, draws, from: 0, to: runs };
    const parts: Promise<CoverageSums>[] = [];
    for (let from = 0; from < runs && done.sums(whole) === undefined; from += size)
      parts.push(pool.run<CoverageSums>('coverage', { ...whole, from, to: Math.min(runs, from + size) }));
    const sums = done.sums(whole) ?? (await Promise.all(parts)).reduce(addSums, NO_RUNS);
    done.note(whole, sums);
    console.log(coverageRow({ cell, sums }, settings.target));
    return { cell, sums };
  });
  return Promise.all(all);
}

/** 1,000 bootstrap alignments of 150 x 50 against 150 x 50 on worker threads, threads started and code compiled before. */
async function timeBootstrap(): Promise<{ line: string; met: boolean }> {
  const cell: Cell = { items: 50, people: 150, rho: 0.7, clusters: 150 };
  const { human, model } = simulate(randomStream(seed, 'bootstrap-timing'), cell);
  const compute = openCompute(threads);
  const draw = (input: unknown, count: number): Promise<DrawChunk[]> =>
    compute.draws('alignment', input, count) as Promise<DrawChunk[]>;
  const arms = [{ name: 'model', model }];
  await alignArmsWith(draw, human, arms, { draws: 20, splits: 2 });
  const begin = performance.now();
  await alignArmsWith(draw, human, arms, { draws: 1000 });
  const seconds = (performance.now() - begin) / 1000;
  await compute.close();
  const met = seconds <= BOOTSTRAP_TARGET_SECONDS;
  const line =
    `1,000 bootstrap alignments of 150 x 50 against 150 x 50, with fits, ceiling from 100 splits and residuals: ` +
    `${seconds.toFixed(2)} s on ${threads} threads (target ${BOOTSTRAP_TARGET_SECONDS} s: ${met ? 'met' : '**missed**'})`;
  return { line, met };
}

/**
 * The target is judged on Rasch, the model of `align`. 2PL stands beside it with what its standard errors allow: no
 * estimator without prior knowledge comes below that.
 */
async function measureRecovery(pool: ComputePool, runs: number): Promise<{ lines: string[]; met: boolean }> {
  const lines: string[] = [];
  let met = true;
  for (const model of ['rasch', '2pl'] as const) {
    const tasks = Array.from({ length: runs }, (_, run): RecoveryTask => ({
      seed,
      run,
      model,
      persons: 2000,
      items: 50,
    }));
    const found = await Promise.all(tasks.map((task) => pool.run<Recovery>('recovery', task)));
    const rmse = found.map((recovery) => recovery.rmse).sort((one, other) => one - other);
    const allowed = found.map((recovery) => recovery.allowed).sort((one, other) => one - other);
    const median = quantileSorted(rmse, 0.5);
    const verdict = median <= RECOVERY_TARGET ? 'met' : '**above it**';
    if (model === 'rasch') met = median <= RECOVERY_TARGET;
    lines.push(
      `${model}, 2,000 x 50: RMSE(b) ${median.toFixed(4)} (median of ${runs} data sets, ` +
        `${quantileSorted(rmse, 0).toFixed(4)} to ${quantileSorted(rmse, 1).toFixed(4)}; its standard errors allow ` +
        `${quantileSorted(allowed, 0.5).toFixed(4)}; target ${RECOVERY_TARGET}: ${verdict})`,
    );
  }
  return { lines, met };
}

const begin = performance.now();
console.log(`seed ${seed}, ${threads} threads`);
const bootstrap = await timeBootstrap();
console.log(bootstrap.line);
const pool = new ComputePool(new URL('./alignment/worker.ts', import.meta.url), threads);
const recovered = await measureRecovery(pool, Math.min(21, Number(flags.runs)));
console.log(recovered.lines.join('\n'));

const logitRuns = { runs: Number(flags.runs), draws: Number(flags.draws) };
const fullRuns = { runs: Number(flags['full-runs']), draws: Number(flags['full-draws']) };
const full = await cover(pool, chosen(FULL), { scale: 'rasch', ...fullRuns, target: FULL_TARGET });
const logit = await cover(pool, chosen(logitCells()), { scale: 'logit', ...logitRuns, target: LOGIT_TARGET });
await pool.close();

const tableOf = (title: string, results: readonly CellResult[], target: Target) => ({
  title,
  rows: results.map((result) => coverageRow(result, target)),
  missed: results.filter((result) => !isMet(result, target)).length,
  cells: results.filter(({ cell }) => cell.clusters === target.clusters).length,
});
const seconds = (performance.now() - begin) / 1000;
const page = {
  seed,
  threads,
  seconds,
  resumed: done.found,
  bootstrap: bootstrap.line,
  recovery: recovered.lines,
  logit: tableOf(
    `-logit(share) in place of b: ${logitRuns.runs} runs of ${logitRuns.draws} draws`,
    logit,
    LOGIT_TARGET,
  ),
  full: tableOf(
    `Rasch b, the estimator of \`align\`: ${fullRuns.runs} runs of ${fullRuns.draws} draws`,
    full,
    FULL_TARGET,
  ),
};
if (flags.out !== 'none') {
  mkdirSync(flags.out.replace(/[^/]*$/, '') || '.', { recursive: true });
  writeFileSync(flags.out, pageText(page));
}
console.log(
  `\n${page.logit.missed + page.full.missed} cells missed their target; ${(seconds / 60).toFixed(1)} minutes`,
);
if (page.logit.missed + page.full.missed > 0 || !recovered.met || !bootstrap.met) process.exitCode = 1;
