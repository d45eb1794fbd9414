/** A shard that hands its programs out: it names them, goes on when they are settled, and counts nothing as found that it was told. */
import { handsOut } from '../../../activities/collect/hand-out.ts';
import { createProgramResults } from '../../../activities/collect/program-results.ts';
import { ask, type Dialogue, run } from '../../../domain/dialogue.ts';
import type { HandedOutProgram, HandOut, LostProgram } from '../../../domain/flow.ts';
import type { ProgramRequest } from '../../../domain/program.ts';
import { openBlobs } from '../../../services/store/blobs.ts';
import { EXPERIMENT, many, requestOf, withWorld, WORKER_RUN, type World } from './world.ts';

const LIMITS = { wallSeconds: 7, memoryMiB: 256, processes: 8, outputBytes: 1000 };

/** Asks, has a program run, asks with what it printed. */
const programmed: Dialogue = function* (cell) {
  yield* ask(requestOf(cell.key));
  const ran = yield* run({ language: 'python', program: `print("${cell.key}")`, limits: LIMITS });
  yield* ask(requestOf(`${cell.key}: ${ran.status === 'ended' ? ran.stdout : ran.status}`));
  return { status: 'ok' };
};

/** In place of the sandbox. */
const programs = {
  ran: 0,
  environment: async () => ({ language: 'python' as const, version: '3.11' }),
  async run({ program }: ProgramRequest, _signal: AbortSignal, before?: () => Promise<void>) {
    await before?.();
    programs.ran += 1;
    const ended = { status: 'ended' as const, exitCode: 0, stdout: program, stderr: '', truncated: false };
    return { run: ended, durationMs: 40 };
  },
};

/** As the worker of the queue `sandbox` does. */
async function runElsewhere({ store }: World, asked: HandedOutProgram): Promise<void> {
  const { owner } = await store.takeOver(EXPERIMENT, { lane: 0, index: 0 });
  const results = createProgramResults({
    ...{ store, programs, owner, caps: {}, replicate: '', workerRun: WORKER_RUN, underWay: new Map() },
    signal: new AbortController().signal,
    beforeSending: () => undefined,
  });
  await results.result(asked.program, asked.draw);
  await store.release(owner);
}

test('names what its threads wait for, and runs none; when they are settled it goes on from there', async () => {
  await withWorld({ dialogue: programmed }, async (world) => {
    const blobs = openBlobs(`${world.folder}/blobs`);
    const turn = (handOut: HandOut) =>
      world.collect(many(3), { programs, handOut: { ...handOut, ...handsOut(handOut, blobs) } });
    programs.ran = 0;

    const first = await turn({});
    expect(first).toMatchObject({ settled: 0, missing: 0, heard: { answers: 3, programs: 3 } });
    expect(first.waiting?.map(({ wallSeconds }) => wallSeconds)).toEqual([7, 7, 7]);
    expect(programs.ran).toBe(0);
    for (const { program } of first.waiting ?? [])
      await runElsewhere(world, JSON.parse(await blobs.text(program)) as HandedOutProgram);

    const second = await turn(first.heard === undefined ? {} : { heard: first.heard });
    expect(second).toMatchObject({ settled: 3, settledNow: 3, missing: 0 });
    expect(second.waiting).toBeUndefined();
    expect(programs.ran).toBe(3);
    expect(second.spend).toMatchObject({ calls: 6, memoHits: 0, programs: { run: 3, recalled: 0 } });

    // Whoever asks the same again finds all of it.
    await world.store.putVoid(
      EXPERIMENT,
      'asked again',
      {},
      { cells: ['item 0', 'item 1', 'item 2'], answers: [] },
    );
    const again = await turn({});
    expect(again.spend).toMatchObject({ calls: 6, memoHits: 6, programs: { run: 3, recalled: 3 } });
  });
});

test.each([
  [{ missingClass: 'tool', reason: 'no sandbox' }, { missingByClass: { tool: 1 } }],
  [{ missingClass: 'worker', reason: 'all died' }, { missingByClass: { worker: 1 } }],
  [
    { missingClass: 'budget', reason: 'spent', cap: 'sandboxMs' },
    { missingByClass: { budget: 1 }, cap: 'sandboxMs' },
  ],
] as const)('a program whose result is missing makes its cell missing: %j', async (lost, said) => {
  await withWorld({ dialogue: programmed }, async (world) => {
    const blobs = openBlobs(`${world.folder}/blobs`);
    const turn = (handOut: HandOut) =>
      world.collect(many(1), { programs, handOut: { ...handOut, ...handsOut(handOut, blobs) } });
    const { waiting = [], heard } = await turn({});
    const gone = waiting.map(({ program }): LostProgram => ({ program, ...lost }));
    const result = await turn({ lost: gone, ...(heard === undefined ? {} : { heard }) });
    expect(result).toMatchObject({ settled: 0, missing: 1, ...said });
    expect(result.examples).toEqual([`item 0: ${lost.reason}`]);
  });
});
