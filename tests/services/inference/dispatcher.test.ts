import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { Completion, CompletionRequest } from '../../../domain/completion.ts';
import type { Backend } from '../../../domain/endpoint.ts';
import { TransportError } from '../../../domain/errors.ts';
import { createDispatcher } from '../../../services/inference/dispatcher.ts';
import { endpoint, failure, generate, never } from './endpoint.ts';

const answer = (text: string): Completion => ({
  text,
  finishReason: 'stop',
  usage: { promptTokens: 1, completionTokens: 1, estimated: false },
  latencyMs: 0,
});
const textOf = (request: CompletionRequest): string =>
  request.prompt.kind === 'chat' ? (request.prompt.messages[0]?.content ?? '') : request.prompt.text;
const down = (): TransportError => new TransportError('down', { missingClass: 'endpoint', retryable: true });
const limited = (): TransportError =>
  new TransportError('slow down', { missingClass: 'endpoint', retryable: true, rateLimited: true });

/** An embedded backend: what is asked of it, in order, and how many at once. */
function counting(complete: (text: string, nth: number) => Promise<string>): {
  backend: Pick<Backend, 'complete'>;
  seen: { order: string[]; most: number; sent: number };
} {
  const seen = { order: [] as string[], most: 0, sent: 0 };
  let now = 0;
  const backend = {
    async complete(request: CompletionRequest): Promise<Completion> {
      seen.order.push(textOf(request));
      seen.most = Math.max(seen.most, ++now);
      try {
        return answer(await complete(textOf(request), seen.sent++));
      } finally {
        now--;
      }
    },
  };
  return { backend, seen };
}

test('every call is answered once, in order of arrival, with no more in flight than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 6 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      async (start, more, waits, admits) => {
        const { backend, seen } = counting(async (text) => {
          await sleep(waits[Number(text)] ?? 0);
          return text;
        });
        const config = endpoint({ concurrency: { start, max: start + more } });
        const dispatcher = createDispatcher(backend, config);
        const admit = admits ? { admit: (): Promise<void> => Promise.resolve() } : undefined;
        const answers = await Promise.all(
          waits.map((_, index) => dispatcher.dispatch(generate(String(index)), never, admit)),
        );
        expect(answers.map(({ text }) => text)).toEqual(waits.map((_, index) => String(index)));
        expect(seen.order).toEqual(waits.map((_, index) => String(index)));
        expect(seen.most).toBeLessThanOrEqual(start + more);
        expect(dispatcher.state).toMatchObject({ inFlight: 0, waiting: 0, down: false });
      },
    ),
    { numRuns: 40 },
  );
});

test('concurrency grows with success and halves once per round of rate limits, never below 1', async () => {
  let limit = false;
  const { backend } = counting(async (text) => {
    await sleep(2);
    if (limit) throw limited();
    return text;
  });
  const dispatcher = createDispatcher(
    backend,
    endpoint({ concurrency: { start: 2, max: 16 }, patienceMs: 300 }),
  );
  const ask = (n: number): Promise<unknown> =>
    Promise.allSettled(Array.from({ length: n }, (_, i) => dispatcher.dispatch(generate(String(i)), never)));
  await ask(200);
  expect(dispatcher.state.limit).toBe(16);
  limit = true;
  const one = ask(16);
  await sleep(10);
  expect(dispatcher.state.limit).toBe(8);
  await one;
  // Down by now, it is probed, one call at a time, and each probe halves.
  for (let round = 0; round < 4; round++) await ask(4);
  expect(dispatcher.state.limit).toBe(1);
  await ask(4);
  expect(dispatcher.state.limit).toBe(1);
});

test('while an endpoint is down all give up together, after the patience of the first failure', async () => {
  const { backend, seen } = counting(async () => {
    throw down();
  });
  const dispatcher = createDispatcher(
    backend,
    endpoint({ concurrency: { start: 8, max: 8 }, patienceMs: 400 }),
  );
  const startedAt = performance.now();
  const calls = Array.from({ length: 500 }, (_, i) =>
    failure(dispatcher.dispatch(generate(String(i)), never)),
  );
  const errors = await Promise.all(calls);
  expect(performance.now() - startedAt).toBeLessThan(800);
  expect(new Set(errors.map(({ missingClass }) => missingClass))).toEqual(new Set(['endpoint']));
  // Eight at once, then one probe at a time: not five hundred.
  expect(seen.sent).toBeLessThan(30);
  expect(seen.sent).toBeGreaterThan(10);

  const again = performance.now();
  const before = seen.sent;
  await Promise.all(
    Array.from({ length: 100 }, (_, i) => failure(dispatcher.dispatch(generate(String(i)), never))),
  );
  expect(performance.now() - again).toBeLessThan(600);
  expect(seen.sent - before).toBeGreaterThanOrEqual(1);
  expect(seen.sent - before).toBeLessThan(30);
});

