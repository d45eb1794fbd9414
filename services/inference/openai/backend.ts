/**
 * Any OpenAI-compatible endpoint (OpenAI, vLLM, llama.cpp's server, Ollama) through the `openai` package. The
 * package's own retries are off, and its timer is of no use here: it stops at the headers.
 */
import OpenAI from 'openai';
import { z } from 'zod';
import {
  addressIdentity,
  type Completion,
  type CompletionRequest,
  type ModelIdentity,
  type ModelRef,
  type Usage,
} from '../../../domain/completion.ts';
import type { Backend, EndpointConfig } from '../../../domain/endpoint.ts';
import { TransportError, UserError } from '../../../domain/errors.ts';
import { mannerIdentity, mannerOf, type Manner } from '../../../domain/manner.ts';
import { tokensAtMost } from '../prompt-size.ts';
import { badAnswer, failureOf } from './failure.ts';
import { scoreFirstTokens } from './first-token.ts';
import { readKey, redact } from './key.ts';
import { refusedParameter, type Asked } from './refused-parameter.ts';
import { readUpTo } from './answer-size.ts';
import { patientConnections } from './patient-connections.ts';
import { bodyOf } from './request.ts';
import { readAnswer, saidOfItself, usageOf, usageTold, type Answer } from './response.ts';
import { whenSent } from './when-sent.ts';
import { Withheld, withheldReason } from './withheld.ts';

const CHECK_MS = 15_000;

/**
 * @param as what answers here, in memo keys: `openai`, or a script that must never be taken for a model
 * @throws UserError where the endpoint has no address, or one that is none
 */
export function openOpenAi(
  config: EndpointConfig,
  as: Pick<ModelIdentity, 'kind' | 'weights'> = { kind: 'openai' },
): Backend {
  const address = checkedAddress(config);
  const connections = patientConnections();
  const client = new OpenAI({
    baseURL: address.href.replace(/\/$/, ''),
    maxRetries: 0,
    // Signals decide, over the whole body; this only must not come first.
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    // The client would pick these up from the environment and send them to whatever address this is.
    apiKey: 'given with each call',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    fetch: readUpTo(config.answerBytes, config.name, connections),
  });

  async function post(path: string, body: object, asked: Asked, signal: AbortSignal): Promise<unknown> {
    try {
      return await client.post(path, { body, signal, headers: authorization(asked.key) });
    } catch (error) {
      signal.throwIfAborted();
      const reason = withheldReason(error);
      if (reason !== undefined) return new Withheld(reason);
      throw refusedParameter(error, asked) ?? failureOf(error, asked.key);
    }
  }

  function mannerFor(model: ModelRef): Manner {
    return mannerOf(model.manner, config.manners[model.model] ?? config.manners['*']);
  }

  async function complete(
    request: CompletionRequest,
    signal: AbortSignal,
    onSent?: () => void,
  ): Promise<Completion> {
    const key = readKey(config.keyVariable);
    const startedAt = performance.now();
    const path = request.prompt.kind === 'chat' ? '/chat/completions' : '/completions';
    const manner = mannerFor(request.model);
    const asked = { endpoint: config.name, model: request.model.model, manner, key };
    const body = await whenSent(onSent, () =>
      post(path, bodyOf(request, address.hostname, manner), asked, signal),
    );
    const latencyMs = Math.round(performance.now() - startedAt);
    if (body instanceof Withheld) {
      const usage = { promptTokens: 0, completionTokens: 0, estimated: false };
      return { text: '', finishReason: body.reason, usage, latencyMs };
    }
    const answer = readWhole(request.prompt.kind, body, manner.reasoningTokens);
    if (answer === undefined) throw badAnswer('the answer is no completion', body, key, usageTold(body));
    const { text, finishReason, reasoning } = answer;
    const completion: Completion = {
      text,
      ...(reasoning === '' ? {} : { reasoning }),
      finishReason,
      usage: usageOf(answer, request),
      latencyMs,
      ...saidOfItself(body),
    };
    if (request.kind === 'generate') return completion;
    const { usage } = completion;
    if (answer.firstTokens === undefined || answer.firstTokens.size === 0) {
      throw new TransportError(
        `model '${request.model.model}' gives no log-probabilities here: ask for text instead`,
        {
          ...{ missingClass: 'useless', retryable: false, came: 'useless', concerns: 'model', usage },
        },
      );
    }
    const { logProbs, bounded } = withUsage(
      () => usage,
      () => scoreFirstTokens(answer.firstTokens ?? new Map<string, number>(), request.options),
    );
    return {
      ...completion,
      optionLogProbs: logProbs,
      ...(bounded.length > 0 ? { boundedOptions: bounded } : {}),
    };
  }

  async function identity(model: ModelRef): Promise<ModelIdentity> {
    if (model.adapter !== undefined) {
      throw new UserError(`endpoint '${config.name}' takes no adapter file`, {
        remedy: `name the model id under which the server offers '${model.adapter}'`,
      });
    }
    const manner = mannerIdentity(mannerFor(model));
    const named = { ...as, ...whoAnswers(model.model), ...(manner === undefined ? {} : { manner }) };
    return model.revision === undefined ? named : { ...named, revision: model.revision };
  }

  /** A script is known by its hash, wherever it is served; the `serves` of one model names it whatever its id there is. */
  function whoAnswers(model: string): Pick<ModelIdentity, 'model' | 'address' | 'serves'> {
    if (as.weights !== undefined) return { model };
    const ofModel = config.serves[model];
    if (ofModel !== undefined) return { serves: ofModel };
    const ofAll = config.serves['*'];
    return {
      model,
      ...(ofAll === undefined ? { address: addressIdentity(address.href) } : { serves: ofAll }),
    };
  }

  async function check(model: ModelRef): Promise<void> {
    const ids = await listModels();
    if (ids === undefined || ids.includes(model.model) || ids.includes(`${model.model}:latest`)) return;
    throw new UserError(`endpoint '${config.name}' has no model '${model.model}'`, {
      remedy: `it offers ${ids.slice(0, 10).join(', ')}${ids.length > 10 ? ', ...' : ''}`,
    });
  }

  /** Undefined where the endpoint does not list its models. */
  async function listModels(): Promise<readonly string[] | undefined> {
    let key: string | undefined;
    try {
      key = readKey(config.keyVariable);
      const signal = AbortSignal.timeout(CHECK_MS);
      const listed: unknown = await client.get('/models', { signal, headers: authorization(key) });
      const models = z.object({ data: z.array(z.object({ id: z.string() })) }).safeParse(listed);
      return models.data?.data.map(({ id }) => id);
    } catch (error) {
      const failure = failureOf(error, key);
      if (failure.missingClass === 'rejected') return undefined;
      if (failure.missingClass === 'refused-key') {
        throw new UserError(`endpoint '${config.name}' refuses the key: ${failure.message}`, {
          remedy:
            config.keyVariable === undefined
              ? `set \`key_variable\` of the endpoint to the name of an environment variable that holds a key`
              : `put a valid key into the environment variable ${config.keyVariable}`,
        });
      }
      throw new UserError(`endpoint '${config.name}' does not answer: ${failure.message}`, {
        remedy: `is a server running at ${redact(address.href, key)}?`,
      });
    }
  }

  return {
    identity,
    check,
    complete,
    tokensAtMost: (request) => tokensAtMost(request, mannerFor(request.model)),
    close: () => connections.close(),
  };
}

