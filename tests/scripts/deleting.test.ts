/** `delete`, `forget` and `du` through the real command, on a store that was filled by hand: on SQLite and PostgreSQL. */
import { cellsIn, threadsOf } from '../../families/block.ts';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExperimentState, Sha256 } from '../../domain/experiment.ts';
import { storeExperiment } from '../../scripts/cli/store-experiment.ts';
import { readSpec } from '../../scripts/cli/spec-file.ts';
import { readConfig } from '../../services/home/config.ts';
import { makeHome } from '../../services/home/home.ts';
import { openStorage } from '../../services/home/storage.ts';
import { exampleCompletion, exampleLine, hashOf } from '../services/store/examples.ts';
import { startPostgres, whyNoPostgres } from '../services/store/postgres-server.ts';
import { holdfast, last, type Ran } from './holdfast.ts';
import { SPEC, workplace } from './workplace.ts';

const MINUTES = 60_000;

/** What p2 is asked, p3 is asked in the same words. */
const askedAs = (person: string): string => (person === 'p3' ? 'p2' : person);

/** The small study as if it had been run, and a second one on the same file. */
async function filled(environment: NodeJS.ProcessEnv, state: ExperimentState): Promise<string> {
  const folder = workplace({ spec: SPEC.replace('{person_id}, {age}', '{age}') });
  writeFileSync(
    join(folder, 'second.yaml'),
    readFileSync(join(folder, 'spec.yaml'), 'utf8').replace('draws: 100', 'draws: 101'),
  );
  mkdirSync(join(folder, '.holdfast'));
  const home = makeHome(join(folder, '.holdfast'));
  const config = readConfig({ HOLDFAST_CONFIG: join(folder, 'holdfast.toml'), ...environment });
  const { store, blobs } = await openStorage(home, config, 'migrate');
  try {
    for (const name of ['spec.yaml', 'second.yaml']) {
      const spec = readSpec(join(folder, name));
      const { experiment } = await storeExperiment({ home, config, store, blobs }, spec, '', state);
      const { owner } = await store.takeOver(experiment, { lane: 0, index: 0 });
      for (const { key } of cellsIn(threadsOf(spec.study.blocks))) {
        const [, person = '', item = ''] = key.split('/');
        const memo: Sha256 = hashOf(`${askedAs(person.slice('m@1:'.length))} ${item}`);
        if (name === 'spec.yaml') {
          const row = { key: memo, identity: { kind: 'openai', model: 'm' }, request: '{}' } as const;
          await store.settle(
            { ...row, completion: exampleCompletion('A') },
            exampleLine(owner, memo),
            owner,
            'run',
          );
        }
        await store.putCells(experiment, 'run', [
          {
            ...{ key, status: 'settled', outcome: { status: 'ok', choice: 'no' } },
            ...{ missingClass: null, reason: null, completions: [memo] },
          },
        ]);
      }
    }
  } finally {
    await store.close();
  }
  return folder;
}

const reason = whyNoPostgres();
let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
beforeAll(async () => {
  if (reason === undefined) postgres = await startPostgres();
}, 2 * MINUTES);
afterAll(() => postgres?.stop());

const PLACES = ['SQLite', ...(reason === undefined ? ['PostgreSQL'] : [])];

async function placeOf(name: string): Promise<NodeJS.ProcessEnv> {
  return name === 'SQLite' ? {} : { HOLDFAST_DATABASE_URL: (await postgres?.newDatabase()) ?? '' };
}

interface Row {
  readonly id: string;
  readonly cells: number;
  readonly settled: number;
  readonly calls: number;
}

