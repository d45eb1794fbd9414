/** `./holdfast`, the launcher: from any folder, through a link, and what it says where it cannot start. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeHome } from '../../services/home/home.ts';
import { ROOT, temporaryFolder } from './holdfast.ts';

const LAUNCHER = join(ROOT, 'holdfast');
const STATEMENTS = '[[var a]] [[eq a = 2]] [[answer 3a]]';

function call(
  command: string,
  args: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv = {},
): { status: number | null; stdout: string; stderr: string } {
  const { HOLDFAST_HOME: _home, HOLDFAST_CONFIG: _config, NODE_OPTIONS: _jest, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    input: STATEMENTS,
    env: { ...inherited, NO_COLOR: '1', ...environment },
  });
  return { status, stdout, stderr };
}

test('runs from another folder, with nothing but a shell on PATH, and leaves that folder as it was', () => {
  const folder = temporaryFolder();
  const { status, stdout } = call(LAUNCHER, ['solve', '--json'], folder, { PATH: '/usr/bin:/bin' });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'solved' });
  expect(readdirSync(folder)).toEqual([]);
});

test('runs through a chain of links, relative ones too', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  symlinkSync(LAUNCHER, join(folder, 'holdfast-here'));
  symlinkSync('../holdfast-here', join(folder, 'bin', 'hf'));
  const { status, stdout } = call(join(folder, 'bin', 'hf'), ['solve', '--json'], folder);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'solved' });
});

test('a checkout that is not set up says the command that sets it up', () => {
  const folder = temporaryFolder();
  copyFileSync(LAUNCHER, join(folder, 'holdfast'));
  const { status, stdout, stderr } = call(join(folder, 'holdfast'), ['--help'], '/');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(`cd ${folder} && npm run setup`);
});

test('hints name the command as it was called', () => {
  const { stderr } = call(LAUNCHER, ['list', '--home', 'none-here'], temporaryFolder());
  expect(stderr).toContain(`${LAUNCHER} up`);
  expect(stderr).not.toContain('./holdfast');
});

test('a command that reads makes no home, and says where it looked and how to say otherwise', () => {
  const folder = temporaryFolder();
  for (const args of [
    ['list'],
    ['show', 'x'],
    ['watch', 'x'],
    ['run', join(ROOT, 'experiments/alignment/demo.yaml')],
  ]) {
    const { status, stdout, stderr } = call(LAUNCHER, [...args, '--home', 'mine'], folder);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(join(folder, 'mine'));
    expect(stderr).toMatch(/HOLDFAST_HOME/);
  }
  expect(existsSync(join(folder, 'mine'))).toBe(false);
});

test('a command that makes a home says so once, with the reason', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'holdfast.toml'), '');
  const first = call(LAUNCHER, ['migrate'], folder);
  expect(first.stderr).toContain(`made a new, empty home: ${join(folder, '.holdfast')}`);
  expect(first.stderr).toContain(join(folder, 'holdfast.toml'));
  expect(call(LAUNCHER, ['migrate'], folder).stderr).not.toContain('made a new');
});

test('a home that an earlier version made in the working folder is mentioned, and left alone', () => {
  const folder = temporaryFolder();
  makeHome(join(folder, '.holdfast'));
  const { stderr } = call(LAUNCHER, ['migrate', '--home', 'other'], folder);
  expect(stderr).toContain('the home in this folder is not the one in use');
  expect(stderr).toContain('--home .holdfast');
});
