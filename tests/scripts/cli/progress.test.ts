/** Watching goes by the store: a Temporal server that is away for a while is no end. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { watchUntilSettled } from '../../../scripts/cli/progress.ts';
import { readSpec } from '../../../scripts/cli/spec-file.ts';
import { storeExperiment } from '../../../scripts/cli/store-experiment.ts';
import { readConfig } from '../../../services/home/config.ts';
import { makeHome } from '../../../services/home/home.ts';
import { openStorage } from '../../../services/home/storage.ts';
import { workplace } from '../workplace.ts';

test('a server that does not answer is told once, and the watch goes on to the end', async () => {
  const folder = workplace();
  const home = makeHome(join(folder, '.holdfast'));
  const config = readConfig({ HOLDFAST_CONFIG: join(folder, 'holdfast.toml') });
  const storage = await openStorage(home, config, 'migrate');
  const spec = readSpec(join(folder, 'spec.yaml'));
  const { experiment } = await storeExperiment({ home, config, ...storage }, spec, '', 'running');
  // Nobody listens on the discard port.
  const connection = Connection.lazy({ address: '127.0.0.1:9' });
  const temporal = { client: new Client({ connection }), ui: undefined, namespace: 'default' };
  const said: string[] = [];
  const stderr = jest
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => said.push(String(text)) > 0);
  try {
    const watched = watchUntilSettled(home, storage.store, temporal, experiment, false);
    await sleep(12_000);
    await storage.store.setState(experiment, 'completed', '');
    await watched;
  } finally {
    stderr.mockRestore();
    await connection.close();
    await storage.store.close();
  }
  expect(said.filter((line) => line.includes('Temporal does not answer; still watching'))).toHaveLength(1);
  expect(said.at(-1)).toContain('completed');
}, 60_000);
