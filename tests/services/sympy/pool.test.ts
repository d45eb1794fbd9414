import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JsonObject } from '../../../domain/json.ts';
import { Fault, UserError } from '../../../domain/errors.ts';
import { sympyInstalled } from '../../../services/sympy/installed.ts';
import { SympyPool } from '../../../services/sympy/pool.ts';

const integer = (digits: string): JsonObject => ({ kind: 'integer', digits });
const symbol = (name: string): JsonObject => ({ kind: 'symbol', name });
const power = (base: JsonObject, exponent: JsonObject): JsonObject => ({ kind: 'power', base, exponent });
const chain = (operator: string, ...operands: JsonObject[]): JsonObject => ({
  kind: 'chain',
  operators: operands.slice(1).map(() => operator),
  operands,
});
const value = (tree: JsonObject): JsonObject => ({ kind: 'value', tree });
const goal = (name: string, ...equations: JsonObject[]): JsonObject => ({
  kind: 'goal',
  goal: name,
  equations,
});

const nine = integer('9');
/** 9 to the power of 387,420,489: a third of a billion digits. */
const HANGS = value(power(nine, power(nine, nine)));
const SIX = value(chain('*', integer('2'), integer('3')));
const solvedAs = (number: number, text = String(number)): object => ({
  kind: 'answer',
  answer: { status: 'solved', value: number, text },
});

