import type { Completion } from '../../../domain/completion.ts';
import type { CallsUnderWay } from '../../../activities/collect/answers.ts';
import { ask, askAll, type Dialogue, type Thread } from '../../../domain/dialogue.ts';
import { endpoint } from '../../services/inference/endpoint.ts';
import { alone, collectContext, EXPERIMENT, many, question, requestOf, text, withWorld } from './world.ts';

test('cells are asked once, settled, counted and paid for', async () => {
  const prices = { '*': { promptMicroUsdPerMillion: 1_000_000, completionMicroUsdPerMillion: 2_000_000 } };
  await withWorld({ config: { prices } }, async ({ collect, store, server }) => {
    let beats = 0;
    const result = await collect(many(300), { heartbeat: () => beats++ });
    expect(result).toMatchObject({
      settledNow: 300,
      settled: 300,
      missing: 0,
      missingByClass: {},
      examples: [],
    });
    // 'item 7' is two words of the server's, 'yes' is one.
    expect(result.spend).toMatchObject({
      calls: 300,
      promptTokens: 600,
      completionTokens: 300,
      costMicroUsd: 1200,
    });
    expect(result.spend).toMatchObject({ memoHits: 0, callsSentAnew: 0 });
    expect(server.counts.arrived).toBe(300);
    const [cell] = await store.cells(EXPERIMENT, ['item 7']);
    expect(cell).toMatchObject({ status: 'settled', outcome: { status: 'ok', said: 'yes' } });
    expect(cell?.completions).toHaveLength(1);
    expect(result.cap).toBeUndefined();
  });
});

test('a shard whose turn is over settles what was sent, begins nothing, and has what is left in its next turn', async () => {
  const script = { latencyMs: { low: 300, high: 400 } };
  await withWorld({ script, config: { concurrency: { start: 4, max: 4 } } }, async ({ collect, server }) => {
    const first = await collect(many(60), { turnMs: 500 });
    expect(first).toMatchObject({ turnOver: true, missing: 0 });
    expect(first.settledNow).toBeGreaterThan(3);
    expect(first.settledNow).toBeLessThan(30);
    expect(server.counts.arrived).toBe(first.settledNow);
    const next = await collect(many(60), { turnMs: 60_000 });
    expect(next.turnOver).toBeUndefined();
    expect(next).toMatchObject({ settled: 60, settledNow: 60 - first.settledNow, missing: 0 });
    expect(server.counts.arrived).toBe(60);
  });
});

test('cells that ask several times settle as they go, not when all have been asked for the first time', async () => {
  const script = { latencyMs: { low: 60, high: 80 } };
  await withWorld({ script, config: { concurrency: { start: 4, max: 4 } } }, async ({ collect }) => {
    const thrice: Dialogue = function* (cell) {
      yield* ask(requestOf(cell.key));
      yield* ask(requestOf(`${cell.key} again`));
      const { text: said } = yield* ask(requestOf(`${cell.key} and again`));
      return { status: 'ok', said };
    };
    const result = await collect(many(200), { turnMs: 1200, study: { dialogue: thrice } });
    expect(result).toMatchObject({ turnOver: true });
    // Four places, some 70 ms a call and three calls a cell: 20 cells a second, and what was sent ahead.
    expect(result.settledNow).toBeGreaterThan(8);
    expect(result.settledNow).toBeGreaterThan(result.spend.calls / 3 - 8);
  });
});

test('a turn that ends while an endpoint is down does not hide it: what was tried keeps its patience and is missing', async () => {
  await withWorld({ config: { patienceMs: 1500 } }, async ({ collect, server }) => {
    await server.close();
    const result = await collect(many(5), { turnMs: 300 });
    expect(result.settledNow).toBe(0);
    expect(result.missingByClass.endpoint).toBeGreaterThan(0);
  });
});