test('an endpoint that was down is asked by one call at a time after a pause, too', async () => {
  const { backend, seen } = counting(async () => {
    throw down();
  });
  const dispatcher = createDispatcher(
    backend,
    endpoint({ concurrency: { start: 8, max: 8 }, patienceMs: 200 }),
  );
  const ask = (): Promise<unknown> =>
    Promise.all(
      Array.from({ length: 50 }, (_, i) => failure(dispatcher.dispatch(generate(String(i)), never))),
    );
  await ask();
  await sleep(300);
  const mostBefore = seen.most;
  expect(mostBefore).toBe(8);
  seen.most = 0;
  await ask();
  expect(seen.most).toBe(1);
});

test('an endpoint that comes back within the patience loses nothing', async () => {
  const upAt = performance.now() + 300;
  const { backend } = counting(async (text) => {
    if (performance.now() < upAt) throw down();
    return text;
  });
  const dispatcher = createDispatcher(backend, endpoint({ patienceMs: 3_000 }));
  const calls = Array.from({ length: 60 }, (_, i) => dispatcher.dispatch(generate(String(i)), never));
  expect((await Promise.all(calls)).map(({ text }) => text)).toEqual(calls.map((_, i) => String(i)));
  expect(dispatcher.state.down).toBe(false);
});

test('one request that always fails does not stop the others', async () => {
  const { backend } = counting(async (text) => {
    await sleep(1);
    if (text === 'poison') throw down();
    return text;
  });
  const dispatcher = createDispatcher(backend, endpoint({ patienceMs: 300 }));
  const poison = failure(dispatcher.dispatch(generate('poison'), never));
  const calls = Array.from({ length: 100 }, (_, i) => dispatcher.dispatch(generate(String(i)), never));
  await Promise.all(calls);
  expect((await poison).missingClass).toBe('endpoint');
});

test('an aborted call ends at once, waiting or in flight, and takes no place with it', async () => {
  const { backend, seen } = counting(async (text) => {
    if (text === 'stuck') await sleep(60_000, undefined, { ref: false });
    return text;
  });
  const dispatcher = createDispatcher(backend, endpoint({ concurrency: { start: 1, max: 1 } }));
  const controller = new AbortController();
  const stuck = dispatcher.dispatch(generate('stuck'), controller.signal);
  const queued = dispatcher.dispatch(generate('queued'), controller.signal);
  const other = dispatcher.dispatch(generate('other'), never);
  controller.abort(new Error('enough'));
  await expect(stuck).rejects.toThrow('enough');
  await expect(queued).rejects.toThrow('enough');
  expect((await other).text).toBe('other');
  expect(seen.order).toEqual(['stuck', 'other']);
});

test('a backend that ignores its signal is not waited for', async () => {
  const { backend } = counting(() => sleep(60_000, 'late', { ref: false }));
  const dispatcher = createDispatcher(backend, endpoint({ timeoutMs: 50, patienceMs: 100 }));
  const error = await failure(dispatcher.dispatch(generate('x'), never));
  expect(error.message).toContain('no whole answer within 50 ms');
});

test('a call that is not admitted is not sent', async () => {
  const { backend, seen } = counting(async (text) => text);
  const dispatcher = createDispatcher(backend, endpoint());
  const refused = dispatcher.dispatch(generate('x'), never, {
    admit: () => Promise.reject(new Error('no budget')),
  });
  await expect(refused).rejects.toThrow('no budget');
  expect(seen.sent).toBe(0);
});

test('calls are admitted a few ahead of the places in flight, not all at once', async () => {
  const { backend } = counting(async (text) => {
    await sleep(20);
    return text;
  });
  const dispatcher = createDispatcher(backend, endpoint({ concurrency: { start: 8, max: 8 } }));
  let admitted = 0;
  const calls = Array.from({ length: 100 }, (_, i) =>
    dispatcher.dispatch(generate(String(i)), never, { admit: async () => void admitted++ }),
  );
  await sleep(10);
  expect(admitted).toBeLessThanOrEqual(12);
  await Promise.all(calls);
  expect(admitted).toBe(100);
});