/** A failure to read an answer that came tells what that answer used, where that is known. */
function withUsage<T>(usageOfIt: () => Usage | undefined, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TransportError) || error.came !== 'useless') throw error;
    const usage = usageOfIt();
    throw usage === undefined ? error : tellingUsage(error, usage);
  }
}

function tellingUsage(error: TransportError, usage: Usage): TransportError {
  const { message, missingClass, retryable, concerns } = error;
  return new TransportError(message, {
    ...{ missingClass, retryable, came: 'useless', usage },
    ...(concerns === undefined ? {} : { concerns }),
  });
}

function readWhole(...[kind, body, reasoningTokens]: Parameters<typeof readAnswer>): Answer | undefined {
  return withUsage(
    () => usageTold(body),
    () => readAnswer(kind, body, reasoningTokens),
  );
}

/** Null takes the client's own header away. */
function authorization(key: string | undefined): { Authorization: string | null } {
  return { Authorization: key === undefined ? null : `Bearer ${key}` };
}

function checkedAddress(config: EndpointConfig): URL {
  const remedy = 'give the base address in holdfast.toml, such as https://api.openai.com/v1';
  if (config.address === undefined)
    throw new UserError(`endpoint '${config.name}' has no address`, { remedy });
  const address = URL.parse(config.address);
  if (address === null || !/^https?:$/.test(address.protocol)) {
    throw new UserError(`'${config.address}' is no web address`, { remedy });
  }
  if (address.username !== '' || address.password !== '') {
    throw new UserError(`the address of endpoint '${config.name}' holds a password`, {
      remedy: 'put the key into an environment variable and name that variable',
    });
  }
  return address;
}