describe('the SymPy processes', () => {
  const pools: SympyPool[] = [];
  const open = async (options: Parameters<typeof SympyPool.open>[0] = {}): Promise<SympyPool> => {
    const pool = await SympyPool.open(options);
    pools.push(pool);
    return pool;
  };
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.close()));
  });

  it('answer fifty requests in a row, with one process', async () => {
    const pool = await open();
    const [pid] = pool.pids;
    for (let k = 0; k < 50; k++) {
      const equation = chain('-', chain('*', integer('3'), symbol('a')), integer(String(k)));
      const expected = k % 3 === 0 ? String(k / 3) : `${k}/3`;
      expect(await pool.ask(goal('a', equation))).toEqual(solvedAs(k / 3, expected));
    }
    expect(pool.pids).toEqual([pid]);
  });

  it('answer many requests at once, each its own', async () => {
    const pool = await open({ processes: 2 });
    const numbers = Array.from({ length: 40 }, (_, k) => k);
    const answers = await Promise.all(numbers.map((k) => pool.ask(value(integer(String(k))))));
    expect(answers).toEqual(numbers.map((k) => solvedAs(k)));
    expect(pool.pids).toHaveLength(2);
  });

  it('end when a request uses up its time, and the next request works', async () => {
    const pool = await open({ cpuSeconds: 1 });
    const [pid] = pool.pids;
    const start = performance.now();
    expect(await pool.ask(HANGS)).toEqual({ kind: 'timed-out' });
    // One second of processor time, at most three of ours.
    expect(performance.now() - start).toBeGreaterThan(500);
    expect(performance.now() - start).toBeLessThan(4000);
    expect(await pool.ask(SIX)).toEqual(solvedAs(6));
    expect(pool.pids).not.toContain(pid);
    expect(pool.pids).toHaveLength(1);
  });

  it('count the time of each request alone', async () => {
    const pool = await open({ cpuSeconds: 1 });
    const [pid] = pool.pids;
    const start = performance.now();
    const cubic = chain('-', power(symbol('a'), integer('3')), chain('*', integer('7'), symbol('a')), nine);
    while (performance.now() - start < 3000) await pool.ask(goal('a', cubic));
    expect(pool.pids).toEqual([pid]);
  });

  it('end when a request uses up its memory, and the next request works', async () => {
    const pool = await open({ memoryMiB: 400 });
    // Two to the power of 10 billion has 1.2 GiB.
    const large = value(power(integer('2'), integer('10000000000')));
    expect(await pool.ask(large)).toEqual({ kind: 'out-of-memory' });
    expect(await pool.ask(SIX)).toEqual(solvedAs(6));
  });

  it('are replaced when they are killed between two requests', async () => {
    const pool = await open();
    for (const pid of pool.pids) process.kill(pid, 'SIGKILL');
    expect(await pool.ask(SIX)).toEqual(solvedAs(6));
  });

  it('are replaced when they are killed in the middle of a request, which is asked again', async () => {
    const pool = await open({ cpuSeconds: 3 });
    const asked = pool.ask(HANGS);
    const [pid] = pool.pids;
    setTimeout(() => process.kill(Number(pid), 'SIGKILL'), 300);
    expect(await asked).toEqual({ kind: 'timed-out' });
    expect(pool.pids).not.toContain(pid);
    expect(await pool.ask(SIX)).toEqual(solvedAs(6));
  });

  it('answer nothing in place of a result where they are killed again and again', async () => {
    const pool = await open({ cpuSeconds: 5 });
    const killer = setInterval(() => {
      for (const pid of pool.pids) process.kill(pid, 'SIGKILL');
    }, 100);
    try {
      await expect(pool.ask(HANGS)).rejects.toThrow('killed from outside');
    } finally {
      clearInterval(killer);
    }
    expect(await pool.ask(SIX)).toEqual(solvedAs(6));
  });

  it('call a second crash in a row what the request does', async () => {
    const pool = await open({ cpuSeconds: 5 });
    const killer = setInterval(() => {
      for (const pid of pool.pids) process.kill(pid, 'SIGSEGV');
    }, 100);
    try {
      expect(await pool.ask(HANGS)).toEqual({ kind: 'crashed', why: 'SIGSEGV' });
    } finally {
      clearInterval(killer);
    }
  });

  it('know a closed list of nodes and no text', async () => {
    const pool = await open();
    for (const node of [
      { kind: 'eval', text: '1' },
      { kind: 'call', name: 'sympify', argument: integer('1') },
      { kind: 'constant', name: '__import__' },
      { kind: 'chain', operators: ['@'], operands: [integer('1'), integer('2')] },
    ]) {
      await expect(pool.ask(value(node))).rejects.toThrow(Fault);
    }
    // A name is a symbol's name, whatever it says.
    const hostile = "__import__('os').getpid()";
    const equation = chain('-', symbol(hostile), integer('5'));
    expect(await pool.ask(goal(hostile, equation))).toEqual(solvedAs(5));
    expect(await pool.ask(value(symbol(hostile)))).toEqual({
      kind: 'answer',
      answer: { status: 'rejected', reason: 'invalid equations' },
    });
    // A numeral that is none is no number; nothing evaluates it.
    for (const numeral of [{ kind: 'float', numeral: hostile }, integer(hostile)]) {
      expect(await pool.ask(value(numeral))).toEqual({
        kind: 'answer',
        answer: { status: 'rejected', reason: 'invalid equations' },
      });
    }
  });

  it('answer the same whatever they were asked before', async () => {
    const circle = chain(
      '-',
      chain('+', power(symbol('x'), integer('2')), power(symbol('y'), integer('2'))),
      integer('25'),
    );
    const line = chain('-', chain('+', symbol('x'), symbol('y')), integer('7'));
    const request = goal('y', circle, line);
    const fresh = await (await open()).ask(request);
    const used = await open();
    for (let k = 0; k < 5; k++)
      await used.ask(goal('x', chain('-', power(symbol('x'), integer('4')), integer(String(k)))));
    expect(await used.ask(request)).toEqual(fresh);
    expect(await used.ask(request)).toEqual(fresh);
    expect(fresh).toEqual(solvedAs(4));
  });

  it('reject what waits when they are closed', async () => {
    const pool = await open();
    const asked = [pool.ask(HANGS), pool.ask(SIX)];
    const settled = Promise.allSettled(asked);
    await pool.close();
    for (const { status } of await settled) expect(status).toBe('rejected');
    await expect(pool.ask(SIX)).rejects.toThrow('closed');
    expect(pool.pids).toEqual([]);
  });
});

describe('a process that asked SymPy', () => {
  const pool = JSON.stringify(new URL('../../../services/sympy/pool.ts', import.meta.url).href);
  const ask = `const { SympyPool } = await import(${pool}); const pool = await SympyPool.open();
    await pool.ask({ kind: 'value', tree: { kind: 'integer', digits: '6' } }); `;

  it.each([
    ['closed', 'await pool.close(); console.log("closed")', 'closed'],
    ['left open', 'console.log("open")', 'open'],
  ])('ends by itself, with the pool %s', async (_, rest, said) => {
    const run = promisify(execFile)('node_modules/.bin/node', ['--input-type=module', '--eval', ask + rest], {
      timeout: 20_000,
    });
    expect((await run).stdout.trim()).toBe(said);
  });
});

describe('where SymPy is not', () => {
  it('says what to do', () => {
    const empty = mkdtempSync(join(tmpdir(), 'holdfast-sympy-'));
    const look = (): unknown => sympyInstalled(empty);
    expect(look).toThrow(UserError);
    try {
      look();
    } catch (error) {
      expect(error instanceof UserError ? error.remedy : undefined).toContain('npm run setup');
    }
  });

  it('is found in the environment of the set-up', () => {
    expect(sympyInstalled().version).toBe('1.14.0');
  });
});