test('while answers could not be kept nothing is sent, and then everything once', async () => {
  const { backend, seen } = counting(async (text) => text);
  let isHeld = true;
  const dispatcher = createDispatcher(backend, endpoint(), 0, () => isHeld);
  const calls = ['a', 'b', 'c'].map((text) => dispatcher.dispatch(generate(text), never));
  await sleep(700);
  expect(seen.sent).toBe(0);
  isHeld = false;
  expect((await Promise.all(calls)).map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  expect(seen.order).toEqual(['a', 'b', 'c']);
  dispatcher.close();
});

test('places go round by experiment and weight, and one that comes later does not wait for those before it', async () => {
  const { backend, seen } = counting(async (text) => {
    await sleep(1);
    return text;
  });
  const dispatcher = createDispatcher(backend, endpoint({ concurrency: { start: 4, max: 4 } }));
  const ask = (name: string, weight: number, count: number): Promise<unknown>[] =>
    Array.from({ length: count }, () =>
      dispatcher.dispatch(generate(name), never, { admit: () => Promise.resolve() }, { name, weight }),
    );
  const first = ask('first', 1, 300);
  await sleep(5);
  const before = seen.sent;
  const others = [...ask('second', 1, 100), ...ask('double', 2, 200)];
  await Promise.all(others);
  // A quarter, a quarter and a half: the first has had as many turns as the second when both others are through.
  const among = seen.order.slice(before, before + 400);
  for (const part of [among.slice(0, 100), among.slice(100, 200), among.slice(200, 300)]) {
    expect(Math.abs(part.filter((name) => name === 'second').length - 25)).toBeLessThanOrEqual(3);
    expect(Math.abs(part.filter((name) => name === 'double').length - 50)).toBeLessThanOrEqual(3);
  }
  await Promise.all(first);
  expect(seen.sent).toBe(600);
});

test('a server that fails each body once is asked each of them twice, and nothing is missing', async () => {
  const failed = new Set<string>();
  const { backend, seen } = counting(async (text) => {
    if (failed.has(text)) return text;
    failed.add(text);
    throw down();
  });
  // Long patience for single waits, short enough that 60 fresh probes would use it up.
  const dispatcher = createDispatcher(
    backend,
    endpoint({ concurrency: { start: 8, max: 8 }, patienceMs: 2000 }),
  );
  const calls = Array.from({ length: 60 }, (_, i) => dispatcher.dispatch(generate(String(i)), never));
  const answers = await Promise.all(calls);
  expect(answers.map(({ text }) => text)).toEqual(calls.map((_, i) => String(i)));
  expect(seen.sent).toBe(120);
});

test('what is tried again goes before what was never sent, admitted or not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.boolean(), async (places, admits) => {
      let fails = true;
      const { backend, seen } = counting(async (text) => {
        await sleep(3);
        if (text === '0' && fails) {
          fails = false;
          throw down();
        }
        return text;
      });
      const config = endpoint({ concurrency: { start: places, max: places }, patienceMs: 160 });
      const dispatcher = createDispatcher(backend, config);
      const admit = admits ? { admit: (): Promise<void> => Promise.resolve() } : undefined;
      const party = { name: 'one', weight: 1 };
      const calls = Array.from({ length: 150 }, (_, i) =>
        dispatcher.dispatch(generate(String(i)), never, admit, party),
      );
      await Promise.all(calls);
      // Its back-off is 10 to 20 ms: some tens of calls at most, of 150 that came before its second try.
      const again = seen.order.lastIndexOf('0');
      expect(again).toBeGreaterThan(0);
      expect(again).toBeLessThan(100);
      expect(seen.sent).toBe(151);
    }),
    { numRuns: 8 },
  );
});

test('one call that always fails, first among those that failed once, is not the only one that is asked again', async () => {
  const failed = new Set<string>();
  const { backend } = counting(async (text) => {
    if (text === '0' || !failed.has(text)) {
      failed.add(text);
      throw down();
    }
    return text;
  });
  const dispatcher = createDispatcher(
    backend,
    endpoint({ concurrency: { start: 8, max: 8 }, patienceMs: 1000 }),
  );
  const calls = Array.from({ length: 8 }, (_, i) => dispatcher.dispatch(generate(String(i)), never));
  const poison = failure(calls[0] ?? Promise.resolve());
  expect((await Promise.all(calls.slice(1))).map(({ text }) => text)).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
  ]);
  expect((await poison).missingClass).toBe('endpoint');
});

test('calls that always fail do not keep an endpoint down for those that would be answered', async () => {
  const { backend } = counting(async (text) => {
    await sleep(1);
    if (text.startsWith('poison')) throw down();
    return text;
  });
  const dispatcher = createDispatcher(
    backend,
    endpoint({ concurrency: { start: 8, max: 8 }, patienceMs: 800 }),
  );
  const poison = Array.from({ length: 8 }, (_, i) =>
    failure(dispatcher.dispatch(generate(`poison ${i}`), never)),
  );
  const calls = Array.from({ length: 100 }, (_, i) => dispatcher.dispatch(generate(String(i)), never));
  await Promise.all(calls);
  for (const { missingClass } of await Promise.all(poison)) expect(missingClass).toBe('endpoint');
});
