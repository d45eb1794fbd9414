/** What a command tells of errors that the system gave it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ofDamage } from '../../../scripts/cli/damage.ts';

test('a path that cannot be used is told with its place and what to do; what has no path is a bug', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-damage-'));
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const refused: readonly [place: string, attempt: () => unknown][] = [
    [file, () => mkdirSync(file, { recursive: true })],
    [join(file, 'x'), () => mkdirSync(join(file, 'x'), { recursive: true })],
    [folder, () => writeFileSync(folder, '')],
  ];
  for (const [place, attempt] of refused) {
    const told = ofDamage(errorOf(attempt));
    expect(told?.place).toBe(place);
    expect(told?.remedy).toContain('another path');
  }
  expect(ofDamage(errorOf(() => readFileSync(join(folder, 'none'))))?.message).toBe('This is not there.');
  for (const bug of [
    new Error('a bug'),
    Object.assign(new Error('no path'), { code: 'EPERM' }),
    'thrown',
    null,
  ])
    expect(ofDamage(bug)).toBeUndefined();
  rmSync(folder, { recursive: true });
});

function errorOf(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error('it was done');
}
