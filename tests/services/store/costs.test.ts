/** What completions cost, as the ledger has it: attributed to whoever asked first, paid by whoever paid. */
import { openStore } from '../../../services/store/open.ts';
import { databasesHere, type Place } from './databases.ts';
import { exampleOwner, hashOf, settleOne } from './examples.ts';

for (const database of databasesHere()) {
  describe(database.name, () => {
    let place: Place;
    beforeAll(() => database.start(), 60_000);
    afterAll(() => database.stop());
    beforeEach(async () => {
      place = await database.newPlace();
    });
    afterEach(() => place.discard());

    test('a completion keeps the price of its first call, and each experiment what it paid itself', async () => {
      const store = await openStore({ ...place.options, mode: 'migrate' });
      const one = await exampleOwner(store, 'one');
      const two = await exampleOwner(store, 'two');
      const [shared, own, twice] = ['shared', 'own', 'twice'].map(hashOf) as [
        ReturnType<typeof hashOf>,
        ReturnType<typeof hashOf>,
        ReturnType<typeof hashOf>,
      ];
      await settleOne(store, one.owner, shared, undefined, 7);
      await settleOne(store, two.owner, own, undefined, 11);
      await settleOne(store, two.owner, twice, undefined, 5);
      await new Promise((resolve) => setTimeout(resolve, 30));
      await settleOne(store, two.owner, twice, undefined, 6);

      const costs = await store.costs(two.id, [shared, own, twice, hashOf('unknown'), own]);
      expect(costs).toEqual(
        new Map([
          [shared, { kind: 'completion', costMicroUsd: 7, paidCalls: 0, paidMicroUsd: 0 }],
          [own, { kind: 'completion', costMicroUsd: 11, paidCalls: 1, paidMicroUsd: 11 }],
          [twice, { kind: 'completion', costMicroUsd: 5, paidCalls: 2, paidMicroUsd: 11 }],
        ]),
      );
      expect((await store.costs(one.id, [shared])).get(shared)).toEqual({
        costMicroUsd: 7,
        kind: 'completion',
        paidCalls: 1,
        paidMicroUsd: 7,
      });
      expect(await store.costs(one.id, [])).toEqual(new Map());
      await store.close();
    });
  });
}
