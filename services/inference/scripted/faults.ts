/** Faults of the scripted endpoint: which one strikes a request, and how it looks on the socket. */
import type { ServerResponse } from 'node:http';
import { randomStream } from '../../../domain/seeds.ts';
import { errorBody } from './protocol.ts';
import { concerns, type ScriptedRequest } from './request.ts';
import type { Fault, Script } from './script.ts';

/** Counts arrivals, so that a fault can strike the first ones only. */
export function createFaults(script: Script): (request: ScriptedRequest) => Fault | undefined {
  const struck = new Map<number, number>();
  const arrivals = new Map<string, number>();
  return (request) => {
    const arrival = arrivals.get(request.sha256) ?? 0;
    arrivals.set(request.sha256, arrival + 1);
    for (const [index, rule] of script.faults.entries()) {
      if (!concerns(rule.when, request)) continue;
      if (rule.firstOfEach !== undefined && arrival >= rule.firstOfEach) continue;
      const before = struck.get(index) ?? 0;
      if (rule.first !== undefined && before >= rule.first) continue;
      if (rule.probability !== undefined) {
        const u = randomStream(script.seed, 'fault', index, request.sha256, arrival).uniform();
        if (u >= rule.probability) continue;
      }
      struck.set(index, before + 1);
      return rule.fault;
    }
    return undefined;
  };
}

/** @param whole the answer that would have come */
export function strike(fault: Fault, response: ServerResponse, whole: string): void {
  const json = { 'content-type': 'application/json' };
  switch (fault.kind) {
    case 'status': {
      const retryAfter = fault.retryAfterSeconds;
      response.writeHead(fault.status, {
        ...json,
        ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      });
      response.end(
        JSON.stringify(errorBody(fault.message ?? `scripted fault ${fault.status}`, fault.code, fault.param)),
      );
      return;
    }
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'truncate':
      response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(whole) });
      response.write(whole.slice(0, whole.length / 2), () => response.socket?.destroy());
      return;
    case 'drip':
      response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(whole) });
      drip(Buffer.from(whole), fault.everyMs, response);
      return;
    case 'never':
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><body>Welcome to nginx!</body></html>');
      return;
    case 'empty':
      response.writeHead(200, json);
      response.end('{}');
      return;
    case 'no-choices':
      response.writeHead(200, json);
      response.end('{"choices": []}');
      return;
    case 'invalid-json':
      response.writeHead(200, json);
      response.end(whole.slice(0, -2));
      return;
  }
}

function drip(body: Buffer, everyMs: number, response: ServerResponse): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at < body.length && !response.destroyed) response.write(body.subarray(at, ++at));
    else {
      clearInterval(timer);
      response.end();
    }
  }, everyMs);
  response.on('close', () => clearInterval(timer));
}
