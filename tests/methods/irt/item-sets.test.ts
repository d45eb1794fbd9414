/** Sums over many sets of items are what a loop over each set gives. */
import { randomStream } from '../../../domain/seeds.ts';
import { itemSets, SetSums } from '../../../methods/irt/item-sets.ts';

const NODES = 5;

describe('SetSums', () => {
  test.each([1, 7, 8, 9, 21])('sums and spreads over sets of %i items', (items) => {
    const stream = randomStream(11, 'item-sets', items);
    const lists = Array.from({ length: 40 }, () =>
      Int32Array.from({ length: items }, (_, item) => item).filter(() => stream.uniform() < 0.4),
    );
    const rows = Float64Array.from({ length: items * NODES }, () => stream.normal());
    const sums = new SetSums(itemSets(lists, items), NODES);
    sums.load(rows);
    lists.forEach((list, set) => {
      const out = new Float64Array(NODES).fill(3);
      sums.subtract(set, out);
      for (let q = 0; q < NODES; q++) {
        const sum = list.reduce((total, item) => total + (rows[item * NODES + q] as number), 0);
        expect(out[q]).toBeCloseTo(3 - sum, 12);
      }
    });

    sums.clear();
    const wanted = new Float64Array(items * NODES);
    lists.forEach((list, set) => {
      const values = Float64Array.from({ length: NODES }, () => stream.uniform());
      sums.add(set, values, 1, 3);
      for (const item of list)
        for (let q = 1; q <= 3; q++) {
          const at = item * NODES + q;
          wanted[at] = (wanted[at] as number) + (values[q] as number);
        }
    });
    const collected = new Float64Array(items * NODES).fill(NaN);
    sums.collect(collected);
    collected.forEach((value, at) => expect(value).toBeCloseTo(wanted[at] as number, 12));
  });
});
