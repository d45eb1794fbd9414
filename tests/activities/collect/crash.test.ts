/** Crashes at awkward points: the next attempt ends with the same cells, and no settled call is sent again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../../domain/store.ts';
import { EXPERIMENT, many, withWorld, type World } from './world.ts';

type Method =
  'takeOver' | 'cells' | 'completions' | 'reserve' | 'callsStarted' | 'settle' | 'putCells' | 'release';

/** The real store, whose nth call of one method breaks: before it does anything, or after it has. */
function breaking(store: Store, method: Method, nth: number, when: 'before' | 'after'): Store {
  let calls = 0;
  return new Proxy(store, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        const breaks = property === method && ++calls === nth;
        if (breaks && when === 'before') throw new Error('crashed');
        const result: unknown = await Reflect.apply(member, target, args);
        if (breaks) throw new Error('crashed');
        return result;
      };
    },
  });
}

/** Requests that were sent more often than once, and those of them that were answered and kept. */
function sentAgain({ log }: World): number {
  const sent = log().flatMap((line) => (line.event === 'arrived' ? [line.sha256] : []));
  return sent.length - new Set(sent).size;
}

const CELLS = 60;
const points = (
  ['takeOver', 'cells', 'completions', 'reserve', 'callsStarted', 'settle', 'putCells', 'release'] as const
).flatMap((method) => (['before', 'after'] as const).map((when) => [when, method] as const));

test.each(points)('a crash %s %s', async (when, method) => {
  await withWorld({ config: { concurrency: { start: 4, max: 4 } } }, async (world) => {
    const { collect, store } = world;
    const nth = method === 'settle' ? 10 : 1;
    await expect(collect(many(CELLS), { store: breaking(store, method, nth, when) })).rejects.toThrow(
      'crashed',
    );
    const result = await collect(many(CELLS));
    expect(result).toMatchObject({ settled: CELLS, missing: 0 });
    // A call whose answer was never committed is drawn anew; a committed one never.
    expect(sentAgain(world)).toBeLessThanOrEqual(method === 'settle' && when === 'before' ? 1 : 0);
    expect(result.spend.calls).toBe(CELLS);
    const said = (await store.cells(EXPERIMENT)).map(({ outcome }) => outcome);
    expect(said).toEqual(Array.from({ length: CELLS }, () => ({ status: 'ok', said: 'yes' })));
  });
});

test('kill -9 in the middle, three times', async () => {
  const concurrency = { start: 8, max: 8 };
  await withWorld({ script: { latencyMs: 40 }, config: { concurrency } }, async (world) => {
    const { folder, server, store } = world;
    let inFlight = 0;
    const kills = [40, 90, 150];
    for (const answered of kills) {
      const child = spawn(
        process.execPath,
        ['tests/activities/collect/child.ts', folder, server.address, '300'],
        {
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      );
      while (server.counts.answered < answered && child.exitCode === null) await sleep(5);
      child.kill('SIGKILL');
      await once(child, 'exit');
      await sleep(100);
      const settled = (await store.spend(EXPERIMENT)).calls;
      inFlight += server.counts.arrived - inFlight - settled;
    }
    const result = await world.collect(many(300));
    expect(result).toMatchObject({ settled: 300, missing: 0, spend: { calls: 300 } });
    // Sent again: exactly what had no commit when it was killed, and the store counts just that.
    expect(sentAgain(world)).toBe(inFlight);
    expect(inFlight).toBeGreaterThan(0);
    // A call is noted in the step before its first byte goes: a kill in that step counts one that never left.
    const { callsSentAnew: again, unanswered } = result.spend;
    expect(again).toBeGreaterThanOrEqual(inFlight);
    expect(again).toBeLessThanOrEqual(inFlight + kills.length);
    expect(unanswered).toMatchObject({ calls: again, reasons: { crash: again } });
  });
});
