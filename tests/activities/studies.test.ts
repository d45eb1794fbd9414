/** Studies as a worker opens them out of its store, replicates of them, and the check before a report. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptReplicate } from '../../activities/adopt-replicate.ts';
import { Studies } from '../../activities/context.ts';
import { checkWhole } from '../../activities/publish.ts';
import { Fault } from '../../domain/errors.ts';
import type { ExperimentId, HomeId, Sha256 } from '../../domain/experiment.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Blobs, Store } from '../../domain/store.ts';
import { alignment } from '../../families/alignment/family.ts';
import { makeHome, type Home } from '../../services/home/home.ts';
import { openBlobs } from '../../services/store/blobs.ts';
import { openStore } from '../../services/store/open.ts';
import { inputsOf, specOf } from '../families/alignment/small-study.ts';

const folder = mkdtempSync(join(tmpdir(), 'studies-'));
const hash = '0'.repeat(64) as Sha256;
const template = `alignment/small/${hash.slice(0, 12)}/scheduled` as ExperimentId;
let home: Home;
let blobs: Blobs;
let store: Store;
beforeAll(async () => {
  home = makeHome(folder);
  blobs = openBlobs(home.blobs);
  store = await openStore({ path: home.storeFile, mode: 'migrate', blobs });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const lane = { queue: 'inference-local', endpoint: 'local', shards: 10, window: 2, shardCells: 48 } as const;

async function put(id: ExperimentId, lanes: readonly (typeof lane)[] = [lane]): Promise<void> {
  const inputs: Record<string, Sha256> = {};
  for (const [name, text] of inputsOf()) inputs[name] = await blobs.put(text);
  const execution = { spec: specOf(), lanes, arms: [], added: [], frozen: null };
  await store.putExperiment({
    ...{ id, family: 'alignment', familyVersion: alignment.version, name: 'small' },
    ...{ label: id.split('/')[3] ?? '', specHash: hash, collectionHash: hash, spec: {}, inputs },
    execution: JSON.parse(JSON.stringify(execution)) as JsonObject,
    ...{ state: 'stopped', detail: '', cells: 480, createdAt: 1, updatedAt: 2, results: {} },
  });
}

test('the studies that were used last stay open, and what a run carries over opens none anew', async () => {
  const studies = new Studies({ home, store, blobs });
  const ids = [...'abcdefghi'].map((label) => `alignment/small/${hash.slice(0, 12)}/${label}`);
  for (const id of ids) await put(id as ExperimentId);
  const open = async (index: number): Promise<unknown> =>
    (await studies.get(home.id, (ids[index] ?? '') as ExperimentId)).study;
  const first = await open(0);
  const second = await open(1);
  for (const index of [2, 3, 4, 5, 6, 7]) await open(index);
  await store.setState(ids[0] as ExperimentId, 'blocked', '', { wallMs: 5, caps: {} });
  expect(await open(0)).toBe(first);
  await open(8);
  expect(await open(0)).toBe(first);
  expect(await open(1)).not.toBe(second);
});

test('an input of another home is a fault', async () => {
  const studies = new Studies({ home, store, blobs });
  await expect(studies.record('another' as HomeId, template)).rejects.toThrow(Fault);
});

test('a replicate is started on the plan that is stored with it, whatever was cut before or since', async () => {
  const studies = new Studies({ home, store, blobs });
  const adopt = (label: string) => adoptReplicate({ store }, studies, { home: home.id, template, label });
  await put(template);
  await store.setState(template, 'stopped', '', { wallMs: 5, caps: { calls: 1 } });
  const first = await adopt('first');
  expect(first).toEqual({
    experiment: `alignment/small/${hash.slice(0, 12)}/first`,
    cells: 480,
    lanes: [{ queue: 'inference-local', shards: 10, window: 2 }],
  });
  expect((await store.experiment(first.experiment))?.execution['carried']).toBeUndefined();
  await put(template, [{ ...lane, shards: 5 as never, shardCells: 96 as never }]);
  expect((await adopt('second')).lanes).toEqual([{ queue: 'inference-local', shards: 5, window: 2 }]);
  expect(await adopt('first')).toEqual(first);
});

test('a whole report on a part of the cells is a fault', async () => {
  const id = `alignment/small/${hash.slice(0, 12)}/part` as ExperimentId;
  await put(id);
  await store.putWorkerRun({
    ...{ id: 'w', startedAt: 0, host: 'test', pid: 1, gitCommit: '', lockFileHash: '', versions: {} },
  });
  const settled = { status: 'settled', outcome: { status: 'ok' }, missingClass: null, reason: null } as const;
  await store.putCells(
    id,
    'w',
    ['x', 'y'].map((key) => ({ key, ...settled, completions: [] })),
  );
  await expect(checkWhole(store, { id, cells: 3 })).rejects.toThrow(/3 cells and only 2 were tried/);
  await checkWhole(store, { id, cells: 2 });
});