test.each(PLACES)(
  'on %s a person leaves, and then the experiments',
  async (name) => {
    const environment = await placeOf(name);
    const folder = await filled(environment, 'stopped');
    const run = (...args: string[]): Promise<Ran> => holdfast(folder, args, environment);
    const rows = async (): Promise<Row[]> => JSON.parse((await run('list', '--json')).stdout) as Row[];
    const [second, first] = (await rows()).map(({ id }) => id);
    if (first === undefined || second === undefined) throw new Error('no experiments');

    for (const wrong of [
      ['du', 'nobody'],
      ['delete', 'nobody', '--yes'],
      ['delete', first],
      ['forget', 'nobody', '--person', 'p1', '--yes'],
      ['forget', first, '--person', 'p7', '--yes'],
      ['forget', first, '--person', 'p1'],
      ['forget', first, '--yes'],
      ['forget', first, '--persons', 'nowhere.txt', '--yes'],
    ]) {
      const { code, stderr } = await run(...wrong);
      expect({ wrong, code, isOurs: stderr.includes('bug of ours') }).toEqual({
        wrong,
        code: 2,
        isOurs: false,
      });
    }

    // What p2 was asked p3 was asked, too: p2's cells go, and those answers stay.
    writeFileSync(join(folder, 'gone.txt'), 'p1\np2\n');
    // Cut off before the rows went: it begins anew.
    const { inputs } = last(await run('show', first, '--json')) as { inputs: Record<string, string> };
    const file = inputs['people.file'];
    writeFileSync(
      join(folder, '.holdfast', 'forgetting.json'),
      JSON.stringify({
        ...{ experiment: first, persons: ['p1', 'p2'], words: [], names: [] },
        ...{ blobs: [file], inputs: [file], holders: [first, second] },
      }),
    );
    expect((await run('forget', first, '--person', 'p1', '--yes')).stderr).toContain('cut off');
    const forgotten = await run('forget', first, '--persons', 'gone.txt', '--yes', '--json');
    expect(forgotten.stderr).toBe('');
    expect(last(forgotten)).toMatchObject({ removed: true, answers: 8, shared: 8, left: [], alike: [] });
    expect((last(forgotten)['experiments'] as Row[]).map(({ cells }) => cells)).toEqual([16, 16]);
    expect((await rows()).map(({ cells, settled, calls }) => [cells, settled, calls])).toEqual([
      [32, 32, 0],
      [32, 32, 48],
    ]);
    const shown = await run('show', second, '--json');
    expect(last(shown)['removals']).toMatchObject([{ persons: 2, cells: 16 }]);
    expect((await run('forget', first, '--person', 'p1', '--yes')).stderr).toContain("nobody called 'p1'");

    const gone = await run('delete', first, '--yes', '--json');
    expect(gone.stderr).toBe('');
    expect(last(gone)).toMatchObject({
      deleted: true,
      answers: { count: 0 },
      stay: { answers: 32 },
      paid: { calls: 48 },
    });
    expect(last(await run('delete', second, '--yes', '--json'))).toMatchObject({ answers: { count: 32 } });
    const sizes = last(await run('du', '--json'));
    expect(sizes).toMatchObject({ experiments: [], blobs: { files: 0 }, unusedAnswers: { count: 0 } });
    expect((sizes['deletions'] as Row[]).map(({ calls }) => calls)).toEqual([48, 0]);
    expect((await run('du')).stdout).toContain('2 experiments were deleted');
  },
  3 * MINUTES,
);

test(
  'what is open is left alone: nobody can say that it is not under way',
  async () => {
    const folder = await filled({}, 'running');
    const rows = JSON.parse((await holdfast(folder, ['list', '--json'])).stdout) as Row[];
    for (const words of [
      ['delete', rows[0]?.id ?? '', '--yes'],
      ['forget', rows[0]?.id ?? '', '--person', 'p1', '--yes'],
    ]) {
      const { code, stderr } = await holdfast(folder, words);
      expect({ words, code }).toEqual({ words, code: 2 });
      expect(stderr).toContain('is running');
    }
    const after = JSON.parse((await holdfast(folder, ['list', '--json'])).stdout) as Row[];
    expect(after).toEqual(rows);
  },
  MINUTES,
);
