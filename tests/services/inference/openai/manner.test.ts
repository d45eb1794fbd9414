/** Models that want to be asked in another way, over a real socket: what is sent, what is read, what is refused. */
import { type CompletionRequest, memoKeyText } from '../../../../domain/completion.ts';
import { mannerIdentity, mannerOf, type Manner } from '../../../../domain/manner.ts';
import { bodyOf } from '../../../../services/inference/openai/request.ts';
import { splitThoughts } from '../../../../services/inference/openai/response.ts';
import type { ScriptSource } from '../../../../services/inference/scripted/script.ts';
import { createDispatcher } from '../../../../services/inference/dispatcher.ts';
import { endpoint, failure, generate, MODEL, never, score, withServer } from '../endpoint.ts';

type FaultSource = NonNullable<ScriptSource['faults']>[number];
const asked = (manner: Manner) => generate('x', { model: { endpoint: 'test', model: MODEL, manner } });

describe('what is sent', () => {
  const request = generate('x', { maxTokens: 32, temperature: 0.5, stop: ['\n'], seed: 3 });

  test('is as it was where nothing is said', () => {
    const plain = bodyOf(request, 'example.org');
    expect(bodyOf(request, 'example.org', {})).toEqual(plain);
    expect(plain).toMatchObject({ max_tokens: 32, temperature: 0.5, stop: ['\n'], seed: 3 });
  });

  test('has the extra members, another name for the limit, and not what is left out', () => {
    const body = bodyOf(request, 'example.org', {
      extra: { reasoning_effort: 'low', chat_template_kwargs: { enable_thinking: false } },
      limit: 'max_completion_tokens',
      omit: ['temperature', 'stop'],
      reasoningTokens: 1000,
    });
    expect(body).toMatchObject({
      reasoning_effort: 'low',
      chat_template_kwargs: { enable_thinking: false },
      max_completion_tokens: 1032,
      seed: 3,
    });
    for (const name of ['temperature', 'stop', 'max_tokens']) expect(body).not.toHaveProperty(name);
    expect(bodyOf(request, 'api.openai.com', { limit: 'max_tokens' })).toMatchObject({ max_tokens: 32 });
    expect(bodyOf(request, 'example.org', { limit: 'none' })).not.toHaveProperty('max_tokens');
  });

  test('is reserved with the thoughts', async () => {
    await withServer({}, async (_server, backend) => {
      expect(backend.tokensAtMost(asked({ reasoningTokens: 500 })).completionTokens).toBe(532);
      expect(backend.tokensAtMost(asked({ limit: 'none', reasoningTokens: 500 })).completionTokens).toBe(532);
    });
  });
});

test('what nothing limits is reserved large: the cap on tokens binds', async () => {
  await withServer({}, async (_server, backend) => {
    for (const manner of [{ limit: 'none' }, { limit: 'none', reasoningTokens: 0 }] as const)
      expect(backend.tokensAtMost(asked(manner)).completionTokens).toBe(32_800);
  });
});

describe('the memo key', () => {
  test('holds what can change an answer, from spec and configuration, and nothing where nothing is said', async () => {
    const manners = { [MODEL]: { omit: ['seed' as const], limit: 'max_completion_tokens' as const } };
    await withServer(
      {},
      async (server, backend) => {
        const address = server.address;
        expect(await backend.identity(generate('x').model)).toEqual({
          kind: 'openai',
          model: MODEL,
          address,
          manner: { omit: ['seed'] },
        });
        const own = await backend.identity(asked({ omit: [], extra: { a: 1 } }).model);
        expect(own).toEqual({ kind: 'openai', model: MODEL, address, manner: { extra: { a: 1 } } });
      },
      { manners },
    );
    await withServer({}, async ({ address }, backend) => {
      const identity = await backend.identity(generate('x').model);
      expect(identity).toEqual({ kind: 'openai', model: MODEL, address });
      const draw = { replicate: '', draw: 0 };
      // The manner stands in the identity alone: the rest of the key is as it was before there were any.
      expect(memoKeyText(asked({ extra: { a: 1 } }), identity, draw)).toEqual(
        memoKeyText(generate('x'), identity, draw),
      );
    });
  });

  test('does not hold the name of the limit, an empty list or no thoughts', () => {
    expect(
      mannerIdentity({ limit: 'max_completion_tokens', omit: [], extra: {}, reasoningTokens: 0 }),
    ).toBeUndefined();
    expect(mannerIdentity({ limit: 'none' })).toEqual({ limit: 'none' });
    expect(mannerIdentity({ omit: ['stop', 'seed', 'stop'] })).toEqual({ omit: ['seed', 'stop'] });
    expect(mannerOf({ omit: ['seed'] }, { omit: ['stop'], reasoningTokens: 5 })).toEqual({
      omit: ['seed'],
      reasoningTokens: 5,
    });
  });
});

