/**
 * A seeded endpoint that speaks the OpenAI protocol on a real socket: planted populations for demonstrations, and
 * faults for tests. It has no model in it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from '../../../domain/errors.ts';
import { answerOf } from './answer.ts';
import { createFaults, strike } from './faults.ts';
import { openLog, type RequestLog } from './log.ts';
import { answerBody, errorBody } from './protocol.ts';
import { concerns, latencyOf, readRequest, sha256Of, type ScriptedRequest } from './request.ts';
import type { Script } from './script.ts';

export interface ScriptedServer {
  /** Base address for an endpoint: `http://127.0.0.1:PORT/v1`. */
  readonly address: string;
  readonly counts: RequestLog['counts'];
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** @param options `port` 0 takes a free one; `logFile` gets a line for each arrival and each answer */
export async function startScripted(options: {
  readonly script: Script;
  readonly port: number;
  readonly logFile?: string;
}): Promise<ScriptedServer> {
  const { script } = options;
  const log = openLog(options.logFile);
  const faultFor = createFaults(script);
  const timers = new Set<NodeJS.Timeout>();
  let requests = 0;

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    if (path === '/log/count') return send(response, 200, { ...log.counts });
    const body = await readBody(incoming);
    if (script.key !== undefined && incoming.headers.authorization !== `Bearer ${script.key}`) {
      const given = incoming.headers.authorization ?? 'none';
      return send(response, 401, errorBody(`Incorrect API key provided: ${given}`, 'invalid_api_key'));
    }
    if (path === '/v1/models') {
      return send(response, 200, {
        object: 'list',
        data: script.models.map((id) => ({ id, object: 'model' })),
      });
    }
    const kind = path === '/v1/chat/completions' ? 'chat' : path === '/v1/completions' ? 'raw' : undefined;
    if (kind === undefined) return send(response, 404, errorBody(`nothing at ${path}`));
    const read = readRequest(kind, body);
    const request = read && (script.logProbs ? read : { ...read, wantsLogProbs: false });
    follow(response, path, request?.model ?? '', sha256Of(body));
    if (request === undefined) return send(response, 400, errorBody('the body is no request'));
    if (!script.models.includes(request.model)) {
      return send(response, 404, errorBody(`the model '${request.model}' does not exist`, 'model_not_found'));
    }
    answer(request, response);
  }

  function answer(request: ScriptedRequest, response: ServerResponse): void {
    for (const rule of script.rules) {
      if (!concerns(rule.when, request)) continue;
      const found = answerOf(rule.reply, script.seed, request);
      if (found === undefined) continue;
      const whole = JSON.stringify(answerBody(request, found, script.usage));
      const fault = faultFor(request);
      after(latencyOf(rule.latencyMs ?? script.latencyMs, script.seed, request), () => {
        if (fault !== undefined) return strike(fault, response, whole);
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(whole);
      });
      return;
    }
    send(response, 400, errorBody('no rule of the script answers this prompt'));
  }

  function follow(response: ServerResponse, path: string, model: string, sha256: string): void {
    const request = ++requests;
    let ended = false;
    const end = (event: 'answered' | 'broken'): void => {
      if (ended) return;
      ended = true;
      log.write({ event, at: Date.now(), request, sha256, status: response.statusCode });
    };
    log.write({ event: 'arrived', at: Date.now(), request, path, model, sha256 });
    response.on('finish', () => end('answered'));
    response.on('close', () => end('broken'));
  }

  function after(milliseconds: number, action: () => void): void {
    if (milliseconds <= 0) return action();
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, milliseconds);
    timers.add(timer);
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => send(response, 500, errorBody(messageOf(error))));
  });
  // A client that keeps its connections must not find them closed between two shards.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    counts: log.counts,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      log.close();
    },
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
