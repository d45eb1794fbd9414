/** Programs in the middle of a dialogue: settled and kept as answers are, and never run twice. */
import type { CollectContext } from '../../../activities/collect/drive.ts';
import { Programs } from '../../../activities/programs.ts';
import { ask, type Dialogue, run } from '../../../domain/dialogue.ts';
import { ToolError } from '../../../domain/errors.ts';
import type { ExperimentId } from '../../../domain/experiment.ts';
import type { ProgramRequest, ProgramRun } from '../../../domain/program.ts';
import { describeSandbox } from '../../services/sandbox/there.ts';
import { EXPERIMENT, many, requestOf, withWorld, type World } from './world.ts';

const OTHER = 'alignment/other/0123456789ab' as ExperimentId;
const LIMITS = { wallSeconds: 5, memoryMiB: 256, processes: 8, outputBytes: 1000 };

function python(program: string): ProgramRequest {
  return { language: 'python', program, limits: LIMITS };
}

/** Asks, has a program run, asks with what it printed. */
const programmed: Dialogue = function* (cell) {
  yield* ask(requestOf(cell.key));
  const ran = yield* run(python(`print("${cell.key}".upper())`));
  const printed = ran.status === 'ended' ? ran.stdout.trim() : ran.status;
  yield* ask(requestOf(`${cell.key}: ${printed}`));
  return { status: 'ok', printed };
};

/** Counts what is run; in place of the sandbox where what matters is what the store does. */
class Counting {
  readonly ran: string[] = [];
  readonly #come: (program: string) => ProgramRun;

  constructor(come: (program: string) => ProgramRun = () => endedWith('fine')) {
    this.#come = come;
  }

  readonly environment = async () => ({ language: 'python' as const, version: '3.11' });

