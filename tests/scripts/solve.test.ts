/** `holdfast solve` alone: an object a line, every status with exit code 0, an unreadable file with 2. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdfast, ROOT, temporaryFolder } from './holdfast.ts';

const folder = temporaryFolder();

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function solved(...args: string[]): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await holdfast(folder, ['solve', ...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('each status has its fields and no others, one object a line', async () => {
  const file = written(
    'problems.txt',
    [
      'There are 6 [[var a]] [[eq a = 6]] and half of it and 1/2 [[var b]] [[eq b = a/2 + 1/2]] [[answer b]] [[answer a]]',
      '[[var w amount]] [[eq w*(w+5) = 84]] [[answer w]]',
      '[[var x]] [[eq x^2 = 2]] [[answer x]]',
      'We keep 7 hens. [[var x]] [[var y]] [[eq x + y = 12]] [[answer x]]',
      '[[var a]] [[eq a = 5]] [[var b]] [[eq b = 3]] [[eq a = b]] [[answer a]]',
      '[[eq a = (2 + 3]] [[answer a]]',
      'Nothing is stated here.',
    ].join('\n'),
  );
  const [twice, filtered, irrational, free, conflict, broken, nothing] = await solved(file, '--lines');
  expect(twice).toEqual({
    status: 'solved',
    answers: [
      { name: 'b', value: 3.5, exact: '7/2' },
      { name: 'a', value: 6, exact: '6' },
    ],
    unused: [],
    lint: expect.any(Array),
  });
  expect(filtered).toMatchObject({ status: 'filtered', answers: [{ name: 'w', value: 7, exact: '7' }] });
  expect(irrational).toEqual({
    status: 'ambiguous',
    answers: [
      { name: 'x', value: -Math.SQRT2 },
      { name: 'x', value: Math.SQRT2 },
    ],
    unused: [],
    lint: expect.any(Array),
  });
  expect(free).toEqual({
    status: 'underdetermined',
    free: ['x', 'y'],
    unused: ['7'],
    lint: expect.arrayContaining(['unused-number']),
  });
  expect(conflict).toEqual({
    status: 'contradictory',
    conflicts: [1, 3, 4],
    unused: [],
    lint: expect.any(Array),
  });
  expect(broken).toEqual({
    status: 'unparsable',
    lint: [],
    position: { line: 6, column: 10 },
    message: 'this parenthesis is not closed',
  });
  expect(nothing).toMatchObject({ status: 'unparsable', position: { line: 7 } });
});

test('without --lines the file is one problem, and a position counts its lines', async () => {
  const file = written('one.txt', 'Let a be 2 [[var a]].\n[[eq a = 2]]\n[[eq b = a *]]\n[[answer b]]\n');
  expect(await solved(file)).toMatchObject([{ status: 'unparsable', position: { line: 3, column: 13 } }]);
});

test('statements come from standard input too, and people get status, values and steps', async () => {
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  const child = spawn(node, [join(ROOT, 'scripts', 'holdfast.ts'), 'solve'], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let stdout = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stdin.end('[[var x]] [[eq 2x + 1 = 8]] [[answer x]] \u202e');
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(0);
  expect(stdout).toMatch(/^solved\n {2}x {2}= 7\/2\n/);
  expect(stdout).not.toContain('\u202e');
});

test('an unreadable file is one error with what to do, and exit code 2', async () => {
  const { code, stdout, stderr } = await holdfast(folder, ['solve', 'nowhere.txt', '--json']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/nowhere\.txt: it cannot be read.*\n.*Name a file/);
});
