import { canonicalJson } from '../../../../domain/json.ts';
import type { UserError } from '../../../../domain/errors.ts';
import { openOpenAi } from '../../../../services/inference/openai/backend.ts';
import { checkModel } from '../../../../services/inference/backends.ts';
import { endpoint, failure, generate, MODEL, never, score, withServer } from '../endpoint.ts';

const model = { endpoint: 'test', model: MODEL };
const raw = { kind: 'raw', text: 'Once upon' } as const;

describe('generating', () => {
  test.each([generate('hello'), generate('', { prompt: raw })])(
    'an answer has text, usage and latency',
    async (request) => {
      await withServer({ latencyMs: 20 }, async (_server, backend) => {
        const completion = await backend.complete(request, never);
        expect(completion).toMatchObject({ text: 'yes', finishReason: 'stop' });
        expect(completion.usage.estimated).toBe(false);
        expect(completion.usage.completionTokens).toBe(1);
        expect(completion.latencyMs).toBeGreaterThanOrEqual(15);
      });
    },
  );

  test('tokens are estimated, and marked so, where the endpoint does not count them', async () => {
    await withServer({ usage: false }, async (_server, backend) => {
      const { usage } = await backend.complete(generate('12345678'), never);
      expect(usage).toEqual({ promptTokens: 2, completionTokens: 1, estimated: true });
    });
  });

  test('a refusal is an answer', async () => {
    const rules = [{ reply: { kind: 'refusal' as const, text: 'I will not.' } }];
    await withServer({ rules }, async (_server, backend) => {
      const completion = await backend.complete(generate('x'), never);
      expect(completion).toMatchObject({ text: 'I will not.', finishReason: 'refusal' });
    });
  });

  test.each([
    [null, 'length', 'length', ''],
    ['half', 'length', 'length', 'half'],
    ['gone', 'content_filter', 'content-filter', 'gone'],
    [null, 'stop', 'stop', ''],
  ] as const)('content %p with finish reason %s is %s', async (text, finishReason, expected, said) => {
    const rules = [{ reply: { kind: 'text' as const, text, finishReason } }];
    await withServer({ rules }, async (_server, backend) => {
      expect(await backend.complete(generate('x'), never)).toMatchObject({
        text: said,
        finishReason: expected,
      });
    });
  });

  test('an answer longer than maxTokens comes back cut', async () => {
    const rules = [{ reply: { kind: 'text' as const, text: 'one two three four' } }];
    await withServer({ rules }, async (_server, backend) => {
      const completion = await backend.complete(generate('x', { maxTokens: 2 }), never);
      expect(completion).toMatchObject({ text: 'one two', finishReason: 'length' });
    });
  });

  test('an aborted call ends with the reason, in the middle of the body too', async () => {
    await withServer({ faults: [{ fault: { kind: 'drip', everyMs: 50 } }] }, async (_server, backend) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error('enough')), 200);
      await expect(backend.complete(generate('x'), controller.signal)).rejects.toThrow('enough');
    });
  });
});

describe('scoring', () => {
  const options = [
    { text: 'A', probability: 0.5 },
    { text: ' A', probability: 0.2 },
    { text: 'B', probability: 0.25 },
  ];
  const rules = [{ reply: { kind: 'choice' as const, options } }];

  test.each(['chat', 'raw'])('%s: the spellings of an option are summed', async (kind) => {
    await withServer({ rules }, async (_server, backend) => {
      const asked = score('which?', [['A', ' A'], ['B'], ['C', ' C']]);
      const completion = await backend.complete(kind === 'chat' ? asked : { ...asked, prompt: raw }, never);
      const [a, b, c] = completion.optionLogProbs?.map(Math.exp) ?? [];
      expect(a).toBeCloseTo(0.7, 10);
      expect(b).toBeCloseTo(0.25, 10);
      // What the list leaves over is all that C can have.
      expect(c).toBeCloseTo(0.05, 10);
      expect(completion.boundedOptions).toEqual([2]);
      expect(() => canonicalJson([...(completion.optionLogProbs ?? [])])).not.toThrow();
    });
  });

  test('an option of several tokens is rejected, with what to do', async () => {
    const words = [{ reply: { kind: 'choice' as const, options: [{ text: 'strong', probability: 1 }] } }];
    await withServer({ rules: words }, async (_server, backend) => {
      const error = await failure(backend.complete(score('x', [['strongly agree'], ['no']]), never));
      expect(error).toMatchObject({ missingClass: 'rejected', retryable: false });
      expect(error.message).toContain("'strongly agree' is not one token");
    });
  });
});