test('a shard whose experiment is held settles what was sent, sends nothing more, and hands back the rest', async () => {
  const script = { latencyMs: { low: 300, high: 400 } };
  await withWorld({ script, config: { concurrency: { start: 4, max: 4 } } }, async ({ collect, server }) => {
    let isHeld = false;
    const held = { isHeld: async () => isHeld };
    setTimeout(() => (isHeld = true), 500);
    const result = await collect(many(200), held);
    expect(result.held).toBe(true);
    expect(result.missing).toBe(0);
    expect(result.settledNow).toBe(server.counts.arrived);
    expect(server.counts.arrived).toBeLessThan(40);
    const sent = server.counts.arrived;
    const again = await collect(many(200), { ...held, isAgain: true });
    expect(again).toMatchObject({ held: true, settledNow: 0, missing: 0 });
    expect(server.counts.arrived).toBe(sent);
    isHeld = false;
    const rest = await collect(many(sent + 5), held);
    expect(rest).toMatchObject({ settledNow: 5, settled: sent + 5, missing: 0 });
    expect(rest.held).toBeUndefined();
    expect(server.counts.arrived).toBe(sent + 5);
  });
});

test('a shard that is done costs nothing a second time', async () => {
  await withWorld({}, async ({ collect, server }) => {
    await collect(many(50));
    const again = await collect(many(60));
    expect(again).toMatchObject({ settledNow: 10, settled: 60, spend: { calls: 60, memoHits: 0 } });
    expect(server.counts.arrived).toBe(60);
  });
});

/** Asks until it was answered three times; every turn is a request of its own. */
const threeTurns: Dialogue = function* (cell) {
  const transcript: Completion[] = [];
  for (let turn = 0; turn < 3; turn++) transcript.push(yield* ask(requestOf(`${cell.key}, turn ${turn}`)));
  return { status: 'ok', said: text(transcript) };
};

test('another experiment replays what was said out of the memo, without a request, also where the endpoint is gone', async () => {
  await withWorld({ dialogue: threeTurns }, async ({ collect, store, server, dialogue }) => {
    await collect(many(20));
    expect(server.counts.arrived).toBe(60);
    const record = await store.experiment(EXPERIMENT);
    if (record === undefined) throw new Error('no record');
    const other = `${EXPERIMENT}/again` as typeof EXPERIMENT;
    await store.putExperiment({ ...record, id: other, label: 'again' });
    await server.close();
    const gone = collectContext(store, endpoint({ address: server.address }));
    const { collectShard } = await import('../../../activities/collect/drive.ts');
    const replayed = await collectShard({
      ...gone,
      experiment: other,
      study: { dialogue },
      threads: many(20),
    });
    expect(replayed).toMatchObject({ settledNow: 20, spend: { calls: 0, costMicroUsd: 0, memoHits: 60 } });
    expect(server.counts.arrived).toBe(60);
  });
});

test('a replicate label, a draw and a revision are asked anew', async () => {
  const draws: Dialogue = function* (cell) {
    const from = cell.key === 'b' ? 1 : 0;
    yield* ask(requestOf('the same'), from);
    yield* ask(requestOf('the same'), from + 1);
    return { status: 'ok' };
  };
  await withWorld({ dialogue: draws }, async ({ collect, server }) => {
    // a asks draws 0 and 1, b asks 1 and 2.
    await collect(alone('a', 'b'));
    expect(server.counts.arrived).toBe(3);
    await collect(alone('c'), { replicate: 'second' });
    expect(server.counts.arrived).toBe(5);
  });
});

const sameQuestion: Dialogue = function* () {
  yield* ask(requestOf('the same'));
  return { status: 'ok' };
};

test('cells that ask the same at once share one call', async () => {
  await withWorld({ dialogue: sameQuestion, script: { latencyMs: 30 } }, async ({ collect, server }) => {
    const result = await collect(many(200));
    expect(result).toMatchObject({ settled: 200, spend: { calls: 1, memoHits: 199 } });
    expect(server.counts.arrived).toBe(1);
  });
});

test('shards of one worker that ask the same at once pay for one call', async () => {
  await withWorld({ dialogue: sameQuestion, script: { latencyMs: 150 } }, async ({ collect, server }) => {
    const underWay: CallsUnderWay = new Map();
    const results = await Promise.all(
      [0, 1, 2].map((index) => collect(alone(`cell ${index}`), { underWay, shard: { lane: 0, index } })),
    );
    expect(results.map(({ settled: cells }) => cells)).toEqual([1, 1, 1]);
    expect(server.counts.arrived).toBe(1);
    expect(underWay.size).toBe(0);
  });
});

