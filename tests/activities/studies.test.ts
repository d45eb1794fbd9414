/** Studies as a worker opens them out of its store, replicates of them, and the check before a report. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeSides } from '../../activities/code-sides.ts';
import { adoptReplicate } from '../../activities/adopt-replicate.ts';
import { hasItsCode, Studies } from '../../activities/context.ts';
import { checkWhole } from '../../activities/publish.ts';
import type { Code } from '../../domain/code.ts';
import { Fault } from '../../domain/errors.ts';
import type { ExperimentId, HomeId, Sha256 } from '../../domain/experiment.ts';
import type { JsonObject } from '../../domain/json.ts';
import { sha256Hex } from '../../domain/sha256.ts';
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

/** What a worker has whose prompt says this. */
function codesNamed(prompt: string): ReadonlyMap<string, Code> {
  const file = sha256Hex(prompt) as Sha256;
  const files = { 'families/alignment/prompt.ts': file, 'methods/same.ts': hash };
  return new Map([['alignment', { hash: sha256Hex(file) as Sha256, files }]]);
}

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
  const studies = new Studies({ home, store, blobs, codes: codesNamed('first') });
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

test('workers of different code share no study: the first that touches it says which, until another is accepted', async () => {
  const id = `alignment/small/${hash.slice(0, 12)}/code` as ExperimentId;
  await put(id);
  const [old, young] = ['old', 'young'].map((prompt) => ({ home, store, blobs, codes: codesNamed(prompt) }));
  if (old === undefined || young === undefined) throw new Error('two workers');
  const settle = async ({ codes }: typeof old, keys: readonly string[]): Promise<void> => {
    const code = Object.fromEntries([...codes].map(([name, { hash: of }]) => [name, of]));
    const run = { startedAt: 0, host: 'test', pid: 1, gitCommit: '', lockFileHash: '', versions: {}, code };
    await store.putWorkerRun({ id: `of ${code['alignment'] ?? ''}`, ...run });
    const settled = {
      status: 'settled',
      outcome: { status: 'ok' },
      missingClass: null,
      reason: null,
    } as const;
    const cells = keys.map((key) => ({ key, ...settled, completions: [] }));
    await store.putCells(id, `of ${code['alignment'] ?? ''}`, cells);
  };
  const record = { id, family: 'alignment' };

  await new Studies(old).get(home.id, id);
  await settle(old, ['x', 'y', 'z']);
  await expect(new Studies(young).get(home.id, id)).rejects.toMatchObject({
    name: 'OtherCode',
    message: 'families/alignment/prompt.ts differs',
  });
  expect(await hasItsCode(old, record)).toBe(true);
  expect(await codeSides(store, record)).toMatchObject([{ cells: 3, changes: '' }]);

  const accepted = young.codes.get('alignment');
  if (accepted === undefined) throw new Error('no code');
  await store.acceptCode(id, accepted);
  await new Studies(young).get(home.id, id);
  await settle(young, ['u']);
  await expect(new Studies(old).get(home.id, id)).rejects.toThrow('families/alignment/prompt.ts differs');
  expect(await hasItsCode(old, record)).toBe(false);
  expect(await codeSides(store, record)).toMatchObject([
    { hash: old.codes.get('alignment')?.hash, cells: 3, changes: '' },
    { hash: accepted.hash, cells: 1, changes: 'families/alignment/prompt.ts differs' },
  ]);
});

test('an input of another home is a fault', async () => {
  const studies = new Studies({ home, store, blobs, codes: codesNamed('first') });
  await expect(studies.record('another' as HomeId, template)).rejects.toThrow(Fault);
});

test('a replicate is started on the plan that is stored with it, whatever was cut before or since', async () => {
  const studies = new Studies({ home, store, blobs, codes: codesNamed('first') });
  const adopt = (label: string) => adoptReplicate({ store }, studies, { home: home.id, template, label });
  await put(template);
  await store.setState(template, 'stopped', '', { wallMs: 5, caps: { calls: 1 } });
  const first = await adopt('first');
  expect(first).toEqual({
    experiment: `alignment/small/${hash.slice(0, 12)}/first`,
  });
  expect((await store.experiment(first.experiment))?.execution['carried']).toBeUndefined();
  expect(await adopt('first')).toEqual(first);
});

test('nothing is started from a template that persons were removed from', async () => {
  const studies = new Studies({ home, store, blobs, codes: codesNamed('first') });
  const removed = `alignment/small/${hash.slice(0, 12)}/removed` as ExperimentId;
  await put(removed);
  const leaving = { experiment: removed, persons: 1, cells: [], inputs: {}, planned: 1, results: [] };
  await store.upkeep.forget({ leaving: [leaving], answers: [], inputs: [], words: [] });
  const adopted = adoptReplicate({ store }, studies, { home: home.id, template: removed, label: 'third' });
  await expect(adopted).rejects.toThrow(Fault);
});

test('a whole report on a part of the cells is a fault', async () => {
  const id = `alignment/small/${hash.slice(0, 12)}/part` as ExperimentId;
  await put(id);
  await store.putWorkerRun({
    ...{
      id: 'w',
      startedAt: 0,
      host: 'test',
      pid: 1,
      gitCommit: '',
      lockFileHash: '',
      versions: {},
      code: {},
    },
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
