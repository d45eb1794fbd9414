/** A spare process: taken once, while it lives, and only for the code that it was loaded with. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { standBy } from '../../../scripts/up/spare.ts';

const WAITS = `process.once('message', (told) => process.send([told, process.pid]));`;
let root: string;
let started: ChildProcess[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'holdfast-spare-'));
  mkdirSync(join(root, 'workers'));
  writeFileSync(join(root, 'workers', 'main.ts'), 'export {};\n');
  started = [];
});

afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(root, { recursive: true });
});

function start(): ChildProcess {
  const child = spawn(process.execPath, ['-e', WAITS], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  started.push(child);
  return child;
}

test('the one that stands by is told to go, and is handed over once', async () => {
  const spare = standBy('spare main', start, root);
  expect(spare.take()).toBeUndefined();
  spare.prepare();
  spare.prepare();
  expect(started).toHaveLength(1);
  const taken = spare.take();
  expect(taken).toBe(started[0]);
  if (taken === undefined) throw new Error('none was taken');
  expect(await once(taken, 'message')).toEqual([['go', taken.pid], undefined]);
  expect(spare.take()).toBeUndefined();
  spare.prepare();
  expect(started).toHaveLength(2);
  expect(spare.pid()).toBe(started[1]?.pid);
});

test('one that died is none, and another can be loaded', async () => {
  const spare = standBy('spare main', start, root);
  spare.prepare();
  const [first] = started;
  if (first === undefined) throw new Error('none was started');
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(spare.take()).toBeUndefined();
  spare.prepare();
  expect(spare.take()).toBe(started[1]);
});

test('one that was loaded before the code changed is killed, not taken', async () => {
  const spare = standBy('spare main', start, root);
  spare.prepare();
  const [old] = started;
  if (old === undefined) throw new Error('none was started');
  const gone = once(old, 'exit');
  writeFileSync(join(root, 'workers', 'new.ts'), 'export {};\n');
  expect(spare.take()).toBeUndefined();
  expect(await gone).toEqual([null, 'SIGKILL']);
});

test('the end takes it along, and none is loaded afterwards', async () => {
  const spare = standBy('spare main', start, root);
  spare.prepare();
  await spare.stop(0);
  expect(started[0]?.signalCode).toBe('SIGKILL');
  spare.prepare();
  expect(started).toHaveLength(1);
});
