/** Scripts that several test files play. */
import type { Caps } from '../../domain/experiment.ts';
import { SET_BUDGET } from '../../domain/queues.ts';
import { FarSide, gate } from './far-side.ts';
import type { Handle } from './server.ts';

/** All cells are missing until the endpoint is mended. */
export function endpoint(): { side: FarSide; mend: () => void } {
  let down = true;
  const side = new FarSide({ shard: () => (down ? { missing: 4 } : {}) });
  return { side, mend: () => (down = false) };
}

/** A shard at which the experiment waits until the test lets it pass. */
export function held(index: number): { side: FarSide; open: () => void } {
  const door = gate();
  const side = new FarSide({
    shard: async ({ shard }) => {
      if (shard.index === index) await door.passed;
      return {};
    },
  });
  return { side, open: door.open };
}

export const oneAtATime = { lanes: [{ queue: 'inference', shards: 6, window: 1 }] } as const;
export const setBudget = (handle: Handle, caps: unknown): Promise<Caps> =>
  handle.executeUpdate<Caps, [Caps]>(SET_BUDGET, { args: [caps as Caps] });
/** The states that the store was told, one after the other; a budget that was set repeats the state. */
export const states = (side: FarSide): string[] =>
  side.states.map(({ state }) => state).filter((state, i, all) => state !== all[i - 1]);