test('a shard that is cut off or over its budget does not take along another that waits for its call', async () => {
  await withWorld({ dialogue: sameQuestion, script: { latencyMs: 150 } }, async ({ collect, server }) => {
    const underWay: CallsUnderWay = new Map();
    const cut = new AbortController();
    const first = collect(alone('a'), { underWay, signal: cut.signal }).catch((error: unknown) => error);
    while (server.counts.arrived === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = collect(alone('b'), { underWay, shard: { lane: 0, index: 1 } });
    const third = collect(alone('c'), { underWay, shard: { lane: 0, index: 2 }, caps: { calls: 0 } });
    await new Promise((resolve) => setTimeout(resolve, 40));
    cut.abort(new Error('the worker ends'));
    expect(await first).toEqual(new Error('the worker ends'));
    expect(await second).toMatchObject({ settled: 1, missing: 0 });
    // It shared the second's call, or found its own cap; it never hangs.
    expect((await third).settled + (await third).missing).toBe(1);
    expect(server.counts.arrived).toBe(2);
  });
});

/** Each question repeats what was answered before it in the thread. */
const chain: Dialogue = function* (cell, earlier) {
  const before = earlier.map(({ cell: { key }, transcript: said }) => `${key}=${text(said)}`);
  const answer = yield* ask(requestOf([...before, cell.key].join(' ')));
  return { status: 'ok', said: answer.text };
};
const persons = (count: number, items: number): Thread[] =>
  Array.from({ length: count }, (_, p) => Array.from({ length: items }, (_, i) => question(`p${p}-i${i}`)));

test('the cells of a chain see the answers before them, after a restart too', async () => {
  const script = { rules: [{ reply: { kind: 'text' as const, text: 'maybe' } }] };
  await withWorld({ dialogue: chain, script }, async ({ collect, store, server }) => {
    await collect(persons(5, 2));
    const result = await collect(persons(5, 4));
    expect(result).toMatchObject({ settledNow: 10, settled: 20, spend: { calls: 20 } });
    expect(server.counts.arrived).toBe(20);
    const [last] = await store.cells(EXPERIMENT, ['p3-i3']);
    const [row] = await store.completionRows(last?.completions ?? []);
    expect(row?.request).toContain('p3-i0=maybe p3-i1=maybe p3-i2=maybe p3-i3');
  });
});

test('a missing cell carries class and reason, and the rest of its chain is not asked', async () => {
  const faults = [{ when: { includes: 'p1-i1' }, fault: { kind: 'status' as const, status: 400 } }];
  await withWorld({ dialogue: chain, script: { faults } }, async ({ collect, store, log }) => {
    const result = await collect(persons(3, 4));
    expect(result).toMatchObject({ settled: 9, missing: 3, missingByClass: { rejected: 3 } });
    expect(result.examples).toHaveLength(3);
    expect(result.examples[0]).toMatch(/^p1-i1: 400/);
    expect(log().filter(({ event }) => event === 'arrived')).toHaveLength(10);
    const [cell] = await store.cells(EXPERIMENT, ['p1-i3']);
    expect(cell).toMatchObject({ status: 'missing', missingClass: 'rejected', outcome: null });
    expect(cell?.reason).toContain('an earlier cell of its chain is missing');
  });
});

test('an endpoint that is down leaves its cells missing within bounded time, and they settle later', async () => {
  const faults = [{ fault: { kind: 'reset' as const }, first: 30 }];
  await withWorld({ script: { faults }, config: { patienceMs: 300 } }, async ({ collect }) => {
    const startedAt = performance.now();
    const lost = await collect(many(100));
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(lost.missingByClass).toEqual({ endpoint: 100 });
    let result = lost;
    for (let pass = 0; pass < 5 && result.missing > 0; pass++) result = await collect(many(100));
    expect(result).toMatchObject({ settled: 100, missing: 0, spend: { calls: 100 } });
    expect(result.spend).toMatchObject({
      callsSentAnew: 30,
      unanswered: { calls: 30, reasons: { broken: 30 } },
    });
  });
});

/** Asks three questions that do not wait for each other, and a fourth with what they said. */
const atOnce: Dialogue = function* (cell) {
  const three = yield* askAll([0, 1, 2].map((draw) => ({ request: requestOf(`${cell.key} at once`), draw })));
  const last = yield* ask(requestOf(`${cell.key} after ${three.length}`));
  return { status: 'ok', said: text([...three, last]) };
};

test('questions that do not wait for each other are asked at once, and their answers come in their order', async () => {
  await withWorld(
    { dialogue: atOnce, script: { latencyMs: 50 } },
    async ({ collect, store, server, log }) => {
      expect(await collect(alone('a'))).toMatchObject({ settled: 1, spend: { calls: 4 } });
      const arrivals = log().filter(({ event }) => event === 'arrived' || event === 'answered');
      expect(arrivals.map(({ event }) => event).slice(0, 3)).toEqual(['arrived', 'arrived', 'arrived']);
      const [cell] = await store.cells(EXPERIMENT, ['a']);
      const rows = await store.completionRows(cell?.completions ?? []);
      const byKey = new Map(rows.map((row) => [row.key, row]));
      const draws = cell?.completions.map((key) => byKey.get(key)?.request.includes('at once'));
      expect(draws).toEqual([true, true, true, false]);
      expect(await collect(alone('b', 'a'))).toMatchObject({ settled: 2 });
      expect(server.counts.arrived).toBe(8);
    },
  );
});

test('of questions that are asked at once those that were answered are kept where another is missing', async () => {
  const faults = [{ when: { includes: 'lost' }, fault: { kind: 'status' as const, status: 400 } }];
  const someLost: Dialogue = function* (cell) {
    const asks = ['kept', 'lost', 'kept too'].map((one) => ({
      request: requestOf(`${cell.key} ${one}`),
      draw: 0,
    }));
    yield* askAll(asks);
    return { status: 'ok' };
  };
  await withWorld({ dialogue: someLost, script: { faults } }, async ({ collect, store }) => {
    expect(await collect(alone('a'))).toMatchObject({ missingByClass: { rejected: 1 }, spend: { calls: 2 } });
    const [cell] = await store.cells(EXPERIMENT, ['a']);
    expect(cell?.completions).toHaveLength(2);
  });
});

test('a dialogue that never settles is a fault, and what was paid for is kept', async () => {
  const endless: Dialogue = function* () {
    for (let turn = 0; ; turn++) yield* ask(requestOf(`turn ${turn}`));
  };
  await withWorld({ dialogue: endless }, async ({ collect, store, server }) => {
    await expect(collect(alone('a'))).rejects.toMatchObject({ name: 'Fault' });
    expect(server.counts.arrived).toBe(50);
    expect((await store.spend(EXPERIMENT)).calls).toBe(50);
  });
});

test('a dialogue that throws is a fault that names its cell; calls in flight are still settled', async () => {
  const broken: Dialogue = function* (cell) {
    if (cell.key === 'item 3') throw new RangeError('oops');
    yield* ask(requestOf(cell.key));
    return { status: 'ok' };
  };
  await withWorld({ dialogue: broken, script: { latencyMs: 50 } }, async ({ collect, store, server }) => {
    await expect(collect(many(2000))).rejects.toThrow("the dialogue of cell 'item 3' failed: oops");
    expect(server.counts.arrived).toBeLessThan(100);
    expect((await store.spend(EXPERIMENT)).calls).toBe(server.counts.answered);
  });
});

test('when the signal fires it ends at once; what was cut off is counted as sent anew', async () => {
  await withWorld({ script: { latencyMs: 300 } }, async ({ collect, server }) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('shutting down')), 150);
    const startedAt = performance.now();
    await expect(collect(many(100), { signal: controller.signal })).rejects.toThrow('shutting down');
    expect(performance.now() - startedAt).toBeLessThan(290);
    const sent = server.counts.arrived;
    const { spend, settled: done } = await collect(many(100));
    expect(done).toBe(100);
    expect(spend.calls).toBe(100);
    // Those that were admitted ahead and never sent are not counted.
    expect(spend.callsSentAnew).toBe(sent);
    expect(spend.unanswered).toMatchObject({ calls: sent, reasons: { 'cut-off': sent } });
  });
});

test('it heartbeats while it only waits', async () => {
  await withWorld({ script: { latencyMs: 2_300 } }, async ({ collect }) => {
    let beats = 0;
    await collect(many(1), { heartbeat: () => beats++ });
    expect(beats).toBeGreaterThanOrEqual(2);
  });
});
