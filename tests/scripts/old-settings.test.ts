/** Settings and keys that change while `holdfast up` runs: who holds the old ones is said, before anything is asked. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdfast, startUp, stopUp } from './holdfast.ts';
import { CONFIG, KEY, workplace } from './workplace.ts';

const MINUTES = 60_000;
const folder = workplace();
const config = join(folder, 'holdfast.toml');
const WITH_KEY = { HOLDFAST_TEST_KEY: KEY };
const requests = (): string => readFileSync(join(folder, '.holdfast', 'logs', 'test.requests.jsonl'), 'utf8');
let up: ChildProcess;

/** The scripted endpoint takes the key of its script; the worker has none of the second variable. */
const SECOND = `\n[endpoints.second]\nkind = "openai"\naddress = "http://127.0.0.1:9/v1"\nkey_variable = "HOLDFAST_SECOND_KEY"\n`;

beforeAll(async () => {
  writeFileSync(config, `${CONFIG}${SECOND}`);
  up = await startUp(folder, WITH_KEY);
}, 2 * MINUTES);
afterAll(() => stopUp(up), MINUTES);

test(
  'a setting that was changed: run refuses and sends nothing, plan and doctor name the process and what to do',
  async () => {
    writeFileSync(config, `${CONFIG.replace('max_concurrency = 4', 'max_concurrency = 2')}${SECOND}`);
    const said =
      /running worker \(process \d+\) holds other settings of the endpoint 'test'.*End `holdfast up` \(process \d+\)/s;
    const run = await holdfast(folder, ['run', 'spec.yaml'], WITH_KEY);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(said);
    expect(run.stderr).toContain(config);
    expect(requests()).toBe('');
    const plan = await holdfast(folder, ['plan', 'spec.yaml'], WITH_KEY);
    expect(plan.code).toBe(0);
    expect(plan.stderr).toMatch(said);
    const doctor = await holdfast(folder, ['doctor'], WITH_KEY);
    expect(doctor.code).toBe(2);
    expect(doctor.stdout).toMatch(said);
    expect(doctor.stdout).not.toContain("of the endpoint 'second'");
  },
  MINUTES,
);

test(
  'a key that was set in another terminal: its variable is named, and no key is written anywhere',
  async () => {
    writeFileSync(config, `${CONFIG}${SECOND}`);
    const set = { ...WITH_KEY, HOLDFAST_SECOND_KEY: 'another-canary' };
    const doctor = await holdfast(folder, ['doctor'], set);
    expect(doctor.stdout).toMatch(
      /HOLDFAST_SECOND_KEY is set here, and not in the running worker \(process \d+\)/,
    );
    expect(doctor.stdout).not.toContain("settings of the endpoint 'test'");
    expect(doctor.stdout).not.toContain('another-canary');
    const study = join(folder, 'second.yaml');
    writeFileSync(
      study,
      readFileSync(join(folder, 'spec.yaml'), 'utf8').replace('endpoint: test', 'endpoint: second'),
    );
    const run = await holdfast(folder, ['run', study], set);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/start it where HOLDFAST_SECOND_KEY is set/);
  },
  MINUTES,
);

test(
  'nothing is said where nothing changed',
  async () => {
    writeFileSync(config, `${CONFIG}${SECOND}`);
    const { stdout } = await holdfast(folder, ['doctor'], WITH_KEY);
    expect(stdout).not.toContain('running worker');
  },
  MINUTES,
);
