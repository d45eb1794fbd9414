/** A small study through the real command: `up`, `run` and all that follows, on real processes and a socket. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { holdfast, last, startUp, stopUp, type Ran } from './holdfast.ts';
import { KEY, SPEC, workplace } from './workplace.ts';

const MINUTES = 60_000;
const environment = { HOLDFAST_TEST_KEY: KEY };
const folder = workplace();
const home = join(folder, '.holdfast');
let up: ChildProcess;

async function run(spec: string, ...options: string[]): Promise<Ran> {
  return holdfast(folder, ['run', spec, ...options], environment);
}

/** Writes a variant of the spec and returns its file's name. */
function variant(name: string, change: (spec: string) => string): string {
  writeFileSync(join(folder, `${name}.yaml`), change(SPEC));
  return `${name}.yaml`;
}

/** Requests for answers that arrived at the scripted server. */
function arrived(): number {
  const log = join(home, 'logs', 'test.requests.jsonl');
  if (!existsSync(log)) return 0;
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"arrived"') && line.includes('completions')).length;
}

/** Runs of the check of models and keys. */
async function preflights(): Promise<number> {
  return withClient(async ({ activity }) => (await activity.count(`ActivityType = 'preflight'`)).count);
}

async function withClient<T>(body: (client: Client) => Promise<T>): Promise<T> {
  const { address } = JSON.parse(readFileSync(join(home, 'up.json'), 'utf8')) as { address: string };
  const connection = await Connection.connect({ address });
  try {
    return await body(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

async function stateOf(id: string): Promise<string> {
  const rows = JSON.parse((await holdfast(folder, ['list', '--json'])).stdout) as {
    id: string;
    state: string;
  }[];
  return rows.find((row) => row.id.startsWith(id))?.state ?? 'absent';
}

async function until(id: string, state: string): Promise<void> {
  const end = Date.now() + MINUTES;
  for (;;) {
    const now = await stateOf(id);
    if (now === state) return;
    if (Date.now() > end) throw new Error(`${id} is ${now}, not ${state}`);
    await sleep(500);
  }
}

beforeAll(async () => {
  up = await startUp(folder, environment);
}, 2 * MINUTES);

afterAll(() => stopUp(up), MINUTES);

test(
  'a second `up` in the same home finds the first',
  async () => {
    const { code, stdout } = await holdfast(folder, ['up'], environment);
    expect(code).toBe(0);
    expect(stdout).toContain('already up');
  },
  MINUTES,
);

test(
  'a study runs to its report, and running it again asks nothing',
  async () => {
    const first = await run('spec.yaml', '--json');
    expect({ code: first.code, stderr: first.stderr }).toMatchObject({ code: 0 });
    const result = last(first);
    expect(result).toMatchObject({ state: 'completed', spend: { calls: 48, memoHits: 0, callsSentAnew: 0 } });
    expect(readFileSync(String(result['report']), 'utf8')).toContain('<!doctype html>');
    const asked = arrived();
    expect(asked).toBe(48);

    const again = last(await run('spec.yaml', '--json'));
    expect(again['resultHash']).toBe(result['resultHash']);
    expect(arrived()).toBe(asked);
  },
  3 * MINUTES,
);

test(
  'analysing anew costs nothing; an arm added later re-uses every answer and is marked',
  async () => {
    const before = arrived();
    const checked = await preflights();
    const analysed = last(
      await run(
        variant('analysed', (spec) => spec.replace('draws: 100', 'draws: 120')),
        '--json',
      ),
    );
    expect(analysed).toMatchObject({ state: 'completed', spend: { calls: 0, memoHits: 48 } });
    expect(arrived()).toBe(before);
    // Nor is the endpoint asked whether it is there: it may be down.
    expect(await preflights()).toBe(checked);

    const arm = `  - name: second
    models: [m]
    respondents: { kind: none }
    ask: { mode: text, parser: letter }
`;
    const added = last(
      await run(
        variant('added', (spec) => spec.replace('analysis:', `${arm}analysis:`)),
        '--json',
      ),
    );
    expect(added).toMatchObject({ state: 'completed', spend: { calls: 8, memoHits: 48 } });
    expect(readFileSync(String(added['report']), 'utf8')).toMatch(/added/i);
  },
  4 * MINUTES,
);

test(
  'a replicate has draws of its own',
  async () => {
    const before = arrived();
    const replicate = last(await run('spec.yaml', '--replicate', 'second', '--json'));
    expect(replicate).toMatchObject({ state: 'completed', spend: { calls: 48 } });
    expect(String(replicate['id'])).toMatch(/\/second$/);
    expect(arrived()).toBe(before + 48);
  },
  3 * MINUTES,
);

test(
  'a cap blocks, raising it goes on',
  async () => {
    const spec = variant(
      'capped',
      (text) =>
        `${text.replace('seed: 1', 'seed: 77').replace('name: small', 'name: capped')}budget: { calls: 10 }\n`,
    );
    const blocked = await run(spec, '--json');
    expect(blocked.code).toBe(3);
    expect(blocked.stderr).toContain('retry');
    const shown = JSON.parse((await holdfast(folder, ['show', 'capped', '--json'])).stdout) as {
      spend: { calls: number };
      detail: string;
      missing: { missingClass: string }[];
    };
    expect(shown.spend.calls).toBeLessThanOrEqual(10);
    expect(shown.detail).toContain('calls');
    for (const cell of shown.missing) expect(cell.missingClass).toBe('budget');
    const refused = await holdfast(folder, ['budget', 'capped', '--calls', '0']);
    expect(refused.code).toBe(2);
    expect((await holdfast(folder, ['budget', 'capped', '--calls', '100'])).code).toBe(0);
    await until('alignment/capped', 'completed');
  },
  3 * MINUTES,
);

test(
  'pause, resume and stop; what is settled stays settled',
  async () => {
    // Ten times the respondents at 150 ms an answer and four at a time: 18 seconds to pause and stop in.
    const spec = variant('slow', (text) =>
      text
        .replace('name: small', 'name: slow')
        .replace('model: scripted-model', 'model: slow-model')
        .replace('    ask: {', '    repeats: 10\n    ask: {')
        .concat('shardCells: 48\nwindow: 1\n'),
    );
    expect(await run(spec, '--detach')).toMatchObject({ code: 0 });
    expect((await holdfast(folder, ['pause', 'slow'])).code).toBe(0);
    await until('alignment/slow', 'paused');
    expect((await holdfast(folder, ['retry', 'slow'])).stdout).toContain('is paused: retry changes nothing');
    expect((await holdfast(folder, ['resume', 'slow'])).code).toBe(0);
    await until('alignment/slow', 'running');
    expect((await holdfast(folder, ['stop', 'slow'])).code).toBe(0);
    await until('alignment/slow', 'stopped');
    const shown = JSON.parse((await holdfast(folder, ['show', 'slow', '--json'])).stdout) as {
      results: Record<string, string>;
      spend: { calls: number };
    };
    expect(Object.keys(shown.results)).toContain('report');
    expect(shown.spend.calls).toBeLessThan(480);
    const resumed = last(await run(spec, '--json'));
    expect(resumed).toMatchObject({ state: 'completed', spend: { calls: 480, callsSentAnew: 0 } });
  },
  5 * MINUTES,
);

test(
  'a model that the endpoint lacks, and a key that it refuses, are errors before any call',
  async () => {
    const before = arrived();
    const spec = variant('absent', (text) =>
      text.replace('model: scripted-model', 'model: absent-model').replace('name: small', 'name: absent'),
    );
    const absent = await run(spec);
    expect(absent.code).toBe(2);
    expect(absent.stderr).toContain('absent-model');
    expect(absent.stderr).toContain('absent.yaml:21:');
    expect(arrived()).toBe(before);
    expect(await stateOf('alignment/absent')).toBe('absent');
    // The list of workflows holds studies, and none that failed only because it was asked too early.
    expect(await preflights()).toBeGreaterThan(0);
    expect(
      await withClient(async ({ workflow }) => (await workflow.count(`WorkflowType = 'preflight'`)).count),
    ).toBe(0);
  },
  2 * MINUTES,
);

test(
  'show, report and export lead from a figure to what made it',
  async () => {
    const shown = await holdfast(folder, ['show', 'alignment/small', '--json']);
    expect(shown.code).toBe(2);
    expect(shown.stderr).toContain('fits');
    const { id } = last(await run('spec.yaml', '--json'));
    const whole = JSON.parse((await holdfast(folder, ['show', String(id), '--json'])).stdout) as {
      workers: unknown[];
      steps: unknown[];
    };
    expect(whole.workers.length).toBeGreaterThan(0);
    expect(whole.steps.length).toBeGreaterThan(0);
    const out = join(folder, 'exported');
    expect((await holdfast(folder, ['export', String(id), '--out', out])).code).toBe(0);
    const bundle = JSON.parse(readFileSync(join(out, 'bundle.json'), 'utf8')) as {
      cells: { key: string; completions: string[] }[];
      completions: { key: string; completion: { text: string }; request: object }[];
    };
    expect(bundle.cells).toHaveLength(48);
    expect(new Set(bundle.completions.map(({ key }) => key))).toEqual(
      new Set(bundle.cells.flatMap(({ completions }) => completions)),
    );
    expect(bundle.completions[0]?.request).toBeInstanceOf(Object);
    const tables = (kind: string): string[] =>
      readdirSync(out).flatMap((name) => (name.endsWith(kind) ? name.slice(0, -kind.length) : []));
    expect(tables('.csv')).toContain('calls');
    expect(tables('.parquet')).toEqual(tables('.csv'));
    const { resources } = JSON.parse(readFileSync(join(out, 'datapackage.json'), 'utf8')) as {
      resources: { name: string; schema: { fields: { name: string }[] } }[];
    };
    expect(resources.map(({ name }) => name).sort()).toEqual(tables('.csv'));
    for (const { name, schema } of resources) {
      const [header] = readFileSync(join(out, `${name}.csv`), 'utf8').split('\n');
      expect(schema.fields.map((field) => field.name).join(',')).toBe(header);
    }
    const cell = await holdfast(folder, ['show', String(id), '--cell', bundle.cells[0]?.key ?? '']);
    expect(cell.code).toBe(0);
    expect(cell.stdout).toMatch(/-> [AB]/);
    const listed = await holdfast(folder, [
      'show',
      String(id),
      '--person',
      'p1',
      '--item',
      'b',
      '--limit',
      '3',
    ]);
    expect({ code: listed.code, stderr: listed.stderr }).toEqual({ code: 0, stderr: '' });
    expect(listed.stdout).toMatch(/^first\/m@1:p1\/b\/w0o0: ok\n.*\n {2}system {5}You are Respondent p1/);
    expect(listed.stdout).toMatch(/\n {2}came {7}[AB]\n$/);
    const found = last(
      await holdfast(folder, ['show', String(id), '--cells', '*/c/*', '--limit', '2', '--json']),
    );
    expect(found).toMatchObject({
      id,
      more: true,
      cells: [{ item: 'c', turns: [{ kind: 'completion' }] }, {}],
    });
    expect((await holdfast(folder, ['report', String(id)])).code).toBe(0);
    const figures = join(folder, 'figures');
    expect((await holdfast(folder, ['report', String(id), '--figures', figures])).code).toBe(0);
    const methods = readFileSync(join(figures, 'methods.txt'), 'utf8');
    expect(methods).toMatch(/Holdfast \d+\.\d+\.\d+ \(commit [0-9a-f]{12}/);
    expect(methods).toContain('How to cite');
    expect(readdirSync(figures)).toEqual(expect.arrayContaining(['plot-arms.svg', 'plot-arms.pdf']));
  },
  3 * MINUTES,
);

test(
  'a schedule starts replicates labelled with their time',
  async () => {
    const created = await holdfast(
      folder,
      ['schedule', 'create', 'spec.yaml', '--cron', '0 3 * * *', '--json'],
      environment,
    );
    expect({ code: created.code, stderr: created.stderr }).toMatchObject({ code: 0 });
    const { id } = last(created);
    expect((await holdfast(folder, ['schedule', 'list'])).stdout).toContain(String(id));
    await withClient((client) => client.schedule.getHandle(String(id)).trigger());
    const end = Date.now() + 2 * MINUTES;
    for (;;) {
      const rows = JSON.parse((await holdfast(folder, ['list', '--json'])).stdout) as {
        id: string;
        state: string;
      }[];
      if (rows.some((row) => /\/at-\d{8}-\d{6}$/.test(row.id) && row.state === 'completed')) break;
      expect(rows.map((row) => row.id)).not.toContainEqual(expect.stringMatching(/\/scheduled$/));
      if (Date.now() > end) throw new Error(`no replicate was completed: ${JSON.stringify(rows)}`);
      await sleep(1000);
    }
    expect((await holdfast(folder, ['schedule', 'delete', String(id)])).code).toBe(0);
  },
  4 * MINUTES,
);

test(
  'what was terminated in the Temporal UI is listed as lost',
  async () => {
    const spec = variant('lost', (text) =>
      text
        .replace('name: small', 'name: lost')
        .replace('model: scripted-model', 'model: slow-model')
        .replace('    ask: {', '    repeats: 10\n    ask: {'),
    );
    const { stdout } = await run(spec, '--detach');
    await withClient((client) => client.workflow.getHandle(stdout.trim()).terminate());
    const listed = await holdfast(folder, ['list']);
    expect(listed.stdout).toMatch(/alignment\/lost\S+ +lost/);
    expect(listed.stderr).toContain('its workflow is gone: run its spec again');
    const rows = JSON.parse((await holdfast(folder, ['list', '--json'])).stdout) as {
      id: string;
      alive: boolean | null;
    }[];
    expect(rows.find((row) => row.id === stdout.trim())?.alive).toBe(false);
  },
  2 * MINUTES,
);

test('the key is in no file of the home: not in history, store, logs or report', () => {
  const found: string[] = [];
  const search = (path: string): void => {
    for (const name of readdirSync(path)) {
      const file = join(path, name);
      if (statSync(file).isDirectory()) search(file);
      else if (readFileSync(file).includes(KEY)) found.push(file);
    }
  };
  search(home);
  expect(found).toEqual([]);
});
