/**
 * `npm run bench:size`: planning, beginning, collecting and reading studies of 100,000 to 15 million cells, and what a settled
 * call takes in the store. `--quick`: the smallest alone. About ten minutes, most of it filling the store of three million cells.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { TestHome, until } from '../tests/faults/home.ts';
import { measured, peakMiB } from './size/measured.ts';
import { type SettledCalls, type SizeRow, sizePage } from './size/page.ts';
import { cellsOf, type Size, SIZES, vocabularyStudy } from './size/study.ts';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    /** Only the size with this many cells. */
    cells: { type: 'string' },
    /** Cells of the largest store that is filled. */
    filled: { type: 'string', default: '3000000' },
    /** Where the page goes; `none` writes none. */
    out: { type: 'string', default: 'docs/benchmarks/size.md' },
  },
});
const HOLDFAST = join(import.meta.dirname, '..', 'scripts', 'holdfast.ts');
const STORE = join(import.meta.dirname, 'size', 'store.ts');
const CALLS = join(import.meta.dirname, 'size', 'calls.ts');
const BEGIN_MS = 5 * 60_000;

async function measure(size: Size): Promise<SizeRow> {
  const cells = cellsOf(size);
  const home = new TestHome('size', vocabularyStudy(size));
  const at = {
    cwd: home.folder,
    env: { ...process.env, HOLDFAST_HOME: home.file('home'), HOLDFAST_CONFIG: home.file('holdfast.toml') },
  };
  const holdfast = (...args: string[]): ReturnType<typeof measured> => measured([HOLDFAST, ...args], at);
  try {
    const plan = await holdfast('plan', home.file('study.yaml'));
    await home.up();
    const log = home.requests();
    const started = performance.now();
    const run = await holdfast('run', home.file('study.yaml'), '--detach');
    await until('the first call', BEGIN_MS, () => log.sent().length > 0, 50);
    const begin = {
      seconds: (performance.now() - started) / 1000,
      commandMiB: run.peakMiB,
      workerMiB: peakMiB(home.pid('main')),
    };
    await home.end();
    const isFilled = cells <= Number(flags.filled);
    const store = isFilled
      ? (JSON.parse((await measured([STORE, home.folder], at)).stdout) as SizeRow['store'])
      : null;
    return { cells, plan, begin, store };
  } finally {
    await home.close();
  }
}

/** What calls of the smallest study take. */
async function measureCalls(): Promise<SettledCalls> {
  const [smallest] = SIZES;
  if (smallest === undefined) throw new Error('no size');
  const home = new TestHome('calls', vocabularyStudy(smallest));
  try {
    const { stdout } = await measured([CALLS, home.folder], { cwd: home.folder, env: process.env });
    return JSON.parse(stdout) as SettledCalls;
  } finally {
    await home.close();
  }
}

const calls = await measureCalls();
console.error(JSON.stringify(calls));
const rows: SizeRow[] = [];
const chosen =
  flags.cells === undefined ? SIZES : SIZES.filter((size) => cellsOf(size) === Number(flags.cells));
for (const size of flags.quick ? SIZES.slice(0, 1) : chosen) {
  const row = await measure(size);
  console.error(JSON.stringify(row, (key, value: unknown) => (key === 'stdout' ? undefined : value)));
  rows.push(row);
}
const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
const page = sizePage(rows, calls, machine, `npm run bench:size${flags.quick ? ' -- --quick' : ''}`);
if (flags.out === 'none') console.log(page);
else {
  mkdirSync(dirname(flags.out), { recursive: true });
  writeFileSync(flags.out, page);
}
