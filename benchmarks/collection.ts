/**
 * `npm run bench:collection`: what the durable machinery costs. Calls to the scripted endpoint at a fixed latency,
 * through a whole `holdfast up`, beside a bare client loop over the same requests in the same run; the events of the
 * history; the memory of the worker at a fifth of the calls and at all of them. A small run: `--calls 2000`.
 * `--fairness`: the shares of five studies on one endpoint, and the throughput of one alone at answers of 50 ms, 200 ms and
 * 2 s; `--recovery`: how long a study stands still when a worker is killed; `--at-once`: the most calls a second, of an endpoint that
 * answers at once. Each is a section of the same page.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { Connection } from '@temporalio/client';
import { untilEnded } from '../tests/faults/disturbed.ts';
import { TestHome, until } from '../tests/faults/home.ts';
import { shares } from '../tests/faults/shares.ts';
import { scriptedStudy } from '../tests/faults/study.ts';
import { bareLoop } from './collection/bare-loop.ts';
import {
  collectionPage,
  type Figures,
  type Row,
  sectionOf,
  sectionsOf,
  withSection,
} from './collection/page.ts';
import { afterKilledAnalysis, afterKilledCollection } from './collection/recovery.ts';

const { values: flags } = parseArgs({
  options: {
    calls: { type: 'string', default: '10000' },
    concurrency: { type: 'string', default: '64' },
    latency: { type: 'string', default: '200' },
    fairness: { type: 'boolean', default: false },
    recovery: { type: 'boolean', default: false },
    'at-once': { type: 'boolean', default: false },
    /** For `--fairness`: how long the shares are counted, and how long a study alone takes about. */
    seconds: { type: 'string', default: '60' },
    /** Where the page goes; `none` writes none. */
    out: { type: 'string', default: 'docs/benchmarks/collection.md' },
  },
});
const concurrency = Number(flags.concurrency);
const PERSONS = 50;
const WHOLE_MS = 20 * 60_000;

interface Collected {
  readonly calls: number;
  readonly seconds: number;
  readonly bareSeconds: number;
  readonly events: number;
  readonly peakBytes: number;
}

/** One study in a home of its own, so that each worker is fresh; the bare loop against the same endpoint after it. */
async function collect(
  calls: number,
  beside: 'bare loop' | 'nothing',
  latencyMs: number,
): Promise<Collected> {
  const size = { persons: PERSONS, items: Math.ceil(calls / PERSONS), concurrency, latencyMs };
  const home = new TestHome('bench', scriptedStudy(size));
  try {
    const record = await home.up();
    const pid = home.pid('main');
    const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
    const log = home.requests();
    await until('every call to be answered', WHOLE_MS, () => log.answered() >= calls, 50);
    // Before the analysis: this is about collecting.
    const peakBytes = peakMemory(pid ?? 0);
    const sent = log.sent();
    const first = sent[0]?.arrivedAt ?? 0;
    const last = Math.max(...sent.map(({ end }) => end?.at ?? 0));
    const ended = await untilEnded(home, id, WHOLE_MS);
    if (ended.state !== 'completed' || sent.length !== calls) {
      throw new Error(`${ended.state} with ${sent.length} of ${calls} calls`);
    }
    const address = record.scripted['scripted'] ?? '';
    const bareSeconds = beside === 'bare loop' ? await bareLoop({ address, calls, concurrency }) : NaN;
    const events = await historyEvents(record.address, id);
    return { calls, seconds: (last - first) / 1000, bareSeconds, events, peakBytes };
  } finally {
    await home.close();
  }
}

/** The high-water mark of the resident set, as Linux keeps it. */
function peakMemory(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error('this system has no /proc/PID/status');
  return Number(kilobytes) * 1024;
}

async function historyEvents(address: string, workflowId: string): Promise<number> {
  const connection = await Connection.connect({ address });
  try {
    const described = await connection.workflowService.describeWorkflowExecution({
      namespace: 'default',
      execution: { workflowId },
    });
    return Number(described.workflowExecutionInfo?.historyLength ?? 0);
  } finally {
    await connection.close();
  }
}

