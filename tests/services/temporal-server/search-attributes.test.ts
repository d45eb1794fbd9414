import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { SEARCH_ATTRIBUTES } from '../../../domain/queues.ts';
import { temporalBinary } from '../../../services/temporal-server/binary.ts';
import { registerSearchAttributes } from '../../../services/temporal-server/search-attributes.ts';

test('a server that has none, and one that has all of them, has all of them then', async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const env = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path: temporalBinary() } },
  });
  try {
    const target = { connection: { address: env.address }, namespace: 'default' };
    await registerSearchAttributes(target);
    await registerSearchAttributes(target);
    const { customAttributes } = await env.connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
  } finally {
    await env.teardown();
  }
}, 60_000);

test('ours are at most the 10 Keywords that SQL visibility has', () => {
  expect(Object.values(SEARCH_ATTRIBUTES).filter((type) => type === 'Keyword').length).toBeLessThanOrEqual(
    10,
  );
});
