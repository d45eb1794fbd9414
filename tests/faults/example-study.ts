/** A scripted example of ours, slowed down so that there is something to kill, and run while its main worker is killed. */
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { ScriptSource } from '../../services/inference/scripted/script.ts';
import { type Ended, type Kill, killAt, untilEnded } from './disturbed.ts';
import { TestHome } from './home.ts';
import type { Sent } from './request-log.ts';

export interface Run {
  readonly ended: Ended;
  readonly kills: readonly Kill[];
  readonly sent: readonly Sent[];
}

/** @param spec the example's, in shards of 20 cells */
export function slowed(endpoint: string, scriptFile: string, spec: object): Record<string, string> {
  const script = JSON.parse(readFileSync(scriptFile, 'utf8')) as ScriptSource;
  return {
    'script.json': JSON.stringify({ ...script, latencyMs: { low: 100, high: 400 } }),
    'study.yaml': stringify({ ...spec, shardCells: 20 }),
    'holdfast.toml': [
      `[endpoints.${endpoint}]`,
      'kind = "scripted"',
      'script = "script.json"',
      'start_concurrency = 8',
      'max_concurrency = 8',
      '',
    ].join('\n'),
  };
}

/** @param points shares of `calls` at which the main worker is killed; none for an undisturbed run */
export async function runKilled(
  name: string,
  study: { readonly files: Readonly<Record<string, string>>; readonly endpoint: string },
  points: readonly number[],
  calls: number,
): Promise<Run> {
  const home = new TestHome(name, study.files);
  try {
    await home.up();
    const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
    const log = home.requests(study.endpoint);
    const kills = await killAt(home, log, calls, 'main', points);
    const ended = await untilEnded(home, id, 300_000);
    return { ended, kills, sent: log.sent() };
  } finally {
    await home.close();
  }
}
