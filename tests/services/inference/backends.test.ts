/** What stands for a model in memo keys, by the kind of its endpoint. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EndpointConfig } from '../../../domain/endpoint.ts';
import type { ModelIdentity } from '../../../domain/completion.ts';
import { UserError } from '../../../domain/errors.ts';
import { readConfig } from '../../../services/home/config.ts';
import { openBackend } from '../../../services/inference/backends.ts';
import { endpoint } from './endpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'backends-'));
const script = join(folder, 'script.json');
const address = 'http://127.0.0.1:9/v1';
afterAll(() => rmSync(folder, { recursive: true }));

async function identityAt(config: Partial<EndpointConfig>): Promise<ModelIdentity> {
  const backend = await openBackend(endpoint(config), { llamaThreads: 1, scriptedAddress: () => address });
  try {
    return await backend.identity({ endpoint: 'test', model: 'gpt-4o', revision: '2024' });
  } finally {
    await backend.close();
  }
}

test('a scripted answer is never taken for a real one: the same model id has another identity', async () => {
  writeFileSync(script, '{"models":["gpt-4o"]}');
  const real = await identityAt({ kind: 'openai', address });
  expect(real).toEqual({ kind: 'openai', address, model: 'gpt-4o', revision: '2024' });
  // Wherever `up` serves it: its hash says what answers.
  expect(await identityAt({ kind: 'scripted', script })).toEqual({
    model: 'gpt-4o',
    revision: '2024',
    kind: 'scripted',
    weights: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
  });
  expect(await identityAt({ kind: 'scripted', address })).toEqual({ ...real, kind: 'scripted' });
});

test('a script that was edited is another model', async () => {
  writeFileSync(script, '{"models":["gpt-4o"]}');
  const before = await identityAt({ kind: 'scripted', script });
  expect(await identityAt({ kind: 'scripted', script })).toEqual(before);
  writeFileSync(script, '{"models":["gpt-4o"],"seed":2}');
  expect((await identityAt({ kind: 'scripted', script })).weights).not.toBe(before.weights);
});

test('a script that is not there is said so, with its place', async () => {
  const place = join(folder, 'none.json');
  const error: unknown = await identityAt({ kind: 'scripted', script: place }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ place });
});

test('the built-in scripted endpoint names its script, so that its answers are told apart too', () => {
  const config = readConfig({ HOLDFAST_CONFIG: join(folder, 'holdfast.toml') });
  expect(config.endpoints.get('scripted')?.script).toMatch(/planted\.json$/);
});
