/** A scripted endpoint on a real socket, and requests to ask it. */
import type { GenerateRequest, ScoreRequest } from '../../../domain/completion.ts';
import type { Backend, EndpointConfig } from '../../../domain/endpoint.ts';
import { TransportError } from '../../../domain/errors.ts';
import { openOpenAi } from '../../../services/inference/openai/backend.ts';
import { scriptSchema, type ScriptSource } from '../../../services/inference/scripted/script.ts';
import { startScripted, type ScriptedServer } from '../../../services/inference/scripted/server.ts';

export const MODEL = 'scripted-model';

export function endpoint(config: Partial<EndpointConfig> = {}): EndpointConfig {
  return {
    name: 'test',
    kind: 'openai',
    prices: {},
    manners: {},
    serves: {},
    answerBytes: 4e6,
    concurrency: { start: 4, max: 8 },
    timeoutMs: 5_000,
    patienceMs: 400,
    ...config,
  };
}

export async function withServer<T>(
  script: Partial<ScriptSource>,
  body: (server: ScriptedServer, backend: Backend) => Promise<T>,
  config: Partial<EndpointConfig> = {},
): Promise<T> {
  const whole = scriptSchema.parse({
    models: [MODEL],
    rules: [{ reply: { kind: 'text', text: 'yes' } }],
    ...script,
  });
  const server = await startScripted({ script: whole, port: 0 });
  try {
    return await body(server, openOpenAi(endpoint({ address: server.address, ...config })));
  } finally {
    await server.close();
  }
}

export function generate(text: string, more: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    kind: 'generate',
    model: { endpoint: 'test', model: MODEL },
    prompt: { kind: 'chat', messages: [{ role: 'user', content: text }] },
    maxTokens: 32,
    temperature: 0,
    ...more,
  };
}

export function score(text: string, options: readonly (readonly string[])[]): ScoreRequest {
  const { model, prompt } = generate(text);
  return { kind: 'score', model, prompt, options };
}

export const never = new AbortController().signal;

/** The TransportError that a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<TransportError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TransportError) return error;
  throw new Error(`expected a TransportError, got ${String(error)}`);
}
