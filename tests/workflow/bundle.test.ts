/** The real bundle: what of ours, and of others, gets into the workflow sandbox. */
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { buildWorkflows, workflowBundle } from '../../workers/bundle.ts';

const ROOT = join(import.meta.dirname, '../..');

async function sources(): Promise<string[]> {
  const code = await buildWorkflows();
  const inline =
    /sourceMappingURL=data:application\/json;charset=utf-8;base64,([\w+/=]+)/.exec(code)?.[1] ?? '';
  const map = JSON.parse(Buffer.from(inline, 'base64').toString()) as { sources: string[] };
  return map.sources.map((source) => (source.startsWith(ROOT) ? relative(ROOT, source) : source));
}

test('workflows, domain, decisions and the SDK; no zod, no store, no Node', async () => {
  const all = await sources();
  const ours = all.filter((source) => source.endsWith('.ts') && !source.includes('node_modules'));
  expect(ours).toEqual(
    expect.arrayContaining(['workflows/index.ts', 'workflows/kernel/fan-out.ts', 'domain/queues.ts']),
  );
  const strangers = ours.filter((source) => !/^(workflows|domain)\/|^methods\/.*decide\.ts$/.test(source));
  expect(strangers).toEqual([]);

  const packages = new Set(
    all.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []),
  );
  expect([...packages].filter((name) => !name.startsWith('@temporalio/')).sort()).toEqual([
    'long',
    'ms',
    'nexus-rpc',
  ]);
  const builtins = all.filter((source) =>
    builtinModules.some((name) => source === name || source === `node:${name}`),
  );
  expect(builtins).toEqual([]);
});

test('is built once per change of its sources', async () => {
  const { code } = await workflowBundle();
  const started = performance.now();
  expect((await workflowBundle()).code).toBe(code);
  expect(performance.now() - started).toBeLessThan(1_000);
});
