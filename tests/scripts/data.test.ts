/** `holdfast data pull`, as a user types it, against a server that stands in for the public homes. */
import { afterEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, DATASETS } from '../../services/datasets/list.ts';
import { startMirror, whole, type Mirror } from '../services/datasets/mirror.ts';
import { holdfast, last, ROOT, temporaryFolder } from './holdfast.ts';

const [gsm8k] = DATASETS;
if (gsm8k === undefined) throw new Error('no data set');
const real = join(process.env['HOLDFAST_DATA'] ?? '', gsm8k.file);
const missing = existsSync(real) ? undefined : `HOLDFAST_DATA has no ${gsm8k.file}`;

let mirror: Mirror | undefined;
afterEach(async () => {
  await mirror?.close();
  mirror = undefined;
});

(missing === undefined ? test : test.skip)(
  `brings the file beside the home, and says how specs find it (${missing ?? 'there'})`,
  async () => {
    mirror = await startMirror(whole(readFileSync(real)));
    const environment = { HOLDFAST_DATA: '', HOLDFAST_DATA_MIRROR: mirror.address };
    const folder = temporaryFolder();
    const file = join(folder, 'data', gsm8k.file);

    const first = await holdfast(folder, ['data', 'pull', 'gsm8k'], environment);
    expect(first).toMatchObject({ code: 0, stdout: `${file}\n` });
    expect(first.stderr).toContain(`export HOLDFAST_DATA='${join(folder, 'data')}'`);
    expect(first.stderr).toContain('MIT');
    expect(readFileSync(file)).toEqual(readFileSync(real));
    expect(mirror.asked).toEqual([`/${addressOf(gsm8k, 'x').slice(2)}`]);

    const again = await holdfast(folder, ['data', 'pull', 'gsm8k', '--json'], environment);
    expect(last(again)).toMatchObject({ name: 'gsm8k', file, state: 'there', sha256: gsm8k.sha256 });
    expect(mirror.asked).toHaveLength(1);

    const elsewhere = join(folder, 'elsewhere');
    const third = await holdfast(folder, ['data', 'pull', 'gsm8k', '--to', elsewhere, '--json'], {
      ...environment,
      HOLDFAST_DATA: join(folder, 'data'),
    });
    expect(last(third)).toMatchObject({ state: 'fetched', folder: elsewhere });
  },
);

test('a pull that is killed in the middle leaves nothing behind', async () => {
  const started = Promise.withResolvers<void>();
  mirror = await startMirror((response) => {
    response.writeHead(200, { 'content-length': gsm8k.bytes });
    response.write(Buffer.alloc(gsm8k.bytes / 2), () => started.resolve());
  });
  const folder = temporaryFolder();
  const child = spawn(
    join(ROOT, 'node_modules', '.bin', 'node'),
    [join(ROOT, 'scripts', 'holdfast.ts'), 'data', 'pull', 'gsm8k', '--to', folder],
    {
      env: { ...process.env, NODE_OPTIONS: '', HOLDFAST_DATA_MIRROR: mirror.address },
      stdio: 'ignore',
    },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await started.promise;
  child.kill('SIGKILL');
  await gone;
  expect(existsSync(join(folder, gsm8k.file))).toBe(false);
});

test('what cannot be brought: exit 2, the address, the checksum and how to do it by hand', async () => {
  const folder = temporaryFolder();
  const nowhere = 'http://127.0.0.1:1';
  const ran = await holdfast(folder, ['data', 'pull', 'svamp', '--to', folder], {
    HOLDFAST_DATA_MIRROR: nowhere,
  });
  const svamp = DATASETS.find(({ name }) => name === 'svamp') ?? gsm8k;
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
  expect(ran.stderr).toContain(addressOf(svamp, nowhere));
  expect(ran.stderr).toContain(svamp.sha256);
  expect(ran.stderr).toContain(join(folder, svamp.file));
  expect(ran.stderr).not.toContain('bug of ours');
});

test('a name that is not known: the names that are, with size and licence', async () => {
  const ran = await holdfast(temporaryFolder(), ['data', 'pull', 'math']);
  expect(ran.code).toBe(2);
  for (const { name, licence } of DATASETS) {
    expect(ran.stderr).toContain(`${name}: `);
    expect(ran.stderr).toContain(licence);
  }
});
