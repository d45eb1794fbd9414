/** How studies share an endpoint that they ask at once: five of them on one home, counted by the endpoint. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { TestHome } from './home.ts';
import { scriptedStudy } from './study.ts';
import type { LogLine } from '../../services/inference/scripted/log.ts';

const STUDIES = 5;
const LEAST_SHARE = 0.1;
const MOST_SHARE = 0.3;

export interface Shares {
  /** Calls of each study that arrived before the last of them was started, and within the time after that. */
  readonly before: readonly number[];
  readonly calls: readonly number[];
  readonly isMet: boolean;
}

/**
 * Starts five studies one after the other and counts for a while, from the moment when the last of them was started.
 *
 * @param options cells of each study: more than can be asked in that time, or it says nothing
 */
export async function shares(options: {
  readonly concurrency: number;
  readonly latencyMs: number;
  readonly cells: number;
  readonly seconds: number;
  /** Fields that the spec of the first has besides. */
  readonly first?: Readonly<Record<string, number>>;
}): Promise<Shares> {
  const { concurrency, latencyMs } = options;
  const persons = 50;
  const files = scriptedStudy({ persons, items: Math.ceil(options.cells / persons), concurrency, latencyMs });
  const models = Array.from({ length: STUDIES }, (_, index) => `letters-${index + 1}`);
  const script = JSON.parse(files['script.json'] ?? '{}') as object;
  const study = parse(files['study.yaml'] ?? '') as Record<string, unknown>;
  const studies = models.map((model, index) => {
    const asked = { name: model, models: [{ name: 'letters', endpoint: 'scripted', model }] };
    const spec = { ...study, ...asked, ...(index === 0 ? options.first : {}) };
    return [`${model}.yaml`, stringify(spec)] as const;
  });
  const home = new TestHome('shares', {
    ...files,
    ...Object.fromEntries(studies),
    'script.json': JSON.stringify({ ...script, models }),
  });
  try {
    await home.up();
    for (const [file] of studies) await home.json('run', home.file(file), '--detach');
    const began = Date.now();
    await sleep(options.seconds * 1000);
    const end = Date.now();
    const arrived = arrivals(home.file('home/logs/scripted.requests.jsonl'));
    const within = (from: number, to: number): number[] =>
      models.map((name) => arrived.filter(({ model, at }) => model === name && at >= from && at < to).length);
    const calls = within(began, end);
    const whole = calls.reduce((sum, count) => sum + count, 0);
    const isMet = calls.every((count) => count >= LEAST_SHARE * whole && count <= MOST_SHARE * whole);
    return { before: within(0, began), calls, isMet: isMet && whole > 0 };
  } finally {
    await home.close();
  }
}

function arrivals(path: string): { model: string; at: number }[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.flatMap((text) => {
    const line = JSON.parse(text) as LogLine;
    return line.event === 'arrived' ? [{ model: line.model, at: line.at }] : [];
  });
}
