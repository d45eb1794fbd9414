/** Answers that were set aside: kept, no longer recalled, and asked under the key that follows, on every database. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Store } from '../../../domain/store.ts';
import { SCHEMA_VERSION } from '../../../services/store/application.ts';
import { openStore } from '../../../services/store/open.ts';
import { keyAfter } from '../../../services/store/voids.ts';
import { type Place, testDatabases } from './databases.ts';
import { exampleCompletion, exampleOwner, hashOf, sendAll, settledCell, settleOne } from './examples.ts';
import { FROM_FIVE } from './version-one.ts';

const [A, B, C] = [hashOf('a'), hashOf('b'), hashOf('c')];

for (const database of testDatabases()) {
  if (database.missing !== undefined) {
    test.skip(`${database.name}: ${database.missing}`, () => {});
    continue;
  }
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
  await first.close();
  // As the version before left it: without what the last migration makes.
  const file = new DatabaseSync(join(place.folder, 'store.sqlite'));
  file.exec(FROM_FIVE.join('; '));
  file.exec(`pragma user_version = ${SCHEMA_VERSION - 1}`);
  file.close();
  await expect(openStore({ ...place.options, mode: 'open' })).rejects.toMatchObject({
    remedy: expect.stringContaining('holdfast migrate'),
  });
  const store = await openStore({ ...place.options, mode: 'migrate' });
  expect((await store.completions([A])).size).toBe(1);
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
