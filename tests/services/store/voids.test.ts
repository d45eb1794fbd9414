/** Answers that were set aside: kept, no longer recalled, and asked under the key that follows, on every database. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Store } from '../../../domain/store.ts';
import { openStore } from '../../../services/store/open.ts';
import { keyAfter } from '../../../services/store/voids.ts';
import { databasesHere, type Place, testDatabases } from './databases.ts';
import { exampleCompletion, exampleOwner, hashOf, sendAll, settledCell, settleOne } from './examples.ts';
import { backToSeven, FROM_SEVEN, FROM_SIX } from './version-one.ts';

const [A, B, C] = [hashOf('a'), hashOf('b'), hashOf('c')];

for (const database of databasesHere()) {
  describe(database.name, () => {
    let place: Place;
    let store: Store;
    beforeAll(async () => {
      await database.start();
      place = await database.newPlace();
      store = await openStore({ ...place.options, mode: 'migrate' });
    }, 60_000);
    afterAll(async () => {
      await store.close();
      await place.discard();
      await database.stop();
    });

    test('voided cells are untried, their answers are kept, and what was spent stays', async () => {
      const { id, owner } = await exampleOwner(store, 'voided');
      for (const key of [A, B, C]) await settleOne(store, owner, key, exampleCompletion('old'), 7);
      await store.putCells(
        id,
        'run-1',
        ['a', 'b', 'c'].map((key) => settledCell(key)),
      );
      const spent = await store.spend(id);

      const done = await store.putVoid(
        id,
        'wrong\0 weights',
        { cells: '[ab]' },
        { cells: ['a', 'b'], answers: [A, B] },
      );
      expect(done).toMatchObject({
        cells: 2,
        answers: 2,
        paidCalls: 2,
        paidMicroUsd: 14,
        why: 'wrong\uFFFD weights',
      });
      expect(await store.voids(id)).toEqual([done]);
      // In the same transaction: one that is completed still would show its old result and ask nothing.
      expect(await store.experiment(id)).toMatchObject({
        ...{ state: 'stopped', detail: '2 cells were set aside: wrong\uFFFD weights' },
      });
      expect((await store.cells(id)).map(({ key }) => key)).toEqual(['c']);
      expect(await store.voidedCells(id)).toEqual([
        { ...settledCell('a'), void: done.id },
        { ...settledCell('b'), void: done.id },
      ]);
      expect(await store.spend(id)).toEqual(spent);
      expect((await store.completions([A])).get(A)?.text).toBe('old');

      const current = await store.currentKeys([A, B, C]);
      expect([...current.values()]).toEqual([keyAfter(A), keyAfter(B), C]);
      await settleOne(store, owner, keyAfter(A), exampleCompletion('new'));
      expect((await store.completions([keyAfter(A)])).get(keyAfter(A))?.text).toBe('new');
      expect((await store.completions([A])).get(A)?.text).toBe('old');
    });

    test('what a server said first stays the first, in one moment and with a clock that goes back', async () => {
      const { id } = await exampleOwner(store, 'first');
      const clock = Date.now;
      try {
        for (const [at, fingerprint] of [
          [1000, 'c'],
          [1000, 'b'],
          [900, 'a'],
          [2000, 'c'],
        ] as const) {
          Date.now = () => at;
          await store.noteSelfReport(id, { endpoint: 'far', model: 'm', said: { fingerprint } }, 'run-1');
        }
      } finally {
        Date.now = clock;
      }
      const reports = await store.selfReports(id);
      expect(reports.map(({ said }) => said.fingerprint)).toEqual(['c', 'b', 'a']);
      expect(reports[0]?.at).toBe(1000);
    });

    test('a server that said something in voided answers alone never said it to this experiment', async () => {
      const { id, owner } = await exampleOwner(store, 'said');
      const answered = ['old 1', 'old 2', 'new'].map(
        (key) => [key, { fingerprint: key.slice(0, 3) }] as const,
      );
      for (const [key, saidOfItself] of answered) {
        await settleOne(store, owner, hashOf(key), exampleCompletion('yes', { saidOfItself }));
        await store.noteSelfReport(id, { endpoint: 'far', model: 'm', said: saidOfItself }, 'run-1');
      }
      await store.putCells(
        id,
        'run-1',
        answered.map(([key]) => settledCell(key)),
      );
      const setAside = (key: string): Promise<unknown> =>
        store.putVoid(id, 'other weights', {}, { cells: [key], answers: [hashOf(key)] });
      const said = async (): Promise<unknown[]> => (await store.selfReports(id)).map((one) => one.said);

      await setAside('old 1');
      expect(await said()).toEqual([{ fingerprint: 'old' }, { fingerprint: 'new' }]);
      await setAside('old 2');
      expect(await said()).toEqual([{ fingerprint: 'new' }]);
      await setAside('new');
      expect(await said()).toEqual([]);
    });

    test('a second void follows the first, in whichever experiment', async () => {
      const { id } = await exampleOwner(store, 'second');
      await store.putVoid(id, 'again', { worker: 'run' }, { cells: [], answers: [keyAfter(A), A] });
      const current = await store.currentKeys([A, B]);
      expect(current.get(A)).toBe(keyAfter(keyAfter(A)));
      expect(current.get(B)).toBe(keyAfter(B));
    });
  });
}

test('a store of the version before is brought here with all that it holds, its calls in flight too', async () => {
  const [sqlite] = testDatabases();
  const place = await sqlite?.newPlace();
  if (place === undefined) throw new Error('no SQLite');
  const first = await openStore({ ...place.options, mode: 'migrate' });
  const { id, owner } = await exampleOwner(first, 'older');
  await settleOne(first, owner, A);
  await sendAll(first, owner, [B]);
  await first.putCells(id, 'run-1', [settledCell('k')]);
  const rows = await first.answerRows([A]);
  const costs = await first.costs(id, [A]);
  await first.close();
  // As version 3 left it: without what the migrations after it make.
  const file = new DatabaseSync(join(place.folder, 'store.sqlite'));
  backToSeven(file);
  file.exec([...FROM_SEVEN, ...FROM_SIX].join('; '));
  for (const table of [
    ...['voided_answers', 'voided_cells', 'voids'],
    ...['deletions', 'deleted_ledger', 'removals', 'removed_inputs'],
  ])
    file.exec(`drop table ${table}`);
  file.exec('pragma user_version = 3');
  file.close();
  await expect(openStore({ ...place.options, mode: 'open' })).rejects.toMatchObject({
    remedy: expect.stringContaining('holdfast migrate'),
  });
  const store = await openStore({ ...place.options, mode: 'migrate' });
  expect((await store.completions([A])).size).toBe(1);
  expect(await store.answerRows([A])).toEqual(rows);
  expect(rows).toMatchObject([
    { workerRun: 'run-1', request: '{"asked":"Which?"}', identity: { model: 'm' } },
  ]);
  expect(await store.costs(id, [A])).toEqual(costs);
  expect(await store.cells(id)).toEqual([settledCell('k')]);
  expect(await store.voids(id)).toEqual([]);
  // Nobody noted then whether it was sent, nor what was reserved for it.
  expect(await store.takeOver(id, owner.shard)).toMatchObject({ callsLost: 1 });
  const lost = { calls: 1, promptTokens: 0, completionTokens: 0, costMicroUsd: 0, reasons: { crash: 1 } };
  expect(await store.spend(id)).toMatchObject({ calls: 1, callsSentAnew: 1, unanswered: lost });
  await store.putVoid(id, 'why', {}, { cells: [], answers: [A] });
  expect((await store.currentKeys([A])).get(A)).toBe(keyAfter(A));
  await store.close();
  await place.discard();
});
