/** What the system refuses is no bug of ours. */
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { ofDamage } from '../../../scripts/cli/damage.ts';
import { ofSystem } from '../../../scripts/cli/system-errors.ts';
import { temporaryFolder } from '../holdfast.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'file'), '');

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test.each([
  ['a folder', () => writeFileSync(folder, ''), 'This is a folder, and a file is wanted.'],
  ['a file on the way', () => readFileSync(join(folder, 'file', 'x')), 'There is a file on the way'],
  ['what is not there', () => readFileSync(join(folder, 'nothing')), 'This is not there.'],
])('%s, in words', (_what, body, told) => {
  const error = ofDamage(thrownBy(body));
  expect(error?.message).toContain(told);
});

test.each(['EACCES', 'ENOSPC', 'EMFILE', 'EXDEV'])('%s', (code) => {
  const refused = Object.assign(new Error(`${code}: no`), { code, syscall: 'open', path: '/some/where' });
  expect(ofDamage(refused)?.describe()).toMatch(/\S+/);
});

test('nobody listens', async () => {
  const socket = connect({ host: '127.0.0.1', port: 1 });
  const [error] = (await once(socket, 'error').catch((refused: unknown) => [refused])) as [unknown];
  expect(ofSystem(error)?.message).toBe('Nothing listens at that address.');
});

test('a bug stays one', () => {
  expect(ofDamage(new TypeError('x is not a function'))).toBeUndefined();
  expect(ofDamage(Object.assign(new Error('odd'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBeUndefined();
});
