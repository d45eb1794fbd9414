/** One suite over every database: what the store keeps, and what it hands back. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExperimentId, Sha256 } from '../../../domain/experiment.ts';
import type { Code } from '../../../domain/code.ts';
import type { LedgerLine, Sending, Store } from '../../../domain/store.ts';
import { openStore } from '../../../services/store/open.ts';
import { databasesHere, type Place } from './databases.ts';
import {
  exampleCompletion,
  exampleExperiment,
  exampleLine,
  exampleOwner,
  exampleRow,
  exampleSending,
  sendAll,
  hashOf,
  missingCell,
  settledCell,
  settleOne,
} from './examples.ts';

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

    describe('experiments', () => {
      test('come back as they were put', async () => {
        const record = exampleExperiment('round-trip', { results: { result: hashOf('r') }, detail: 'a\nb' });
        await store.putExperiment(record);
        expect(await store.experiment(record.id)).toEqual(record);
        expect(await store.experiment('alignment/none/0' as ExperimentId)).toBeUndefined();
      });

      test('are renewed without losing creation, results and spend', async () => {
        const { id, owner } = await exampleOwner(store, 'renewed');
        await settleOne(store, owner, hashOf('renewed call'));
        await store.setResult(id, 'result', hashOf('r1'));
        await store.setResult(id, 'result', hashOf('r2'));
        await store.setState(id, 'stopped', 'by the user\0');
        expect(await store.stateOf(id)).toBe('stopped');
        expect(await store.stateOf('alignment/none/0' as ExperimentId)).toBeUndefined();
        await store.putExperiment(exampleExperiment('renewed', { cells: 48, createdAt: 5, updatedAt: 6 }));
        const found = await store.experiment(id);
        expect(found).toMatchObject({
          cells: 48,
          createdAt: 1_790_000_000_123,
          updatedAt: 6,
          state: 'running',
        });
        expect(found?.results).toEqual({ result: hashOf('r2') });
        expect((await store.spend(id)).calls).toBe(1);
      });

      test('keep what a run leaves to the next one beside their plan, until it is said anew', async () => {
        const record = exampleExperiment('carried', { execution: { lanes: [], spec: { a: 1 } } });
        await store.putExperiment(record);
        await store.setState(record.id, 'blocked', '', { wallMs: 1_234, caps: { calls: 7 } });
        await store.setState(record.id, 'stopped', '');
        const found = await store.experiment(record.id);
        expect(found?.state).toBe('stopped');
        expect(found?.execution).toEqual({
          ...{ lanes: [], spec: { a: 1 } },
          carried: { wallMs: 1_234, caps: { calls: 7 } },
        });
      });

      test('are refused where another spec has the same id', async () => {
        const record = exampleExperiment('taken');
        await store.putExperiment(record);
        const other = { ...record, specHash: hashOf('another spec'), detail: 'other' };
        await expect(store.putExperiment(other)).rejects.toThrow(/another spec/);
        expect(await store.experiment(record.id)).toEqual(record);
        await expect(store.setState('alignment/none/0' as ExperimentId, 'failed', '')).rejects.toThrow(
          /knows no/,
        );
      });

      test('are listed newest first, by family, name and the beginning of the id as it is written', async () => {
        const names = ['listed-a', 'listed_b', 'Listed-c'];
        for (const [i, name] of names.entries()) {
          const id = `listing/${name}/0` as ExperimentId;
          await store.putExperiment(
            exampleExperiment('x', { id, family: 'listing', name, createdAt: 100 + i }),
          );
        }
        const list = async (filter: { prefix?: string; family?: string; name?: string }): Promise<string[]> =>
          (await store.experiments(filter)).map(({ name }) => name);
        expect(await list({ family: 'listing' })).toEqual(names.toReversed());
        expect(await list({ prefix: 'listing/listed-' })).toEqual(['listed-a']);
        expect(await list({ prefix: 'listing/l' })).toEqual(['listed_b', 'listed-a']);
        expect(await list({ prefix: 'listing/%' })).toEqual([]);
        expect(await list({ family: 'listing', name: 'Listed-c' })).toEqual(['Listed-c']);
        expect((await store.experiments()).length).toBeGreaterThanOrEqual(3);
      });

      test('keep their steps; a step that ends again is renewed', async () => {
        const { id } = await exampleOwner(store, 'steps');
        await store.putStep(id, 'collect', 'run-1', hashOf('c'), 12.7);
        await store.putStep(id, 'fit', 'run-1', hashOf('f'), 5);
        await store.putStep(id, 'fit', 'run-2', hashOf('g'), 6);
        const steps = await store.steps(id);
        expect(steps.map(({ step, result, workerRun, tookMs }) => [step, result, workerRun, tookMs])).toEqual(
          [
            ['collect', hashOf('c'), 'run-1', 13],
            ['fit', hashOf('g'), 'run-2', 6],
          ],
        );
      });
    });

    describe('cells', () => {
      test('come back by key, in one order on every database', async () => {
        const { id } = await exampleOwner(store, 'cells');
        const keys = ['b', 'B', 'a-1', 'a1', 'a 1', 'ä', 'Z', '_'];
        await store.putCells(
          id,
          'run-1',
          keys.map((key, i) => settledCell(key, i)),
        );
        const sorted = keys.toSorted((a, b) => (a < b ? -1 : 1));
        expect((await store.cells(id)).map(({ key }) => key)).toEqual(sorted);
        expect(await store.cells(id, ['ä', 'nobody', 'b'])).toEqual([
          settledCell('b', 0),
          settledCell('ä', 5),
        ]);
        expect(await store.cells(id, [])).toEqual([]);
      });

      test('that are settled stay; missing ones give way', async () => {
        const { id } = await exampleOwner(store, 'first-cells');
        await store.putCells(id, 'run-1', [settledCell('s', 1), missingCell('m', 'why\0'), missingCell('n')]);
        await store.putCells(id, 'run-2', [settledCell('s', 2), missingCell('s'), settledCell('m', 3)]);
        await store.putCells(id, 'run-2', [missingCell('s'), missingCell('m'), missingCell('n', 'later')]);
        expect(await store.cells(id)).toEqual([
          settledCell('m', 3),
          missingCell('n', 'later'),
          settledCell('s', 1),
        ]);
        expect(await store.cellCounts(id)).toEqual({ settled: 2, missing: { endpoint: 1 } });
      });

      test('put twice in one call: the settled one counts', async () => {
        const { id } = await exampleOwner(store, 'twice');
        await store.putCells(id, 'run-1', [
          missingCell('k'),
          settledCell('k', 1),
          settledCell('k', 2),
          missingCell('k'),
        ]);
        expect(await store.cells(id)).toEqual([settledCell('k', 1)]);
        await store.putCells(id, 'run-1', []);
      });

      test('are counted by when they settled, in stretches of equal length', async () => {
        const { id } = await exampleOwner(store, 'lately');
        const before = Date.now();
        await store.putCells(id, 'w', [
          settledCell('lately 1'),
          settledCell('lately 2'),
          missingCell('lost'),
        ]);
        const after = Date.now() + 1;
        const width = after - before;
        // Nothing in the stretches before and after; both in the one in which they were put.
        expect(await store.settledLately(id, before - width, after + width, 3)).toEqual([0, 2, 0]);
        expect(await store.settledLately(id, before - 1000, before, 4)).toEqual([0, 0, 0, 0]);
      });

      test('go in by thousands', async () => {
        const { id } = await exampleOwner(store, 'thousands');
        const cells = Array.from({ length: 3_333 }, (_, i) =>
          settledCell(`cell-${String(i).padStart(5, '0')}`, i),
        );
        await store.putCells(id, 'run-1', cells);
        expect(await store.cells(id)).toEqual(cells);
        const some = cells.filter((_, i) => i % 2 === 0);
        expect(await store.cells(id, some.map(({ key }) => key).toReversed())).toEqual(some);
        expect(await store.cellCounts(id)).toEqual({ settled: 3_333, missing: {} });
      });
    });

    describe('completions', () => {
      test('come back to the bit: tokens, logarithms, the logarithm of zero, odd characters', async () => {
        const { owner } = await exampleOwner(store, 'bits');
        const completion = exampleCompletion('\0 \ud800 🙂 "-Infinity"', {
          optionLogProbs: [-0.1 - 0.2, -Infinity, -1e-300],
          tokenIds: [1, 2],
          tokenLogProbs: [-Infinity, -5e-324],
        });
        const key = hashOf('bits');
        expect(await settleOne(store, owner, key, completion)).toEqual(completion);
        expect((await store.completions([key, hashOf('not there')])).get(key)).toEqual(completion);
        const [row, ...more] = await store.completionRows([key, key]);
        expect(more).toEqual([]);
        expect(row).toEqual({
          kind: 'completion',
          ...exampleRow(key, completion),
          workerRun: 'run-1',
          createdAt: expect.any(Number),
        });
      });

      test('that hold no number are refused, and take nobody along', async () => {
        const { id, owner } = await exampleOwner(store, 'nan');
        const good = settleOne(store, owner, hashOf('nan good'));
        const stranger = { ...owner, experiment: 'alignment/none/0' as ExperimentId };
        await expect(settleOne(store, stranger, hashOf('nan stranger'))).rejects.toThrow();
        await expect(
          settleOne(store, owner, hashOf('nan'), exampleCompletion('x', { optionLogProbs: [NaN] })),
        ).rejects.toThrow(/NaN/);
        await good;
        expect((await store.spend(id)).calls).toBe(1);
        expect(await store.completions([hashOf('nan'), hashOf('nan stranger')])).toEqual(new Map());
      });

      test('first write wins, in one group and later; every payment is in the ledger', async () => {
        const { id, owner } = await exampleOwner(store, 'first-write');
        const key = hashOf('first-write');
        const [a, b] = await Promise.all([
          settleOne(store, owner, key, exampleCompletion('a')),
          settleOne(store, owner, key, exampleCompletion('b')),
        ]);
        const c = await settleOne(store, owner, key, exampleCompletion('c'));
        expect([a.text, b.text, c.text]).toEqual(['a', 'a', 'a']);
        expect(await store.spend(id)).toMatchObject({ calls: 3, promptTokens: 30, costMicroUsd: 15 });
      });

      test('that are large lie in a blob, and the loser of a race reads the winner from it', async () => {
        const { owner } = await exampleOwner(store, 'large');
        const key = hashOf('large');
        const long = 'word '.repeat(20_000);
        const row = { ...exampleRow(key, exampleCompletion(long)), request: JSON.stringify({ long }) };
        const before = await blobCount(place.folder);
        await store.settle(row, exampleLine(owner, key), owner, 'run-1');
        expect(await blobCount(place.folder)).toBe(before + 2);
        const read = await settleOne(store, owner, key, exampleCompletion('short'));
        expect(read.text).toBe(long);
        expect((await store.completionRows([key]))[0]).toMatchObject({
          request: row.request,
          completion: { text: long },
        });
      });

      test('are found among thousands of keys', async () => {
        const { owner } = await exampleOwner(store, 'many');
        const keys = Array.from({ length: 300 }, (_, i) => hashOf(`many ${i}`));
        await Promise.all(keys.map((key, i) => settleOne(store, owner, key, exampleCompletion(String(i)))));
        const strangers: Sha256[] = Array.from({ length: 1_000 }, (_, i) => hashOf(`stranger ${i}`));
        const found = await store.completions([...strangers, ...keys, ...keys]);
        expect(found.size).toBe(300);
        expect(keys.map((key) => found.get(key)?.text)).toEqual(keys.map((_, i) => String(i)));
      });
    });

    describe('money', () => {
      test('a reservation is granted up to the cap and not beyond, each cap by its name', async () => {
        const { owner } = await exampleOwner(store, 'caps');
        const amount = { calls: 4, tokens: 100, costMicroUsd: 50 };
        expect(await store.reserve(owner, amount, { calls: 3 })).toEqual({ granted: false, cap: 'calls' });
        expect(await store.reserve(owner, amount, { tokens: 99 })).toEqual({ granted: false, cap: 'tokens' });
        expect(await store.reserve(owner, amount, { costMicroUsd: 49 })).toEqual({
          granted: false,
          cap: 'costMicroUsd',
        });
        expect(await store.reserve(owner, amount, { calls: 4, tokens: 100, costMicroUsd: 50 })).toEqual({
          granted: true,
        });
        expect(await store.reserve(owner, amount, { calls: 7 })).toEqual({ granted: false, cap: 'calls' });
        expect(await store.reserve(owner, amount, { calls: 8, wallMs: 1 })).toEqual({ granted: true });
        await store.release(owner);
        expect(await store.reserve(owner, amount, { calls: 4 })).toEqual({ granted: true });
      });

      test('what a call used is spent, no longer reserved; the rest is given back', async () => {
        const { id, owner } = await exampleOwner(store, 'used');
        await store.reserve(owner, { calls: 2, tokens: 100, costMicroUsd: 50 }, {});
        await settleOne(store, owner, hashOf('used 1'));
        const tokens = async (cap: number): Promise<boolean> => {
          const { granted } = await store.reserve(
            owner,
            { calls: 0, tokens: 0, costMicroUsd: 0 },
            { tokens: cap },
          );
          return granted;
        };
        expect([await tokens(99), await tokens(100)]).toEqual([false, true]);
        await store.release(owner);
        expect([await tokens(12), await tokens(13)]).toEqual([false, true]);
        expect(await store.spend(id)).toEqual({
          calls: 1,
          promptTokens: 10,
          completionTokens: 3,
          costMicroUsd: 5,
          memoHits: 0,
          callsSentAnew: 0,
          programs: { run: 0, recalled: 0, sandboxMs: 0 },
          unanswered: { calls: 0, promptTokens: 0, completionTokens: 0, costMicroUsd: 0, reasons: {} },
        });
      });

      test('the next attempt takes over: reservations are free, calls in flight are counted once', async () => {
        const { id, owner } = await exampleOwner(store, 'taken-over');
        const shard = owner.shard;
        const keys = ['a', 'b', 'c', 'd'].map((name) => hashOf(`taken-over ${name}`));
        const [a, b, , d] = keys as [Sha256, Sha256, Sha256, Sha256];
        await store.reserve(owner, { calls: 4, tokens: 400, costMicroUsd: 40 }, { calls: 4 });
        await sendAll(store, owner, keys);
        await sendAll(store, owner, [a]);
        await settleOne(store, owner, a);
        // Answered by another experiment meanwhile: it will not be sent anew.
        const other = await exampleOwner(store, 'taken-over-other');
        await settleOne(store, other.owner, d);

        const next = await store.takeOver(id, shard);
        expect(next).toEqual({ owner: { ...owner, attempt: owner.attempt + 1 }, callsLost: 2 });
        await expect(
          store.reserve(owner, { calls: 1, tokens: 1, costMicroUsd: 1 }, {}),
        ).rejects.toMatchObject({
          name: 'Superseded',
        });
        await expect(store.callsStarted(owner, [exampleSending(a)])).rejects.toMatchObject({
          name: 'Superseded',
        });
        await store.release(owner);

        const three = { calls: 3, tokens: 300, costMicroUsd: 30 };
        expect(await store.reserve(next.owner, three, { calls: 7 })).toEqual({ granted: true });
        // The dead attempt was only slow: what it paid for is kept, and the new attempt's reservation with it.
        await settleOne(store, owner, b);
        // Three were sent and are not settled; one of them is answered by another, and will not be sent anew.
        expect(await store.spend(id)).toMatchObject({
          ...{ calls: 2, callsSentAnew: 2 },
          unanswered: {
            ...{ calls: 3, promptTokens: 60, completionTokens: 18, costMicroUsd: 30 },
            reasons: { crash: 3 },
          },
        });
        expect(
          await store.reserve(next.owner, { calls: 0, tokens: 0, costMicroUsd: 0 }, { calls: 7 }),
        ).toMatchObject({
          granted: false,
        });
        expect((await store.takeOver(id, shard)).callsLost).toBe(0);
      });

      test('of a worker whose notes are here, what was admitted and never sent is not counted', async () => {
        if (!('path' in place.options)) return;
        const { id, owner } = await exampleOwner(store, 'never-sent');
        const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) =>
          exampleSending(hashOf(`never-sent ${name}`)),
        ) as [Sending, Sending, Sending, Sending];
        await store.reserve(owner, { calls: 4, tokens: 104, costMicroUsd: 40 }, {});
        await store.callsStarted(owner, [a, b, c, d]);
        store.sent(a);
        store.sent(b);
        store.sent(c);
        store.refused(c);
        expect(await store.takeOver(id, owner.shard)).toMatchObject({ callsLost: 2 });
        const lost = { calls: 2, promptTokens: 40, completionTokens: 12, costMicroUsd: 20 };
        expect((await store.spend(id)).unanswered).toEqual({ ...lost, reasons: { crash: 2 } });
      });

      test('a call without an answer is charged in the place of its reservation, under the caps, once', async () => {
        const { id, owner } = await exampleOwner(store, 'unanswered');
        const [a, b] = ['a', 'b'].map((name) => exampleSending(hashOf(`unanswered ${name}`))) as [
          Sending,
          Sending,
        ];
        const reserved = { calls: 1, tokens: 26, costMicroUsd: 10 };
        await store.reserve(owner, { calls: 2, tokens: 52, costMicroUsd: 20 }, {});
        await store.callsStarted(owner, [a, b]);
        const lineOf = (sending: Sending): LedgerLine => ({
          ...{
            sending: sending.id,
            experiment: id,
            key: sending.key,
            shard: owner.shard,
            reserved,
            estimated: true,
          },
          ...{ promptTokens: 20, completionTokens: 6, costMicroUsd: 10 },
        });
        store.sent(a);
        await store.unanswered(lineOf(a), 'time-limit', owner, 'run-1');
        const useless = {
          ...lineOf(b),
          promptTokens: 11,
          completionTokens: 1,
          costMicroUsd: 3,
          estimated: false,
        };
        await store.unanswered(useless, 'useless', owner, 'run-1');
        await store.unanswered(useless, 'useless', owner, 'run-1');
        expect(await store.spend(id)).toMatchObject({
          ...{ calls: 0, promptTokens: 0, callsSentAnew: 1 },
          unanswered: {
            ...{ calls: 2, promptTokens: 31, completionTokens: 7, costMicroUsd: 13 },
            reasons: { 'time-limit': 1, useless: 1 },
          },
        });
        const more = { calls: 1, tokens: 1, costMicroUsd: 1 };
        expect(await store.reserve(owner, more, { calls: 2 })).toEqual({ granted: false, cap: 'calls' });
        expect(await store.reserve(owner, more, { tokens: 38 })).toEqual({ granted: false, cap: 'tokens' });
        const full = { granted: false, cap: 'costMicroUsd' };
        expect(await store.reserve(owner, more, { costMicroUsd: 13 })).toEqual(full);
        const fits = { calls: 3, tokens: 39, costMicroUsd: 14 };
        expect(await store.reserve(owner, more, fits)).toEqual({ granted: true });
        expect((await store.takeOver(id, owner.shard)).callsLost).toBe(0);
        // No answer of it is kept, so nobody is said to have paid for one, and no worker to have brought one.
        expect(await store.paidAnswers(id)).toEqual([]);
        expect((await store.costs(id, [a.key])).size).toBe(0);
      });

      test('what a slow attempt settles after it was charged as unanswered is an answer, and paid once', async () => {
        const { id, owner } = await exampleOwner(store, 'slow');
        const sending = exampleSending(hashOf('slow'));
        await store.callsStarted(owner, [sending]);
        store.sent(sending);
        await store.takeOver(id, owner.shard);
        expect((await store.spend(id)).unanswered).toMatchObject({ calls: 1 });
        const line = { ...exampleLine(owner, sending.key), sending: sending.id };
        await store.settle(exampleRow(sending.key, exampleCompletion('late')), line, owner, 'run-1');
        expect(await store.spend(id)).toMatchObject({ calls: 1, unanswered: { calls: 0, costMicroUsd: 0 } });
      });

      test('what a useless answer stops is known in its trial, and not in the next', async () => {
        const { id } = await exampleOwner(store, 'stops');
        const stop = {
          trial: 'run/0',
          endpoint: 'e',
          model: 'm',
          kind: 'score',
          missingClass: 'useless',
        } as const;
        await store.putStop(id, { ...stop, reason: 'no log-probabilities' }, 'run-1');
        await store.putStop(id, { ...stop, reason: 'again' }, 'run-2');
        expect(await store.stops(id, 'run/0')).toEqual([{ ...stop, reason: 'no log-probabilities' }]);
        expect(await store.stops(id, 'run/1')).toEqual([]);
      });

      test('shards do not touch each other', async () => {
        const { id, owner } = await exampleOwner(store, 'neighbours');
        const { owner: neighbour } = await store.takeOver(id, { lane: 1, index: 0 });
        await store.reserve(owner, { calls: 2, tokens: 0, costMicroUsd: 0 }, {});
        await sendAll(store, owner, [hashOf('neighbours')]);
        await store.reserve(neighbour, { calls: 3, tokens: 0, costMicroUsd: 0 }, {});
        await store.release(neighbour);
        expect((await store.takeOver(id, { lane: 1, index: 0 })).callsLost).toBe(0);
        const one = { calls: 1, tokens: 0, costMicroUsd: 0 };
        expect(await store.reserve(owner, one, { calls: 2 })).toEqual({ granted: false, cap: 'calls' });
        expect((await store.takeOver(id, owner.shard)).callsLost).toBe(1);
      });

      test('half a micro-dollar is a fault, not a rounding', async () => {
        const { id, owner } = await exampleOwner(store, 'halves');
        await expect(settleOne(store, owner, hashOf('halves'), undefined, 0.5)).rejects.toMatchObject({
          name: 'Fault',
        });
        const half = { calls: 1, tokens: 0.5, costMicroUsd: 0 };
        await expect(store.reserve(owner, half, {})).rejects.toMatchObject({ name: 'Fault' });
        expect((await store.spend(id)).calls).toBe(0);
      });

      test('memo hits add up; an experiment that is not there is a fault', async () => {
        const { id, owner } = await exampleOwner(store, 'hits');
        await Promise.all([store.noteMemoHits(id, 3), store.noteMemoHits(id, 4)]);
        expect((await store.spend(id)).memoHits).toBe(7);
        const nobody = 'alignment/none/0' as ExperimentId;
        await expect(store.spend(nobody)).rejects.toMatchObject({ name: 'Fault' });
        await expect(store.takeOver(nobody, owner.shard)).rejects.toMatchObject({ name: 'Fault' });
      });
    });

    test('worker runs are named with the calls that they settled', async () => {
      const { id, owner } = await exampleOwner(store, 'provenance');
      const run = (name: string, startedAt: number): Parameters<Store['putWorkerRun']>[0] => ({
        id: name,
        startedAt,
        host: 'h',
        pid: 1,
        gitCommit: 'c',
        lockFileHash: 'l',
        versions: { node: '24' },
        code: { alignment: hashOf('code') },
      });
      for (const [i, name] of ['provenance-a', 'provenance-b', 'provenance-c'].entries()) {
        await store.putWorkerRun(run(name, i));
        await store.putWorkerRun(run(name, i));
      }
      const keys = [hashOf('p1'), hashOf('p2')];
      for (const key of keys) {
        const row = exampleRow(key, exampleCompletion('x'));
        await store.settle(row, exampleLine(owner, key), owner, 'provenance-a');
      }
      await store.putCells(id, 'provenance-b', [settledCell('k')]);
      expect(await store.workerRuns(id)).toEqual([
        { ...run('provenance-a', 0), completions: 2, cells: 0 },
        { ...run('provenance-b', 1), completions: 0, cells: 1 },
      ]);
    });

    test('the first code stays until another is accepted, and each is kept with its files', async () => {
      const { id } = await exampleOwner(store, 'codes');
      const code = (name: string): Code => ({ hash: hashOf(name), files: { 'families/a.ts': hashOf(name) } });
      expect(await store.codeInForce(id)).toBeUndefined();
      await Promise.all([store.pinCode(id, code('one')), store.pinCode(id, code('one'))]);
      await store.pinCode(id, code('two'));
      expect(await store.codeInForce(id)).toBe(hashOf('one'));
      for (const name of ['one', 'two', 'two', 'one']) await store.acceptCode(id, code(name));
      expect(await store.codeInForce(id)).toBe(hashOf('one'));
      const at = expect.any(Number) as number;
      expect(await store.codes(id)).toEqual(['one', 'two', 'one'].map((name) => ({ ...code(name), at })));
    });

    test('what was not yet committed is committed by closing, and is there when it is opened again', async () => {
      const { id, owner } = await exampleOwner(store, 'reopened');
      const pending = settleOne(store, owner, hashOf('reopened'));
      await store.close();
      await pending;
      store = await openStore({ ...place.options, mode: 'open' });
      expect((await store.spend(id)).calls).toBe(1);
      expect((await store.completions([hashOf('reopened')])).size).toBe(1);
    });
  });
}

async function blobCount(folder: string): Promise<number> {
  const names = await readdir(join(folder, 'blobs'), { recursive: true }).catch(() => []);
  return names.filter((name) => /[0-9a-f]{64}$/.test(name)).length;
}