describe('the model and the endpoint', () => {
  test('identity is address, model id and revision, and asks nobody', async () => {
    const backend = openOpenAi(endpoint({ address: 'http://127.0.0.1:1/v1' }));
    expect(await backend.identity({ ...model, revision: 'main' })).toEqual({
      kind: 'openai',
      model: MODEL,
      address: 'http://127.0.0.1:1/v1',
      revision: 'main',
    });
    await expect(backend.identity({ ...model, adapter: 'a.gguf' })).rejects.toThrow('takes no adapter');
  });

  test('a check finds the model, and names those that are there where it does not', async () => {
    await withServer({}, async (_server, backend) => {
      await checkModel(backend, model);
      await expect(checkModel(backend, { ...model, model: 'other' })).rejects.toMatchObject({
        message: "endpoint 'test' has no model 'other'",
        remedy: `it offers ${MODEL}`,
      });
    });
  });

  test('a check says that nothing answers', async () => {
    const address = await withServer({}, (server) => Promise.resolve(server.address));
    await expect(checkModel(openOpenAi(endpoint({ address })), model)).rejects.toThrow('does not answer');
  });

  test('an unknown model is rejected when it is asked', async () => {
    await withServer({}, async (_server, backend) => {
      const error = await failure(
        backend.complete(generate('x', { model: { ...model, model: 'other' } }), never),
      );
      expect(error.missingClass).toBe('rejected');
    });
  });

  test.each([undefined, 'nonsense', 'ftp://host/v1', 'https://user:secret@host/v1'])(
    'address %p is refused',
    (address) => {
      const config = endpoint(address === undefined ? {} : { address });
      expect(() => openOpenAi(config)).toThrow(expect.objectContaining({ name: 'UserError' }) as UserError);
    },
  );
});

describe('the key', () => {
  const KEY = 'sk-canary-8c1f0a2b';
  const VARIABLE = 'HOLDFAST_TEST_KEY';
  const keyed = { keyVariable: VARIABLE };
  afterEach(() => delete process.env[VARIABLE]);

  test('is sent, and only from the variable that is named', async () => {
    process.env[VARIABLE] = KEY;
    await withServer(
      { key: KEY },
      async (_server, backend) => {
        expect((await backend.complete(generate('x'), never)).text).toBe('yes');
      },
      keyed,
    );
    process.env['OPENAI_API_KEY'] = KEY;
    await withServer({ key: KEY }, async (_server, backend) => {
      expect((await failure(backend.complete(generate('x'), never))).message).toContain('none');
    });
    delete process.env['OPENAI_API_KEY'];
  });

  test('is in no error, although the endpoint repeats it', async () => {
    process.env[VARIABLE] = KEY;
    await withServer(
      { key: 'another' },
      async (_server, backend) => {
        const error = await failure(backend.complete(generate('x'), never));
        expect(error.missingClass).toBe('refused-key');
        const check: unknown = await checkModel(backend, model).catch((reason: unknown) => reason);
        for (const thrown of [error, check]) {
          expect(thrown).toBeInstanceOf(Error);
          const { message, stack } = thrown as Error;
          for (const text of [message, stack, JSON.stringify(thrown)]) expect(text).not.toContain('canary');
        }
      },
      keyed,
    );
  });

  test('missing is refused before anything is sent', async () => {
    await withServer(
      {},
      async (server, backend) => {
        const error = await failure(backend.complete(generate('x'), never));
        expect(error).toMatchObject({ missingClass: 'refused-key', retryable: false });
        expect(error.message).toContain(VARIABLE);
        expect(server.counts.arrived).toBe(0);
      },
      keyed,
    );
  });
});

test('tokensAtMost is not below what byte-level tokens can be', () => {
  const backend = openOpenAi(endpoint({ address: 'http://127.0.0.1:1/v1' }));
  const most = backend.tokensAtMost(generate('é'.repeat(100), { maxTokens: 10 }));
  expect(most.promptTokens).toBeGreaterThanOrEqual(200);
  expect(most.completionTokens).toBe(10);
});
