/** Histories of running experiments go on under today's code: a change that would break one is noticed here. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { workflowBundle } from '../../workers/bundle.ts';

const FOLDER = join(import.meta.dirname, 'histories');

interface Recorded {
  readonly workflowId: string;
  readonly history: {
    readonly events: { readonly eventType: string; activityTaskScheduledEventAttributes?: unknown }[];
  };
}

async function recorded(name: string): Promise<Recorded> {
  return JSON.parse(await readFile(join(FOLDER, name), 'utf8')) as Recorded;
}

const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json'));
const workflowBundleOfToday = await workflowBundle();

beforeAll(() => Runtime.install({ logger: new DefaultLogger('ERROR') }));

function replay({ workflowId, history }: Recorded): Promise<void> {
  return Worker.runReplayHistory({ workflowBundle: workflowBundleOfToday }, history, workflowId);
}

test.each(names)('%s', async (name) => {
  await replay(await recorded(name));
});

test('the histories hold every signal, updates, a cancellation, a cursor and a fault', async () => {
  const all = await Promise.all(names.map(recorded));
  const types = new Set(all.flatMap(({ history }) => history.events.map((event) => event.eventType)));
  const text = JSON.stringify(all);
  for (const signal of ['pause', 'resume', 'stop', 'retry'])
    expect(text).toContain(`"signalName":"${signal}"`);
  for (const type of ['UPDATE_COMPLETED', 'CANCEL_REQUESTED', 'CONTINUED_AS_NEW', 'FAILED', 'COMPLETED']) {
    expect(types).toContain(`EVENT_TYPE_WORKFLOW_EXECUTION_${type}`);
  }
});

test('a history of another protocol does not replay', async () => {
  const other = await recorded('undisturbed.json');
  const text = JSON.stringify(other).replaceAll('"name":"analyse"', '"name":"dissect"');
  await expect(replay(JSON.parse(text) as Recorded)).rejects.toThrow();
});
