/** Uses, sizes, deleting, and the removal of persons' data, on every database. */
import { DatabaseSync } from 'node:sqlite';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../../domain/store.ts';
import { openStore } from '../../../services/store/open.ts';
import { keyAfter } from '../../../services/store/voids.ts';
import { type Place, testDatabases } from './databases.ts';
import { exampleCompletion, exampleOwner, hashOf, settledCell, settleOne } from './examples.ts';

const [ALONE, SHARED, OTHERS] = [hashOf('alone'), hashOf('shared'), hashOf('others')];
const UNCOMMON = 'zanzibar-quokka';

for (const database of testDatabases()) {
  if (database.missing !== undefined) {
    test.skip(`${database.name}: ${database.missing}`, () => {});
    continue;
  }
  describe(database.name, () => {
    let place: Place;
    let store: Store;
    beforeAll(() => database.start(), 60_000);
    beforeEach(async () => {
      place = await database.newPlace();
      store = await openStore({ ...place.options, mode: 'migrate' });
    }, 60_000);
    afterEach(async () => {
      await store.close();
      await place.discard();
    });
    afterAll(() => database.stop());

    /** Two experiments: the first paid for `alone` and `shared`, the second for `others`, and stands on `shared` too. */
    async function two() {
      const one = await exampleOwner(store, 'one');
      const two = await exampleOwner(store, 'two');
      await settleOne(store, one.owner, ALONE, exampleCompletion(UNCOMMON), 7);
      await settleOne(store, one.owner, SHARED, exampleCompletion('x'.repeat(70_000)), 11);
      await settleOne(store, two.owner, OTHERS, exampleCompletion('o'), 13);
      await store.putCells(one.id, 'run-1', [settledCell('alone'), settledCell('shared')]);
      await store.putCells(two.id, 'run-1', [settledCell('shared'), settledCell('others')]);
      await store.setResult(one.id, 'result', hashOf('a result'));
      return { one: one.id, two: two.id };
    }

    test('who uses what, and how large it is', async () => {
      const { one, two: other } = await two();
      const uses = await store.upkeep.uses();
      expect([ALONE, SHARED, OTHERS].map((key) => uses.ofAnswer(key))).toEqual([
        [one],
        [one, other],
        [other],
      ]);
      expect(uses.answersOf(one).toSorted()).toEqual([ALONE, SHARED].sort());
      expect(uses.ofBlob(hashOf('a result'))).toEqual([one]);
      // Its input, and the long answer that is a blob.
      expect(uses.ofBlob(hashOf('people'))).toEqual([one, other]);
      expect(uses.blobsOf(other)).toHaveLength(2);
      expect(uses.isNamed(hashOf('nothing'))).toBe(false);
      const sizes = await store.upkeep.sizes();
      // The experiment, its result, two cells, two lines, a budget and a shard.
      expect(sizes.experiments.get(one)?.rows).toBe(8);
      expect(sizes.experiments.get(one)?.bytes).toBeGreaterThan(1000);
      expect(sizes.answers.get(ALONE)).toBeGreaterThan(120);
    });

    test('a deleted experiment leaves what it paid, and answers that others use', async () => {
      const { one, two: other } = await two();
      const record = await store.experiment(one);
      await expect(store.upkeep.deleteExperiment(one, 1)).rejects.toThrow('changed');
      await store.upkeep.deleteAnswers([ALONE]);
      await store.upkeep.deleteExperiment(one, record?.updatedAt ?? 0);
      expect((await store.experiments()).map(({ id }) => id)).toEqual([other]);
      expect(await store.cells(one)).toEqual([]);
      expect([...(await store.completions([ALONE, SHARED, OTHERS])).keys()].sort()).toEqual(
        [SHARED, OTHERS].sort(),
      );
      expect(await store.upkeep.deletions()).toMatchObject([
        { experiment: one, calls: 2, tokens: 26, costMicroUsd: 18 },
      ]);
      // Who stands on its answers still sees what they cost, and did not pay for them.
      expect((await store.costs(other, [SHARED])).get(SHARED)).toEqual({
        kind: 'completion',
        costMicroUsd: 11,
        paidCalls: 0,
        paidMicroUsd: 0,
      });
      // One of the same id is another experiment.
      await exampleOwner(store, 'one');
      expect(await store.spend(one)).toMatchObject({ calls: 0, costMicroUsd: 0 });
      expect((await store.costs(one, [SHARED])).get(SHARED)?.paidCalls).toBe(0);
    });

    test('a question whose set-aside answer went is asked as the others ask it', async () => {
      const { one } = await two();
      const { id } = await exampleOwner(store, 'voider');
      await store.putVoid(id, 'why', {}, { cells: [], answers: [ALONE, SHARED] });
      await settleOne(store, (await exampleOwner(store, 'later')).owner, keyAfter(SHARED));
      await store.upkeep.deleteAnswers([ALONE, SHARED]);
      const now = await store.currentKeys([ALONE, SHARED]);
      expect([now.get(ALONE), now.get(SHARED)]).toEqual([ALONE, keyAfter(SHARED)]);
      expect((await store.upkeep.uses()).answersOf(one)).toContain(ALONE);
    });

    test('what is removed of a person is nowhere afterwards, and the money is', async () => {
      const { one, two: other } = await two();
      await store.setState(one, 'stopped', `cell ${UNCOMMON} failed`);
      await store.putVoid(
        one,
        `${UNCOMMON} asked for it`,
        { cells: `${UNCOMMON}*` },
        { cells: ['alone'], answers: [] },
      );
      const spent = await store.spend(one);
      await store.upkeep.forget({
        leaving: [
          {
            experiment: one,
            persons: 1,
            cells: ['alone'],
            inputs: { 'people.csv': hashOf('fewer people') },
            planned: 23,
            results: ['result'],
          },
        ],
        answers: [ALONE],
        inputs: [hashOf('people')],
        words: [UNCOMMON],
      });
      await store.upkeep.compact();
      expect(await store.experiment(one)).toMatchObject({
        cells: 23,
        results: {},
        inputs: { 'people.csv': hashOf('fewer people') },
      });
      expect(await store.spend(one)).toEqual(spent);
      expect(await store.upkeep.removals(one)).toMatchObject([{ persons: 1, cells: 1, answers: 1 }]);
      expect(await store.upkeep.removals(other)).toEqual([]);
      expect([...(await store.upkeep.removedInputs([hashOf('people'), ALONE])).keys()]).toEqual([
        hashOf('people'),
      ]);
      expect(await store.voidedCells(one)).toEqual([]);
      expect(JSON.stringify([await store.voids(one), await store.experiment(one)])).not.toContain(UNCOMMON);
      expect(await store.paidAnswers(one)).toEqual([SHARED]);
      if (!('path' in place.options)) return;
      const rows = new DatabaseSync(place.options.path)
        .prepare('select completion from ledger order by 1')
        .all();
      expect(rows.map(({ completion }) => completion)).toContain('forgotten');
      for (const end of ['', '-wal'])
        expect(readFileSync(`${join(place.folder, 'store.sqlite')}${end}`, 'latin1')).not.toContain(UNCOMMON);
    });
  });
}