describe('reasoning', () => {
  const answering = async (reply: object, usage = true, manner: Manner = {}) =>
    withServer(
      { usage, rules: [{ reply: { kind: 'text' as const, ...reply } as never }] },
      async (_server, backend) => backend.complete(asked(manner), never),
    );

  test.each(['reasoning_content', 'reasoning'])(
    'in %s stands beside the answer, counted and apart',
    async (member) => {
      const completion = await answering({ text: '7', reasoning: 'three and four', reasoningMember: member });
      expect(completion).toMatchObject({ text: '7', reasoning: 'three and four', finishReason: 'stop' });
      expect(completion.usage).toMatchObject({ completionTokens: 4, reasoningTokens: 3 });
    },
  );

  test('within the text is taken out of it', async () => {
    const completion = await answering({ text: '<think>\nthree and 4\n</think>\n\nThe answer is 7.' });
    expect(completion).toMatchObject({ text: 'The answer is 7.', reasoning: 'three and 4' });
  });

  test('that used up the limit leaves an answer that was cut off, not a lost one', async () => {
    const completion = await answering({ text: null, reasoning: 'three and', finishReason: 'length' });
    expect(completion).toMatchObject({ text: '', reasoning: 'three and', finishReason: 'length' });
    const aloud = await answering({ text: '<think>three and', finishReason: 'length' });
    expect(aloud).toMatchObject({ text: '', reasoning: 'three and', finishReason: 'length' });
  });

  test('that the template opened and the limit cut is no answer where the model may think', async () => {
    const cut = { text: 'three and 4 make', finishReason: 'length' };
    const thinks = { reasoningTokens: 8 };
    const thought = await answering(cut, true, thinks);
    expect(thought).toMatchObject({ text: '', reasoning: cut.text, finishReason: 'length' });
    const plain = await answering(cut);
    expect(plain.text).toBe(cut.text);
    const answered = await answering({ ...cut, text: 'three</think>The answer' }, true, thinks);
    expect(answered).toMatchObject({ text: 'The answer', reasoning: 'three' });
    const empty = await answering({ ...cut, text: '<think></think>The answer' }, true, thinks);
    expect(empty.text).toBe('The answer');
    const apart = await answering({ ...cut, reasoning: 'three' }, true, thinks);
    expect(apart).toMatchObject({ text: cut.text, reasoning: 'three' });
    expect((await answering({ text: '7' }, true, thinks)).text).toBe('7');
  });

  test('is estimated too where nothing is counted', async () => {
    const { usage } = await answering({ text: '12345678', reasoning: '12345678' }, false);
    expect(usage).toEqual({ promptTokens: 1, completionTokens: 4, estimated: true });
  });

  test('nothing said and no reason given is a broken answer', async () => {
    const rules = [{ reply: { kind: 'text' as const, text: null, finishReason: null } }];
    await withServer({ rules }, async (_server, backend) => {
      expect(await failure(backend.complete(generate('x'), never))).toMatchObject({
        missingClass: 'endpoint',
        retryable: true,
      });
    });
  });

  test.each([
    ['a<think>b</think>', 'a<think>b</think>', ''],
    ['opened by the template</think>yes', 'yes', 'opened by the template'],
    ['<think></think>yes', 'yes', ''],
    ['<think>a</think><think>b</think>7', '7', 'a\nb'],
    ['<think></think><think>b</think>7', '7', 'b'],
    ['<think>a</think> <think>b', '', 'a\nb'],
    [' <think>a</think> b </think>', 'b </think>', 'a'],
    ['yes', 'yes', ''],
    ['', '', ''],
  ])('%j is %j, thought %j', (said, text, reasoning) => {
    expect(splitThoughts(said)).toEqual({ text, reasoning });
  });
});

