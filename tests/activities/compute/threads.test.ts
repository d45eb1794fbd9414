import { openCompute } from '../../../activities/compute/open.ts';
import { alignArms, alignArmsWith } from '../../../methods/alignment/align.ts';
import type { DrawChunk } from '../../../methods/alignment/draws.ts';
import { world } from '../../methods/alignment/worlds.ts';

describe('an alignment on worker threads', () => {
  it('is the same to the bit on one thread, two, and none', async () => {
    const { human, model } = world(6, { items: 15, people: 60, rho: 0.5, clusters: 40 });
    const arms = [{ name: 'model', model }];
    const options = { draws: 50, splits: 4 };
    const alone = JSON.stringify(alignArms(human, arms, options));
    for (const threads of [1, 2]) {
      const compute = openCompute(threads);
      const draw = async (input: unknown, count: number): Promise<DrawChunk[]> =>
        (await compute.draws('alignment', input, count)) as DrawChunk[];
      expect(JSON.stringify(await alignArmsWith(draw, human, arms, options))).toBe(alone);
      await compute.close();
    }
  });
});
