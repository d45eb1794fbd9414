/** The size of a body is what it has when it is unpacked, and nobody's word for it but the protocol's. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Dispatcher } from 'undici';
import { readUpTo } from '../../../../services/inference/openai/answer-size.ts';
import { patientConnections } from '../../../../services/inference/openai/patient-connections.ts';

const LIMIT = 10_000;
const TEXT = 'x'.repeat(5 * LIMIT);
let server: Server | undefined;
let connections: Dispatcher;

beforeEach(() => void (connections = patientConnections()));

afterEach(async () => {
  await connections.destroy();
  server?.close();
});

async function bodyOf(answer: (response: ServerResponse) => void): Promise<string> {
  server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
  await new Promise((listening) => server?.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  return (await readUpTo(LIMIT, 'test', connections)(`http://127.0.0.1:${port}`)).text();
}

test.each([
  ['with its length', (response: ServerResponse) => response.end(TEXT)],
  ['in pieces', (response: ServerResponse) => void (response.write(TEXT), response.end())],
  [
    'packed, with its short length',
    (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(TEXT)),
  ],
])('a body that is too large is refused: sent %s', async (_, answer) => {
  await expect(bodyOf(answer)).rejects.toThrow(/larger than 0.01 MB/);
});

test.each([
  ['with its length', (response: ServerResponse) => response.end('short')],
  ['in pieces', (response: ServerResponse) => void (response.write('sho'), response.end('rt'))],
  [
    'packed',
    (response: ServerResponse) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('short')),
  ],
])('one within the limit is read whole: sent %s', async (_, answer) => {
  expect(await bodyOf(answer)).toBe('short');
});
