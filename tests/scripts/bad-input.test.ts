/** Bad input: one clear error with file, line and remedy, exit code 2, before any call; nothing is overwritten. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { holdfast, ROOT, temporaryFolder } from './holdfast.ts';
import { SPEC, workplace as smallStudy } from './workplace.ts';

/** The small study with one thing of its spec broken. */
function workplace(change: (spec: string) => string = (spec) => spec): string {
  return smallStudy({ spec: change(SPEC) });
}

async function refused(folder: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const { code, stdout, stderr } = await holdfast(folder, ['plan', 'spec.yaml'], environment);
  expect({ code, stdout, stderr }).toMatchObject({ code: 2, stdout: '' });
  expect(stderr.startsWith('error: ')).toBe(true);
  return stderr;
}

test('the spec that the others break is right', async () => {
  const { code, stdout, stderr } = await holdfast(workplace(), ['plan', 'spec.yaml']);
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: '' });
  expect(stdout).toContain('48 cells');
});

test('an unknown family', async () => {
  const stderr = await refused(workplace((spec) => spec.replace('family: alignment', 'family: astrology')));
  expect(stderr).toContain('spec.yaml:1');
  expect(stderr).toContain('alignment');
});

test('an unknown field, by its line', async () => {
  const stderr = await refused(workplace((spec) => spec.replace('seed: 1', 'seed: 1\nsed: 2')));
  expect(stderr).toContain('spec.yaml:4');
  expect(stderr).toContain('sed');
});

test('YAML that is none, by its line', async () => {
  expect(await refused(workplace((spec) => spec.replace('seed: 1', 'seed: [1')))).toMatch(
    /spec\.yaml:\d+:\d+/,
  );
});

test('a file that is not there', async () => {
  const stderr = await refused(workplace((spec) => spec.replace('people.csv', 'nobody.csv')));
  expect(stderr).toContain('nobody.csv');
  expect(stderr).toMatch(/spec\.yaml:6/);
});

test('an item in the responses that the item file lacks', async () => {
  const folder = workplace();
  writeFileSync(join(folder, 'items.csv'), 'item_id,text\na,Would you?\nb,Could you?\n');
  const stderr = await refused(folder);
  expect(stderr).toContain('people.csv:1');
  expect(stderr).toContain("'c'");
});

test('a persona field that the data lack', async () => {
  const stderr = await refused(workplace((spec) => spec.replace('{age}', '{height}')));
  expect(stderr).toContain('height');
  expect(stderr).toContain('spec.yaml:25');
});

test('an endpoint that is not there', async () => {
  const stderr = await refused(workplace((spec) => spec.replace('endpoint: test', 'endpoint: nowhere')));
  expect(stderr).toContain('nowhere');
  expect(stderr).toContain('[endpoints.nowhere]');
  expect(stderr).toContain('spec.yaml:21:');
});

test('what a spec needs is said beside what is not there, and nowhere else', async () => {
  const folder = workplace((spec) => `${spec}needs: a friend at the endpoint\n`);
  const planned = await holdfast(folder, ['plan', 'spec.yaml', '--json']);
  expect(planned.stderr).toBe('');
  const text = readFileSync(join(folder, 'spec.yaml'), 'utf8');
  writeFileSync(join(folder, 'spec.yaml'), text.replace('endpoint: test', 'endpoint: nowhere'));
  const { stderr } = await holdfast(folder, ['plan', 'spec.yaml']);
  expect(stderr).toContain('This spec needs: a friend at the endpoint');
});

test('a label of a replicate that is none, or that schedules give out', async () => {
  const folder = workplace();
  for (const label of ['Second Run', 'scheduled', 'at-20260101-030000']) {
    const { code, stderr } = await holdfast(folder, ['run', 'spec.yaml', '--replicate', label]);
    expect(code).toBe(2);
    expect(stderr).toContain(`'${label}'`);
  }
});