  async run(program: ProgramRequest, _signal: AbortSignal, before?: () => Promise<void>) {
    await before?.();
    this.ran.push(program.program);
    return { run: this.#come(program.program), durationMs: 40 };
  }
}

function endedWith(stdout: string): ProgramRun {
  return { status: 'ended', exitCode: 0, stdout, stderr: '', truncated: false };
}

async function putOther(world: World): Promise<void> {
  const record = await world.store.experiment(EXPERIMENT);
  if (record === undefined) throw new Error('no experiment');
  await world.store.putExperiment({ ...record, id: OTHER });
}

describeSandbox('a program in a dialogue', () => {
  const programs = new Programs();
  afterAll(() => programs.close());

  test('is run in the sandbox and kept with its output, beside what was asked', async () => {
    await withWorld({ dialogue: programmed }, async ({ collect, store, server }) => {
      const result = await collect(many(4), { programs });
      expect(result).toMatchObject({
        settled: 4,
        missing: 0,
        spend: { calls: 8, programs: { run: 4, recalled: 0 } },
      });
      expect(server.counts.arrived).toBe(8);
      const [cell] = await store.cells(EXPERIMENT, ['item 2']);
      expect(cell?.outcome).toEqual({ status: 'ok', printed: 'ITEM 2' });
      const rows = await store.answerRows(cell?.completions ?? []);
      expect(rows.map(({ kind }) => kind)).toEqual(['completion', 'program', 'completion']);
      expect(rows[1]).toMatchObject({
        program: python('print("item 2".upper())'),
        environment: { language: 'python' },
        result: { run: endedWith('ITEM 2\n') },
      });
      const { programs: used } = await store.spend(EXPERIMENT);
      expect(used?.sandboxMs).toBeGreaterThan(0);
      const costs = await store.costs(EXPERIMENT, cell?.completions ?? []);
      expect([...costs.values()].map(({ kind, paidCalls }) => [kind, paidCalls])).toEqual(
        expect.arrayContaining([
          ['completion', 1],
          ['program', 0],
        ]),
      );
    });
  });
});

test('a program that was settled before its worker died is not run again, nor in another experiment', async () => {
  await withWorld({ dialogue: programmed }, async (world) => {
    const { collect, store } = world;
    const first = new Counting();
    // The worker dies after the program: its second question is never answered.
    const dying = new AbortController();
    const until: Dialogue = function* (cell) {
      yield* ask(requestOf(cell.key));
      yield* run(python(`print("${cell.key}".upper())`));
      dying.abort(new Error('killed'));
      yield* ask(requestOf(`${cell.key}: never`));
      return { status: 'never' };
    };
    const dead = collect(many(1), { programs: first, study: { dialogue: until }, signal: dying.signal });
    await expect(dead).rejects.toThrow('killed');
    expect(first.ran).toHaveLength(1);
    const second = new Counting();
    expect(await collect(many(5), { programs: second })).toMatchObject({ settled: 5 });
    expect(second.ran.sort()).toEqual([1, 2, 3, 4].map((n) => `print("item ${n}".upper())`));
    await putOther(world);
    const third = new Counting();
    const other = await collect(many(5), { programs: third, experiment: OTHER });
    expect(other).toMatchObject({ settled: 5, spend: { calls: 0, programs: { run: 0, recalled: 5 } } });
    expect(third.ran).toEqual([]);
    expect((await store.spend(EXPERIMENT)).programs).toEqual({ run: 5, recalled: 1, sandboxMs: 200 });
  });
});

test('cells that have the same program run at once share one run; another draw, replicate or limit has its own', async () => {
  const same: Dialogue = function* () {
    yield* run(python('print(1)'));
    return { status: 'ok' };
  };
  const others: Dialogue = function* () {
    yield* run(python('print(1)'), 1);
    yield* run({ ...python('print(1)'), limits: { ...LIMITS, wallSeconds: 6 } });
    return { status: 'ok' };
  };
  await withWorld({ dialogue: same }, async (world) => {
    const programs = new Counting();
    expect(await world.collect(many(20), { programs })).toMatchObject({ settled: 20 });
    expect(programs.ran).toHaveLength(1);
    await putOther(world);
    await world.collect(many(1), { programs, experiment: OTHER, study: { dialogue: others } });
    expect(programs.ran).toHaveLength(3);
    const shard = { lane: 0, index: 1 };
    await world.collect(many(21).slice(20), { programs, shard, replicate: 'again' });
    expect(programs.ran).toHaveLength(4);
  });
});

test('what is random is drawn once: the store says the same to everybody afterwards', async () => {
  const random: Dialogue = function* () {
    const ran = yield* run(python('import random; print(random.random())'));
    return { status: 'ok', printed: ran.status === 'ended' ? ran.stdout : '' };
  };
  let drawn = 0;
  await withWorld({ dialogue: random }, async ({ collect, store }) => {
    const programs = new Counting(() => endedWith(`${++drawn}`));
    await collect(many(3), { programs });
    await collect(many(6).slice(3), { programs, shard: { lane: 0, index: 1 } });
    const printed = (await store.cells(EXPERIMENT)).map(({ outcome }) => outcome?.['printed']);
    expect(new Set(printed)).toEqual(new Set(['1']));
    expect(drawn).toBe(1);
  });
});

test('a cap on time in the sandbox is reserved for before a program begins, and holds', async () => {
  const each: Dialogue = function* (cell) {
    yield* run(python(`print("${cell.key}")`));
    return { status: 'ok' };
  };
  await withWorld({ dialogue: each }, async ({ collect, store }) => {
    const programs = new Counting();
    // Each takes 40 ms and may take 6 s: two do not fit at once, and the last that fits leaves less than 6 s.
    const more: Partial<CollectContext> = { programs, caps: { sandboxMs: 6100 } };
    const result = await collect(many(20), more);
    expect(result).toMatchObject({ cap: 'sandboxMs', missingByClass: { budget: 17 } });
    expect(programs.ran).toHaveLength(3);
    expect((await store.spend(EXPERIMENT)).programs).toMatchObject({ run: 3, sandboxMs: 120 });
    expect(await collect(many(20), { programs, caps: {} })).toMatchObject({ settled: 20 });
    expect(programs.ran).toHaveLength(20);
  });
});

test('calls go on where the cap on the sandbox is reached, and programs where that on calls is', async () => {
  const asks: Dialogue = function* (cell) {
    yield* ask(requestOf(cell.key));
    return { status: 'ok' };
  };
  const runs: Dialogue = function* (cell) {
    yield* run(python(`print("${cell.key}")`));
    return { status: 'ok' };
  };
  await withWorld({ dialogue: asks }, async ({ collect }) => {
    const programs = new Counting();
    await collect(many(5), { programs, study: { dialogue: runs } });
    const caps = { sandboxMs: 1, calls: 3 };
    const asked = await collect(many(10).slice(5), { programs, caps, shard: { lane: 0, index: 1 } });
    expect(asked).toMatchObject({ settled: 3, cap: 'calls' });
    const ran = await collect(many(12).slice(10), {
      ...{ programs, study: { dialogue: runs }, shard: { lane: 0, index: 2 } },
      caps: { calls: 3 },
    });
    expect(ran).toMatchObject({ settled: 2, missing: 0 });
  });
});

test('a sandbox that fails leaves the cell missing, keeps what was said, and a retry pays nothing', async () => {
  await withWorld({ dialogue: programmed }, async ({ collect, server }) => {
    const broken = new Counting(() => {
      throw new ToolError('sandbox: no bubblewrap here');
    });
    const first = await collect(many(3), { programs: broken });
    expect(first).toMatchObject({ settled: 0, missing: 3, missingByClass: { tool: 3 } });
    expect(first.examples[0]).toBe('item 0: sandbox: no bubblewrap here');
    expect(server.counts.arrived).toBe(3);
    const mended = await collect(many(3), { programs: new Counting() });
    expect(mended).toMatchObject({ settled: 3, spend: { calls: 6, memoHits: 3 } });
  });
});

test('a dialogue that has programs run for ever is a fault, and so is one where none are run', async () => {
  const endless: Dialogue = function* () {
    for (let n = 0; ; n++) yield* run(python(`print(${n})`));
  };
  await withWorld({ dialogue: endless }, async ({ collect }) => {
    await expect(collect(many(1), { programs: new Counting() })).rejects.toThrow('had programs run 50 times');
    await expect(collect(many(1))).rejects.toThrow('no programs are run here');
  });
});

test('programs that were set aside are run anew, those of others stay', async () => {
  await withWorld({ dialogue: programmed }, async ({ collect, store }) => {
    const programs = new Counting();
    await collect(many(3), { programs });
    const [cell] = await store.cells(EXPERIMENT, ['item 1']);
    await store.putVoid(EXPERIMENT, 'a test', {}, { cells: ['item 1'], answers: cell?.completions ?? [] });
    await collect(many(3), { programs });
    expect(programs.ran).toHaveLength(4);
    expect(programs.ran[3]).toBe('print("item 1".upper())');
    expect(await collect(many(3), { programs })).toMatchObject({ settledNow: 0 });
    expect(programs.ran).toHaveLength(4);
  });
});
