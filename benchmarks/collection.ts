/**
 * `npm run bench:collection`: what the durable machinery costs. Calls to the scripted endpoint at a fixed latency,
 * through a whole `holdfast up`, beside a bare client loop over the same requests in the same run; the events of the
 * history; the memory of the worker at a fifth of the calls and at all of them. A small run: `--calls 2000`.
 * `--fairness` writes no page: it prints the shares of five studies on one endpoint, and the throughput of one alone at answers of
 * 50 ms, 200 ms and 2 s.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { Connection } from '@temporalio/client';
import { untilEnded } from '../tests/faults/disturbed.ts';
import { TestHome, until } from '../tests/faults/home.ts';
import { shares } from '../tests/faults/shares.ts';
import { scriptedStudy } from '../tests/faults/study.ts';
import { bareLoop } from './collection/bare-loop.ts';
import { collectionPage, type Figures } from './collection/page.ts';

const { values: flags } = parseArgs({
  options: {
    calls: { type: 'string', default: '10000' },
    concurrency: { type: 'string', default: '64' },
    latency: { type: 'string', default: '200' },
    /** Where the page goes; `none` writes none. */
    fairness: { type: 'boolean', default: false },
    /** For `--fairness`: how long the shares are counted, and how long a study alone takes about. */
    seconds: { type: 'string', default: '60' },
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

/** @returns whether all targets were met */
async function fairness(): Promise<boolean> {
  const seconds = Number(flags.seconds);
  const perSecond = (1000 / Number(flags.latency)) * concurrency;
  const cells = Math.max(7584, Math.ceil((seconds * perSecond) / 3));
  const found = await shares({ concurrency, latencyMs: Number(flags.latency), cells, seconds });
  const whole = found.calls.reduce((sum, count) => sum + count, 0);
  for (const [index, count] of found.calls.entries()) {
    const share = ((100 * count) / whole).toFixed(1);
    const before = found.before[index];
    process.stdout.write(
      `study ${index + 1}: ${share} % of ${whole} calls in ${seconds} s (${before} before the last began)\n`,
    );
  }
  process.stdout.write(`shares of 10 to 30 %: ${found.isMet ? 'met' : 'not met'}; ${load()}\n`);
  let isMet = found.isMet;
  for (const latencyMs of [50, 200, 2000]) {
    const wanted = Math.ceil((seconds * concurrency * 1000) / latencyMs);
    // Whole rows of respondents, so that the count is what is asked.
    const calls = PERSONS * Math.ceil(Math.min(MOST_ALONE, wanted) / PERSONS);
    const { seconds: took, bareSeconds } = await collect(calls, 'bare loop', latencyMs);
    const ratio = bareSeconds / took;
    isMet &&= ratio >= THROUGHPUT_AT_LEAST;
    process.stdout.write(
      `alone, ${latencyMs} ms: ${(100 * ratio).toFixed(1)} % of the bare loop (${calls} calls, ${took.toFixed(1)} s against ${bareSeconds.toFixed(1)} s); ${load()}\n`,
    );
  }
  return isMet;
}

if (flags.fairness) process.exit((await fairness()) ? 0 : 1);

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
  machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  date: new Date().toISOString().slice(0, 10),
  command: ['npm run bench:collection', ...process.argv.slice(2)].join(' '),
};
const { text, isMet } = collectionPage(figures);
process.stdout.write(text);
if (flags.out !== 'none') {
  mkdirSync(dirname(flags.out), { recursive: true });
  writeFileSync(flags.out, text);
}
process.exit(isMet ? 0 : 1);