test('plan works without a store, and makes none', async () => {
  const folder = workplace();
  const { code, stdout } = await holdfast(folder, ['plan', 'spec.yaml', '--json']);
  expect(code).toBe(0);
  const [model] = (JSON.parse(stdout) as { models: Record<string, unknown>[] }).models;
  expect(model).toMatchObject({
    callsAtLeast: 48,
    memo: { lookedUp: 48, found: 0 },
    anew: { callsAtLeast: 48 },
  });
  expect(existsSync(join(folder, '.holdfast'))).toBe(false);
});

test('plan --freeze --json prints JSON only', async () => {
  const { stdout, stderr } = await holdfast(workplace(), ['plan', 'spec.yaml', '--freeze', '--json']);
  expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  expect(stderr).toContain('frozen: ');
});

test('a budget of zero', async () => {
  const stderr = await refused(workplace((spec) => `${spec}budget: { calls: 0 }\n`));
  expect(stderr).toContain('budget');
  expect(stderr).toMatch(/spec\.yaml:\d+/);
});

test('data that need HOLDFAST_DATA, where it is not set', async () => {
  const folder = workplace((spec) => spec.replace('people.csv', '$HOLDFAST_DATA/people.csv'));
  const stderr = await refused(folder, { HOLDFAST_DATA: '' });
  expect(stderr).toContain('HOLDFAST_DATA is not set');
});

test('a key in place of the name of its variable in holdfast.toml', async () => {
  const folder = workplace();
  writeFileSync(
    join(folder, 'holdfast.toml'),
    '[endpoints.far]\nkind = "openai"\naddress = "http://127.0.0.1:9/v1"\nkey_variable = "sk-123abc"\n',
  );
  const stderr = await refused(folder);
  expect(stderr).toContain('holdfast.toml:4');
  expect(stderr).not.toContain('sk-123abc');
});

test('TOML that is none, by its line', async () => {
  const folder = workplace();
  writeFileSync(join(folder, 'holdfast.toml'), 'a = 1\nb = = 2\n');
  expect(await refused(folder)).toMatch(/holdfast\.toml:2/);
});

test('a foreign store is refused and left as it is', async () => {
  const folder = workplace();
  mkdirSync(join(folder, '.holdfast'));
  const file = join(folder, '.holdfast', 'store.sqlite');
  const foreign = new DatabaseSync(file);
  foreign.exec('CREATE TABLE recipes (name TEXT)');
  foreign.close();
  const before = readFileSync(file);
  await refused(folder);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a home of another version is refused and left as it is', async () => {
  const folder = workplace();
  mkdirSync(join(folder, '.holdfast'));
  const file = join(folder, '.holdfast', 'home.json');
  writeFileSync(file, '{"id":"01234567","version":99}\n');
  const stderr = await refused(folder);
  expect(stderr).toContain('version 99');
  expect(readFileSync(file, 'utf8')).toBe('{"id":"01234567","version":99}\n');
});

test('run without `up` says how to start it', async () => {
  const { code, stderr } = await holdfast(workplace(), ['run', 'spec.yaml']);
  expect(code).toBe(2);
  expect(stderr).toContain('./holdfast up');
});

test.each(['run', 'plan'])('%s of a folder names the specs in it', async (command) => {
  const folder = workplace();
  const { code, stderr } = await holdfast(folder, [command, '.']);
  expect(code).toBe(2);
  expect(stderr).toContain('This is a folder, not a spec.');
  expect(stderr).toContain('spec.yaml');
  expect(stderr).not.toContain('bug of ours');
});

test('a reader that has seen enough is no error', () => {
  const command = `"${process.execPath}" "${join(ROOT, 'scripts', 'holdfast.ts')}" schema alignment | true`;
  const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('an id that fits nothing', async () => {
  const folder = workplace();
  await holdfast(folder, ['migrate']);
  const { code, stderr } = await holdfast(folder, ['show', 'nothing']);
  expect(code).toBe(2);
  expect(stderr).toContain('./holdfast list');
});

test('the examples that need no data are right', async () => {
  const { code, stderr } = await holdfast(ROOT, ['plan', 'experiments/alignment/openai.yaml'], {
    HOLDFAST_HOME: join(temporaryFolder(), 'home'),
  });
  // openai.yaml names an endpoint that the user adds: the error says how.
  if (code !== 0) expect(stderr).toContain('holdfast.toml');
}, 120_000);
