/** Whose home it is: the claim of a process that runs, and of no other that has or had its number. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeHome, type Home } from '../../../services/home/home.ts';
import { claimHome } from '../../../services/temporal-server/claim.ts';
import { isAliveStill, markOf, ownMark } from '../../../services/temporal-server/process-mark.ts';
import { freePorts } from '../../../services/temporal-server/server.ts';

let home: Home;
beforeEach(() => {
  home = makeHome(mkdtempSync(join(tmpdir(), 'holdfast-claim-')));
});

const claimed = (text: string): void => writeFileSync(join(home.folder, 'up.pid'), text);

test('a claim holds until it is let go of, and leaves nothing else behind', () => {
  const letGo = claimHome(home);
  expect(letGo).toBeDefined();
  expect(claimHome(home)).toBeUndefined();
  letGo?.();
  const again = claimHome(home);
  expect(again).toBeDefined();
  again?.();
  expect(readdirSync(home.folder)).toEqual(['home.json']);
});

test('an old claim with our own number, of before the container was started again, does not keep us out', () => {
  claimed(JSON.stringify({ ...ownMark(), began: '1' }));
  expect(claimHome(home)).toBeDefined();
  claimed(JSON.stringify({ ...ownMark(), boot: '00000000-0000-0000-0000-000000000000' }));
  expect(claimHome(home)).toBeDefined();
});

test.each(['', '{"pid":', '1', String(process.pid)])('a claim that is no mark (%j) is none', (text) => {
  claimed(text);
  expect(claimHome(home)).toBeDefined();
});

test('a mark is alive as long as its process is', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  const mark = markOf(child.pid ?? 0);
  if (mark === undefined) throw new Error('no mark');
  expect(isAliveStill(mark)).toBe(true);
  claimed(JSON.stringify(mark));
  expect(claimHome(home)).toBeUndefined();
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAliveStill(mark)).toBe(false);
  expect(claimHome(home)).toBeDefined();
});

test('ports come in pairs of two', async () => {
  const pairs = await Promise.all(Array.from({ length: 200 }, freePorts));
  expect(pairs.filter(({ grpc, ui }) => grpc === ui)).toEqual([]);
});