const load = (): string => `load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
const THROUGHPUT_AT_LEAST = 0.97;
/** The analysis of more would be waited for longer than the calls. */
const MOST_ALONE = 10_000;

async function fairness(): Promise<readonly Row[]> {
  const seconds = Number(flags.seconds);
  const perSecond = (1000 / Number(flags.latency)) * concurrency;
  const cells = Math.max(7584, Math.ceil((seconds * perSecond) / 3));
  const found = await shares({ concurrency, latencyMs: Number(flags.latency), cells, seconds });
  const whole = found.calls.reduce((sum, count) => sum + count, 0);
  const percents = found.calls.map((count) => `${((100 * count) / whole).toFixed(1)} %`);
  const rows: Row[] = [
    {
      what: `Share of each of five studies, in the ${seconds} s after the last was started`,
      target: '10 to 30 %',
      found: `${percents.join(', ')} of ${whole} calls`,
      met: found.isMet,
    },
  ];
  for (const latencyMs of [50, 200, 2000]) {
    const wanted = Math.ceil((seconds * concurrency * 1000) / latencyMs);
    // Whole rows of respondents, so that the count is what is asked.
    const calls = PERSONS * Math.ceil(Math.min(MOST_ALONE, wanted) / PERSONS);
    const { seconds: took, bareSeconds } = await collect(calls, 'bare loop', latencyMs);
    const ratio = bareSeconds / took;
    rows.push({
      what: `Throughput of a study alone, answers after ${latencyMs} ms, as a share of the bare loop`,
      target: `>= ${100 * THROUGHPUT_AT_LEAST} %`,
      found: `${(100 * ratio).toFixed(1)} % (${calls} calls, ${took.toFixed(1)} s against ${bareSeconds.toFixed(1)} s)`,
      met: ratio >= THROUGHPUT_AT_LEAST,
    });
  }
  return rows;
}

const MEDIAN_BELOW_MS = 3000;
const WORST_BELOW_MS = 6000;

async function recovery(): Promise<readonly Row[]> {
  const killed = [
    ['the main worker, until the next call reaches the endpoint', await afterKilledCollection()],
    ['the compute worker, until the analysis is tried again', await afterKilledAnalysis()],
  ] as const;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return killed.map(([what, times]) => {
    const sorted = [...times].sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? NaN;
    const worst = sorted.at(-1) ?? NaN;
    return {
      what: `${sorted.length} kills of ${what}`,
      target: `median < ${seconds(MEDIAN_BELOW_MS)}, worst < ${seconds(WORST_BELOW_MS)}`,
      found: `median ${seconds(median)}, worst ${seconds(worst)}, best ${seconds(sorted[0] ?? NaN)}`,
      met: median < MEDIAN_BELOW_MS && worst < WORST_BELOW_MS,
    };
  });
}

/** What the machine orchestrates where the endpoint is no limit. */
async function atOnce(): Promise<readonly Row[]> {
  const calls = Number(flags.calls);
  const { seconds, bareSeconds } = await collect(calls, 'bare loop', 0);
  return [
    {
      what: `Calls a second, answers at once, ${concurrency} at a time (${calls} calls)`,
      target: 'none: measured beside the bare loop',
      found: `${Math.round(calls / seconds)} against ${Math.round(calls / bareSeconds)} (${((100 * bareSeconds) / seconds).toFixed(0)} %)`,
      met: true,
    },
  ];
}

/** Writes the section into the page, in the place of the one of before. */
function writeSection(heading: string, rows: readonly Row[], before: string): never {
  const text = sectionOf(heading, rows, { ...ran, load: `${before} before, ${load()} after` });
  process.stdout.write(text);
  if (flags.out !== 'none')
    writeFileSync(flags.out, withSection(readFileSync(flags.out, 'utf8'), heading, text));
  process.exit(rows.every(({ met }) => met) ? 0 : 1);
}

const ran = {
  machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  date: new Date().toISOString().slice(0, 10),
  command: [
    'npm run bench:collection',
    ...(process.argv.length > 2 ? ['--'] : []),
    ...process.argv.slice(2),
  ].join(' '),
};
const before = load();
if (flags.fairness) writeSection('Several studies, and one alone', await fairness(), before);
if (flags['at-once']) writeSection('The most calls a second', await atOnce(), before);
if (flags.recovery) writeSection('After a killed worker', await recovery(), before);

const latencyMs = Number(flags.latency);
const calls = Number(flags.calls);
process.stderr.write(`collection: ${calls / 5} calls, for the memory of a small run\n`);
const small = await collect(calls / 5, 'nothing', latencyMs);
process.stderr.write(`collection: ${calls} calls\n`);
const whole = await collect(calls, 'bare loop', latencyMs);
const figures: Figures = {
  ...{ calls, concurrency, latencyMs, seconds: whole.seconds, bareSeconds: whole.bareSeconds },
  ...{
    events: whole.events,
    peakBytes: whole.peakBytes,
    smallPeakBytes: small.peakBytes,
    smallCalls: small.calls,
  },
  ...ran,
};
const { text, isMet } = collectionPage(figures);
process.stdout.write(text);
if (flags.out !== 'none') {
  mkdirSync(dirname(flags.out), { recursive: true });
  const others = existsSync(flags.out) ? sectionsOf(readFileSync(flags.out, 'utf8')) : '';
  writeFileSync(flags.out, `${text}${others}`);
}
process.exit(isMet ? 0 : 1);