describe('a refusal that names a parameter', () => {
  const refusing = (sends: string, fault: Partial<FaultSource['fault']>): Partial<ScriptSource> => ({
    faults: [{ when: { sends }, fault: { kind: 'status', status: 400, ...fault } as FaultSource['fault'] }],
  });

  test.each<[string, Partial<ScriptSource>, string]>([
    [
      'OpenAI',
      refusing('max_tokens', {
        message:
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        code: 'unsupported_parameter',
        param: 'max_tokens',
      }),
      'limit: max_completion_tokens',
    ],
    [
      'OpenAI, of a value',
      refusing('temperature', {
        message: "Unsupported value: 'temperature' does not support 0 with this model.",
        code: 'unsupported_value',
        param: 'temperature',
      }),
      'omit = ["temperature"]',
    ],
    [
      'a gateway',
      refusing('temperature', { message: 'Unrecognized request argument supplied: temperature' }),
      'omit: [temperature]',
    ],
    [
      'vLLM',
      refusing('max_tokens', { status: 422, message: 'Extra inputs are not permitted: max_tokens' }),
      '[endpoints.test.models."scripted-model"]',
    ],
    [
      'a model that takes one value',
      refusing('temperature', { message: 'invalid temperature: only 1 is allowed for this model' }),
      'omit: [temperature]',
    ],
    [
      'a model that has given it up',
      refusing('temperature', { message: '`temperature` is deprecated for this model.' }),
      'omit: [temperature]',
    ],
  ])('of %s says the line to write', async (_who, script, line) => {
    await withServer(script, async (_server, backend) => {
      const refused = await failure(backend.complete(generate('x'), never));
      expect(refused).toMatchObject({ missingClass: 'rejected', retryable: false, concerns: 'model' });
      expect(refused.message).toContain(line);
    });
  });

  test('holds no key, whatever the endpoint echoes', async () => {
    const variable = 'HOLDFAST_TEST_ECHOED_KEY';
    const key = 'a7-of-no-known-shape';
    process.env[variable] = key;
    const script = refusing('max_tokens', {
      message: `Unsupported parameter: 'max_tokens' (Authorization: Bearer ${key}; ${key})`,
      param: 'max_tokens',
    });
    try {
      await withServer(
        script,
        async (_server, backend) => {
          const { message } = await failure(backend.complete(generate('x'), never));
          expect(message).toContain('limit: max_completion_tokens');
          expect(message).toContain('[key]');
          expect(message).not.toContain(key);
        },
        { keyVariable: variable },
      );
    } finally {
      delete process.env[variable];
    }
  });

  test('is met by the setting that it names', async () => {
    const script = refusing('max_tokens', {
      message: "Unsupported parameter: 'max_tokens'",
      code: 'unsupported_parameter',
    });
    await withServer(script, async (_server, backend) => {
      expect(await backend.complete(asked({ limit: 'max_completion_tokens' }), never)).toMatchObject({
        text: 'yes',
      });
    });
  });

  test.each([
    ['too-long', { message: 'This prompt is too long.', code: 'context_length_exceeded' }],
    ['too-long', { message: "This model's maximum context length is 4096 tokens. You requested 5000." }],
    ['too-long', { message: 'the request exceeds the available context size (4096 tokens)' }],
    [
      'content-filter',
      {
        message: "The word 'bomb' is not allowed by our safety system.",
        code: 'content_policy_violation',
      },
    ],
    ['content-filter', { message: "The word 'stop' is not allowed.", code: 'content_filter' }],
    [
      'content-filter',
      { message: 'The response was filtered: not allowed.', code: 'content_filter', param: 'prompt' },
    ],
  ])('a refusal of what one cell says is its answer, %s, and costs no tokens: %j', async (reason, fault) => {
    await withServer(refusing('messages', fault), async (_server, backend) => {
      const answer = await backend.complete(generate('x'), never);
      expect(answer).toMatchObject({
        text: '',
        finishReason: reason,
        usage: { promptTokens: 0, completionTokens: 0, estimated: false },
      });
    });
  });

  test.each([
    ['such a word without a code', { message: 'Please stop: that seed phrase is not allowed.' }],
    ['a part of the messages', { message: 'This role is not supported.', param: 'messages[0].role' }],
    ['a word in quotes', { message: "'bomb' is not allowed." }],
  ])('%s concerns one cell: the model is asked on', async (_what, fault) => {
    await withServer(refusing('messages', fault), async (_server, backend) => {
      const refused = await failure(backend.complete(generate('x'), never));
      expect(refused).toMatchObject({ missingClass: 'rejected', concerns: undefined });
    });
  });

  test.each([
    ["Unknown parameter: 'chat_template_kwargs.enable_thinking'", 'chat_template_kwargs.enable_thinking'],
    ["'chat_template_kwargs' is not supported", undefined],
  ])('a member of extra is named: %s', async (message, param) => {
    const script = refusing('chat_template_kwargs', { message, ...(param === undefined ? {} : { param }) });
    const manner = { extra: { chat_template_kwargs: { enable_thinking: false } } };
    await withServer(script, async (_server, backend) => {
      const refused = await failure(backend.complete(asked(manner), never));
      expect(refused.concerns).toBe('model');
      expect(refused.message).toContain("Take 'chat_template_kwargs' out of `extra`");
    });
  });
});

