import { alignmentDraws, mergeChunks } from '../../../methods/alignment/draws.ts';
import { prepareArms } from '../../../methods/alignment/prepare.ts';
import { world } from './worlds.ts';

const { human, model } = world(4, { items: 12, people: 60, rho: 0.5, clusters: 30 });

describe('draws', () => {
  it('come out the same in one range and in several, whatever their order', () => {
    const { input } = prepareArms(human, [{ name: 'model', model }]);
    const whole = alignmentDraws(input, 0, 30);
    const parts = [alignmentDraws(input, 21, 30), alignmentDraws(input, 0, 5), alignmentDraws(input, 5, 21)];
    expect(mergeChunks(parts)).toEqual(whole);
    expect(() => mergeChunks(parts.slice(1, 2).concat(parts.slice(0, 1)))).toThrow(
      /draws 5 to 20 are missing/,
    );
  });

  it('resample as many items as there are, testlets together', () => {
    const testlets = new Map(model.items.map((item, k) => [item, `passage ${k % 3}`]));
    const { input } = prepareArms(human, [{ name: 'model', model }], { testlets });
    expect(input.testlets).toBe(3);
    const { itemCounts } = alignmentDraws(input, 0, 20);
    for (let draw = 0; draw < 20; draw++) {
      const counts = itemCounts.subarray(draw * 12, (draw + 1) * 12);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12);
      counts.forEach((count, item) => expect(count).toBe(counts[item % 3]));
    }
  });

  it('draw the same people, items and personas for every arm', () => {
    const shifted = {
      ...model,
      responses: { ...model.responses, scores: model.responses.scores.map((x) => 1 - x) },
    };
    const one = prepareArms(human, [{ name: 'model', model }]).input;
    const both = prepareArms(human, [
      { name: 'model', model },
      { name: 'other', model: shifted },
    ]).input;
    const alone = alignmentDraws(one, 0, 10);
    const joint = alignmentDraws(both, 0, 10);
    expect(joint.human).toEqual(alone.human);
    expect(joint.itemCounts).toEqual(alone.itemCounts);
    expect(joint.models[0]).toEqual(alone.models[0]);
    // 1 - x turns the difficulties round, draw by draw: the personas drawn were the same.
    joint.models[1]?.forEach((b, cell) => expect(b).toBeCloseTo(-(joint.models[0]?.[cell] ?? NaN), 4));
  });
});
