/** The check before a start leaves no workflow behind; a server that knows no other way has a completed one. */
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { defineSearchAttributeKey } from '@temporalio/common';
import { preflight } from '../../../scripts/cli/preflight.ts';
import { readSpec } from '../../../scripts/cli/spec-file.ts';
import { queueOf } from '../../../domain/queues.ts';
import type { PreflightInput } from '../../../domain/experiment.ts';
import { readConfig } from '../../../services/home/config.ts';
import { makeHome } from '../../../services/home/home.ts';
import { openStorage } from '../../../services/home/storage.ts';
import { temporalBinary } from '../../../services/temporal-server/binary.ts';
import { workflowBundle } from '../../../workers/bundle.ts';
import { workplace } from '../workplace.ts';

/** A server with a worker that finds no model of the name `lacking`; preflights the small study with this model. */
async function preflightOn(settings: readonly string[], model: string) {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const folder = workplace();
  const home = makeHome(join(folder, '.holdfast'));
  const config = readConfig({ HOLDFAST_CONFIG: join(folder, 'holdfast.toml') });
  const storage = await openStorage(home, config, 'migrate');
  const spec = readSpec(join(folder, 'spec.yaml'));
  const env = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: temporalBinary() },
      extraArgs: settings.flatMap((setting) => ['--dynamic-config-value', setting]),
      searchAttributes: [defineSearchAttributeKey('HoldfastHome', 'KEYWORD')],
    },
  });
  const asked: PreflightInput[] = [];
  const activities = {
    preflight: async (input: PreflightInput) => {
      asked.push(input);
      if (model === 'lacking') throw ApplicationFailure.nonRetryable('no such model\n  pull it', 'Fault');
    },
  };
  const connection = env.nativeConnection;
  const workers = await Promise.all([
    Worker.create({ connection, taskQueue: queueOf(home.id, 'preflight'), activities }),
    Worker.create({
      ...{ connection, taskQueue: queueOf(home.id, 'main') },
      workflowBundle: await workflowBundle(),
    }),
  ]);
  const runs = workers.map((worker) => worker.run());
  try {
    const temporal = { client: env.client, ui: undefined, namespace: 'default' };
    const error: unknown = await preflight({ home, config, ...storage }, temporal, spec).catch(
      (thrown: unknown) => thrown,
    );
    const workflows: string[] = [];
    for await (const { status, type } of env.client.workflow.list()) workflows.push(`${type} ${status.name}`);
    return { error, asked, workflows };
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(runs);
    await env.teardown();
    await storage.store.close();
  }
}

const LACKING = { message: 'no such model', remedy: 'pull it' };
const OLD_SERVER = ['activity.enableStandalone=false'];

test('a preflight is no workflow, whatever it finds', async () => {
  const fine = await preflightOn([], 'there');
  expect(fine).toMatchObject({ error: undefined, workflows: [] });
  expect(fine.asked).toHaveLength(1);
  expect(await preflightOn([], 'lacking')).toMatchObject({ error: LACKING, workflows: [] });
}, 60_000);

test('where the server has no other way it is a workflow that is completed, whatever it finds', async () => {
  const workflows = ['preflight COMPLETED'];
  expect(await preflightOn(OLD_SERVER, 'there')).toMatchObject({ error: undefined, workflows });
  expect(await preflightOn(OLD_SERVER, 'lacking')).toMatchObject({ error: LACKING, workflows });
}, 60_000);
