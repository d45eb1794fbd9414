/**
 * Another process at the same store, for the tests of races and kills. Says `ready` when the store is open, begins
 * when its input ends, and writes one JSON value a line.
 */
import { openBlobs } from '../../../services/store/blobs.ts';
import { openStore } from '../../../services/store/open.ts';
import type { ExperimentId } from '../../../domain/experiment.ts';
import type { Store } from '../../../domain/store.ts';
import { exampleCompletion, hashOf, sendAll, settleOne } from './examples.ts';

export interface Race {
  readonly where: { readonly path: string } | { readonly url: string };
  readonly blobs: string;
  readonly name: string;
  readonly experiment: ExperimentId;
  readonly task: 'migrate' | 'reserve' | 'first-write' | 'write-for-ever';
  readonly index: number;
}

export const CAP = 400;

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Opens a new store while another process does so too. */
async function migrate(race: Race): Promise<void> {
  const store = await openStore({ ...race.where, mode: 'migrate', blobs: openBlobs(race.blobs) });
  await store.close();
  say('done');
}

/** Reserves in several shards at once until nothing is left; some is spent, some given back and reserved again. */
async function reserveAll(store: Store, { experiment, index, name }: Race): Promise<void> {
  const shards = [0, 1, 2].map((shard) => ({ lane: index, index: shard }));
  const spent = await Promise.all(
    shards.map(async (shard, s) => {
      const { owner } = await store.takeOver(experiment, shard);
      let settled = 0;
      for (let refusals = 0, wave = 0; refusals < 3; wave++) {
        const calls = 1 + ((wave * 5 + s) % 7);
        const { granted } = await store.reserve(
          owner,
          { calls, tokens: calls * 13, costMicroUsd: 0 },
          { calls: CAP },
        );
        if (!granted) {
          refusals++;
          continue;
        }
        const keys = Array.from({ length: Math.ceil(calls / 2) }, (_, i) =>
          hashOf(`${name} ${s} ${wave} ${i}`),
        );
        await sendAll(store, owner, keys);
        await Promise.all(keys.map((key) => settleOne(store, owner, key)));
        settled += keys.length;
        if (wave % 2 === 0) await store.release(owner);
      }
      return settled;
    }),
  );
  say(spent.reduce((total, settled) => total + settled, 0));
}

/** Settles the same keys as everybody else, each with an answer of its own. */
async function firstWrite(store: Store, { experiment, index, name }: Race): Promise<void> {
  const { owner } = await store.takeOver(experiment, { lane: index, index: 0 });
  const keys = Array.from({ length: 200 }, (_, i) => hashOf(`first write ${i}`));
  if (index % 2 === 1) keys.reverse();
  const answers = await Promise.all(
    keys.map(async (key, i) => {
      await new Promise((resolve) => setTimeout(resolve, i));
      return [key, (await settleOne(store, owner, key, exampleCompletion(`${name} ${i}`))).text] as const;
    }),
  );
  say(Object.fromEntries(answers));
}

/** Settles until it is killed, and says each key after it was acknowledged. */
async function writeForEver(store: Store, { experiment, index, name }: Race): Promise<void> {
  const { owner } = await store.takeOver(experiment, { lane: 0, index });
  for (let wave = 0; ; wave++) {
    const keys = Array.from({ length: 16 }, (_, i) => hashOf(`${name} ${wave} ${i}`));
    await sendAll(store, owner, keys);
    say({ started: keys });
    await Promise.all(
      keys.map(async (key, i) => {
        await new Promise((resolve) => setTimeout(resolve, i * 3));
        await settleOne(store, owner, key, exampleCompletion(key));
        say({ settled: key });
      }),
    );
  }
}

async function main(race: Race): Promise<void> {
  if (race.task === 'migrate') {
    say('ready');
    for await (const _ of process.stdin);
    return migrate(race);
  }
  const store = await openStore({ ...race.where, mode: 'open', blobs: openBlobs(race.blobs) });
  say('ready');
  for await (const _ of process.stdin);
  if (race.task === 'reserve') await reserveAll(store, race);
  else if (race.task === 'first-write') await firstWrite(store, race);
  else await writeForEver(store, race);
  await store.close();
}

if (import.meta.main) await main(JSON.parse(process.argv[2] ?? '') as Race);
