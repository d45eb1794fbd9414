/**
 * `npm run bench:collection`: what the durable machinery costs. Calls to the scripted endpoint at a fixed latency,
 * through a whole `holdfast up`, beside a bare client loop over the same requests in the same run; the events of the
 * history; the memory of the worker at a fifth of the calls and at all of them. A small run: `--calls 2000`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { Connection } from '@temporalio/client';
import { untilEnded } from '../tests/faults/disturbed.ts';
import { TestHome, until } from '../tests/faults/home.ts';
import { scriptedStudy } from '../tests/faults/study.ts';
import { bareLoop } from './collection/bare-loop.ts';
import { collectionPage, type Figures } from './collection/page.ts';

const { values: flags } = parseArgs({
  options: {
    calls: { type: 'string', default: '10000' },
    concurrency: { type: 'string', default: '64' },
    latency: { type: 'string', default: '200' },
    /** Where the page goes; `none` writes none. */
    out: { type: 'string', default: 'docs/benchmarks/collection.md' },
  },
});
const concurrency = Number(flags.concurrency);
const latencyMs = Number(flags.latency);
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
async function collect(calls: number, beside: 'bare loop' | 'nothing'): Promise<Collected> {
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

const calls = Number(flags.calls);
process.stderr.write(`collection: ${calls / 5} calls, for the memory of a small run\n`);
const small = await collect(calls / 5, 'nothing');
process.stderr.write(`collection: ${calls} calls\n`);
const whole = await collect(calls, 'bare loop');
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
