/** Endpoints of a worker process: what is added to the configuration while it runs is found. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkerContext } from '../../activities/context.ts';
import { Endpoints } from '../../activities/endpoints.ts';
import { readConfig } from '../../services/home/config.ts';

const before = process.env['HOLDFAST_CONFIG'];
const folder = mkdtempSync(join(tmpdir(), 'endpoints-'));
const file = join(folder, 'holdfast.toml');
const named = (name: string): string =>
  `[endpoints.${name}]\nkind = "openai"\naddress = "http://127.0.0.1:9/v1"\n`;

afterAll(() => {
  if (before === undefined) delete process.env['HOLDFAST_CONFIG'];
  else process.env['HOLDFAST_CONFIG'] = before;
  rmSync(folder, { recursive: true });
});

test('an endpoint that is added while the worker runs is found; one that is nowhere is an error with its place', async () => {
  process.env['HOLDFAST_CONFIG'] = file;
  writeFileSync(file, named('first'));
  const endpoints = new Endpoints({ config: readConfig(), scripted: {} } as unknown as WorkerContext);
  await expect(endpoints.get('second')).rejects.toThrow("There is no endpoint called 'second'.");
  writeFileSync(file, named('first') + named('second'));
  expect((await endpoints.get('second')).config).toMatchObject({ name: 'second', kind: 'openai' });
  expect((await endpoints.get('first')).config.name).toBe('first');
  writeFileSync(file, `${named('first')}[endpoints.third]\nkind = "unheard of"\n`);
  await expect(endpoints.get('third')).rejects.toThrow('kind');
  await endpoints.close();
});
