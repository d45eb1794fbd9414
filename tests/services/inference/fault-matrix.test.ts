/** Each fault of a server, over a real socket: bounded time, the right class, and no call sent more often than it must. */
import { openOpenAi } from '../../../services/inference/openai/backend.ts';
import { createDispatcher } from '../../../services/inference/dispatcher.ts';
import type { MissingClass } from '../../../domain/errors.ts';
import type { ScriptSource } from '../../../services/inference/scripted/script.ts';
import { endpoint, failure, generate, never, withServer } from './endpoint.ts';

type FaultSource = NonNullable<ScriptSource['faults']>[number];
type Kind = FaultSource['fault'];

const passing: [string, Kind][] = [
  ['429 without a wait', { kind: 'status', status: 429 }],
  ['429 with Retry-After', { kind: 'status', status: 429, retryAfterSeconds: 0.1 }],
  ['500', { kind: 'status', status: 500 }],
  ['503', { kind: 'status', status: 503 }],
  ['a reset connection', { kind: 'reset' }],
  ['a truncated body', { kind: 'truncate' }],
  ['an HTML page with status 200', { kind: 'html' }],
  ['{}', { kind: 'empty' }],
  ['no choices', { kind: 'no-choices' }],
  ['invalid JSON', { kind: 'invalid-json' }],
];
const final: [string, Kind, MissingClass][] = [
  ['400', { kind: 'status', status: 400 }, 'rejected'],
  ['401', { kind: 'status', status: 401 }, 'refused-key'],
  ['403', { kind: 'status', status: 403 }, 'refused-key'],
  ['404', { kind: 'status', status: 404 }, 'rejected'],
  ['429 without credit', { kind: 'status', status: 429, code: 'insufficient_quota' }, 'refused-key'],
];

const TIMEOUT_MS = 300;
const PATIENCE_MS = 400;

describe('a backend sends one request and never retries', () => {
  const all = [...passing, ...final].map(([name, fault]) => [name, fault] as const);
  test.each(all)('%s', async (_name, fault) => {
    await withServer({ faults: [{ fault }] }, async (server, backend) => {
      const error = await failure(backend.complete(generate('hello'), never));
      expect(server.counts.arrived).toBe(1);
      expect(error.message.length).toBeLessThan(700);
    });
  });
});

describe('the dispatcher gets past a fault that passes', () => {
  test.each(passing)('%s', async (_name, fault) => {
    await withServer({ faults: [{ fault, first: 2 }] }, async (server, backend) => {
      const dispatcher = createDispatcher(backend, endpoint({ patienceMs: 2_000 }));
      const completion = await dispatcher.dispatch(generate('hello'), never);
      expect(completion.text).toBe('yes');
      expect(server.counts.arrived).toBe(3);
    });
  });
});

describe('the dispatcher gives up within its patience where a fault stays', () => {
  test.each(passing)('%s', async (_name, fault) => {
    await withServer({ faults: [{ fault }] }, async (server, backend) => {
      const dispatcher = createDispatcher(backend, endpoint({ patienceMs: PATIENCE_MS }));
      const startedAt = performance.now();
      const error = await failure(dispatcher.dispatch(generate('hello'), never));
      expect(error.missingClass).toBe('endpoint');
      expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS + 600);
      expect(server.counts.arrived).toBeGreaterThanOrEqual(3);
      expect(server.counts.arrived).toBeLessThanOrEqual(12);
    });
  });

  test.each<[string, Kind]>([
    ['no answer at all', { kind: 'never' }],
    ['a body that drips', { kind: 'drip', everyMs: 50 }],
  ])('%s: the limit spans the whole body', async (_name, fault) => {
    await withServer({ faults: [{ fault }] }, async (server, backend) => {
      const config = endpoint({ timeoutMs: TIMEOUT_MS, patienceMs: PATIENCE_MS });
      const startedAt = performance.now();
      const error = await failure(createDispatcher(backend, config).dispatch(generate('hello'), never));
      expect(error.missingClass).toBe('endpoint');
      expect(performance.now() - startedAt).toBeLessThan(2 * TIMEOUT_MS + PATIENCE_MS + 600);
      expect(server.counts.arrived).toBeLessThanOrEqual(3);
    });
  });

  test.each(final)('%s is sent once, and is %s', async (_name, fault, missingClass) => {
    await withServer({ faults: [{ fault }] }, async (server, backend) => {
      const error = await failure(createDispatcher(backend, endpoint()).dispatch(generate('hello'), never));
      expect(error.missingClass).toBe(missingClass);
      expect(error.retryable).toBe(false);
      expect(server.counts.arrived).toBe(1);
    });
  });
});

test('a server that is not there fails with the cause in its message', async () => {
  const address = await withServer({}, (server) => Promise.resolve(server.address));
  const config = endpoint({ address });
  const error = await failure(
    createDispatcher(openOpenAi(config), config).dispatch(generate('hello'), never),
  );
  expect(error.message).toContain('ECONNREFUSED');
  expect(error.missingClass).toBe('endpoint');
});

test('a Retry-After is obeyed', async () => {
  const fault: Kind = { kind: 'status', status: 429, retryAfterSeconds: 0.5 };
  await withServer({ faults: [{ fault, first: 1 }] }, async (server, backend) => {
    const startedAt = performance.now();
    await createDispatcher(backend, endpoint({ patienceMs: 2_000 })).dispatch(generate('hello'), never);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(499);
    expect(server.counts.arrived).toBe(2);
  });
});

test('a Retry-After beyond the patience is not waited for, and not disobeyed', async () => {
  const fault: Kind = { kind: 'status', status: 429, retryAfterSeconds: 120 };
  await withServer({ faults: [{ fault, first: 1 }] }, async (server, backend) => {
    const dispatcher = createDispatcher(backend, endpoint());
    const startedAt = performance.now();
    await failure(dispatcher.dispatch(generate('first'), never));
    await failure(dispatcher.dispatch(generate('second'), never));
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(server.counts.arrived).toBe(1);
  });
});