describe('what concerns more than one call', () => {
  const CALLS = 200;

  async function sent(
    script: Partial<ScriptSource>,
    ask: (index: number) => CompletionRequest = (index) => generate(`${index}`),
  ): Promise<number> {
    return withServer({ latencyMs: 5, ...script }, async (server, backend) => {
      const dispatcher = createDispatcher(backend, endpoint());
      const calls = Array.from({ length: CALLS }, (_, index) => dispatcher.dispatch(ask(index), never));
      const ended = await Promise.allSettled(calls);
      expect(ended.every(({ status }) => status === 'rejected')).toBe(true);
      // Whoever comes a moment later is spared too.
      await failure(dispatcher.dispatch(ask(CALLS), never));
      dispatcher.close();
      return server.counts.arrived;
    });
  }

  test('a refused key stops all that wait: no more than the calls in flight are sent', async () => {
    const script = { faults: [{ fault: { kind: 'status' as const, status: 401 } }] };
    expect(await sent(script)).toBeLessThanOrEqual(8);
  });

  test('after a while one asks again, and the others wait for what it hears', async () => {
    const script = { faults: [{ fault: { kind: 'status' as const, status: 401 } }] };
    await withServer({ latencyMs: 5, ...script }, async (server, backend) => {
      const dispatcher = createDispatcher(backend, endpoint());
      await failure(dispatcher.dispatch(generate('first'), never));
      expect(server.counts.arrived).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5_050));
      const calls = Array.from({ length: CALLS }, (_, index) =>
        failure(dispatcher.dispatch(generate(`${index}`), never)),
      );
      const errors = await Promise.all(calls);
      expect(errors.every(({ missingClass }) => missingClass === 'refused-key')).toBe(true);
      expect(server.counts.arrived).toBe(2);
      expect(dispatcher.state).toMatchObject({ inFlight: 0, waiting: 0 });
      dispatcher.close();
    });
  }, 30_000);

  test('so does a model that gives no log-probabilities', async () => {
    // Words of a text reply are listed; an empty one lists none.
    const script = { rules: [{ reply: { kind: 'text' as const, text: '' } }] };
    expect(await sent(script, (index) => score(`${index}`, [['A'], ['B']]))).toBeLessThanOrEqual(8);
  });

  test.each<[FaultSource['fault'], object]>([
    [
      { kind: 'status', status: 400, code: 'model_not_found', message: 'No such model.' },
      { missingClass: 'rejected', concerns: 'model' },
    ],
    [
      { kind: 'status', status: 400, message: 'Invalid model name passed in model=m' },
      { missingClass: 'rejected', concerns: 'model' },
    ],
    [
      { kind: 'status', status: 402 },
      { missingClass: 'refused-key', concerns: 'endpoint' },
    ],
    ...[400, 403, 429].flatMap((status) =>
      ['insufficient_quota', 'billing_hard_limit_reached'].map((code): [FaultSource['fault'], object] => [
        { kind: 'status', status, code },
        { missingClass: 'refused-key', concerns: 'endpoint' },
      ]),
    ),
  ])('%j is %j', async (fault, meaning) => {
    await withServer({ faults: [{ fault }] }, async (_server, backend) => {
      const error = await failure(backend.complete(generate('x'), never));
      expect(error).toMatchObject({ ...meaning, retryable: false });
    });
  });

  test('another model of the endpoint, and the same one asked otherwise, go on', async () => {
    const script: Partial<ScriptSource> = {
      models: [MODEL, 'other'],
      faults: [
        {
          when: { model: MODEL, sends: 'temperature' },
          fault: { kind: 'status', status: 400, message: "Unsupported parameter: 'temperature'" },
        },
      ],
    };
    await withServer(script, async (_server, backend) => {
      const dispatcher = createDispatcher(backend, endpoint());
      await failure(dispatcher.dispatch(generate('x'), never));
      const other = generate('x', { model: { endpoint: 'test', model: 'other' } });
      expect(await dispatcher.dispatch(other, never)).toMatchObject({ text: 'yes' });
      expect(await dispatcher.dispatch(asked({ omit: ['temperature'] }), never)).toMatchObject({
        text: 'yes',
      });
      dispatcher.close();
    });
  });
});
