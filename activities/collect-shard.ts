/** Collects one shard: opens what the driver needs, heartbeats, and hands the cells back where workers keep dying. */
import { Context } from '@temporalio/activity';
import { addressOf } from '../domain/completion.ts';
import type { Thread } from '../domain/dialogue.ts';
import type { CollectShardInput, ShardRef, ShardResult } from '../domain/experiment.ts';
import { randomStream } from '../domain/seeds.ts';
import { endpointsOfLane, threadsOfShard } from '../families/lanes.ts';
import { pricesOf } from '../services/inference/cost.ts';
import { collectShard } from './collect/drive.ts';
import { handsOut } from './collect/hand-out.ts';
import { hasItsCode, HOLDING, type OpenStudy, type Studies, type WorkerContext } from './context.ts';
import type { Endpoints } from './endpoints.ts';
import { beforeSend } from './failpoint.ts';
import { asActivity } from './failures.ts';
import type { Programs } from './programs.ts';
import type { Tools } from './tools/tools.ts';

/** After so many attempts in a row that settled nothing, the cells are handed back as missing. */
const IDLE_ATTEMPTS = 5;
/** After so many, one of the cells is suspected of killing its workers. */
const SUSPICIOUS_ATTEMPTS = 2;
const LONGEST_PAUSE_MS = 1500;

/** What an attempt tells the next one by its heartbeats. */
interface Beat {
  /** Cells that were settled when the attempt began. */
  readonly settled: number;
  /** Attempts in a row, this one not counted, that settled nothing. */
  readonly idle: number;
  /** One cell at a time from now on: a cell that kills its worker must not take its neighbours along. */
  readonly careful: boolean;
}

export function makeCollectShard(
  context: WorkerContext,
  studies: Studies,
  endpoints: Endpoints,
  tools: Tools,
  programs: Programs,
): (input: CollectShardInput) => Promise<ShardResult> {
  return asActivity(async ({ home, experiment, round, shard, caps, trial, handOut }) => {
    const opened = await studies.get(home, experiment);
    const { blocks, lanes } = await studies.round(opened, round.plan);
    const threads = threadsOfShard(blocks, lanes, shard);
    const beat = await beginAttempt(context, opened, threads);
    if (beat.idle >= IDLE_ATTEMPTS) return handBack(context, opened, threads);

    const activity = Context.current();
    if (beat.idle > 0) await activity.sleep(pauseMs(shard, activity.info.attempt));
    const open = await endpoints.all(endpointsOfLane(lanes, shard));
    const party = { name: experiment, weight: opened.execution.weight ?? 1 };
    return collectShard({
      store: context.store,
      study: opened.study,
      threads: beat.careful ? inTurn(threads, activity.info.attempt) : threads,
      careful: beat.careful,
      asking: {
        identityOf: (model) => endpoints.identity(model),
        dispatch: (request, signal, passage) =>
          open(request.model).dispatcher.dispatch(
            request,
            signal,
            {
              ...passage,
              async admit() {
                refuseWhereEnding(context);
                await passage.admit();
                beforeSend(request);
              },
            },
            party,
          ),
        tokensAtMost: (request) => open(request.model).backend.tokensAtMost(request),
        priceOf: (model) => pricesOf(open(model).config, model.model),
        addressOf: (model) => addressOf(open(model).config),
      },
      useTool: (use, signal) => tools.use(use, signal),
      programs: {
        environment: () => programs.environment(),
        run: (program, signal, before) =>
          programs.run(program, signal, async () => {
            refuseWhereEnding(context);
            await before?.();
          }),
      },
      programsUnderWay: programs.underWay,
      underWay: endpoints.underWay,
      stopped: endpoints.stopped,
      ...(trial === undefined ? {} : { trial }),
      ...(handOut === undefined ? {} : { handOut: { ...handOut, ...handsOut(handOut, context.blobs) } }),
      experiment,
      shard,
      caps,
      replicate: opened.record.label,
      workerRun: context.workerRun,
      isStrict: opened.execution.strict === true,
      signal: activity.cancellationSignal,
      heartbeat: () => activity.heartbeat(beat),
      isHeld: async () =>
        HOLDING.has((await context.store.stateOf(experiment)) ?? 'running') ||
        !(await hasItsCode(context, opened.record)),
      isAgain: activity.info.attempt > 1,
    });
  });
}

/** Asked to end, a worker settles what it has sent and sends no more: its shard goes on elsewhere. */
function refuseWhereEnding({ draining }: WorkerContext): void {
  if (draining.signal.aborted) throw new Error('this worker is ending');
}

async function beginAttempt(
  context: WorkerContext,
  opened: OpenStudy,
  threads: readonly Thread[],
): Promise<Beat> {
  const activity = Context.current();
  const rows = await context.store.cells(opened.record.id, keysOf(threads));
  const settled = rows.filter((row) => row.status === 'settled').length;
  const last = activity.info.heartbeatDetails as Beat | undefined;
  const { attempt } = activity.info;
  // A worker that dies at once leaves no heartbeat: then the attempts themselves are counted.
  const idle = last === undefined ? attempt - 1 : settled > last.settled ? 0 : last.idle + 1;
  const careful = last?.careful === true || idle >= SUSPICIOUS_ATTEMPTS;
  const beat = { settled, idle, careful };
  activity.heartbeat(beat);
  return beat;
}

/**
 * Shards that a dying worker took along come back at the same moment. One of them may kill the worker again at once:
 * a pause of different length gives the others time to settle something.
 */
function pauseMs(shard: ShardRef, attempt: number): number {
  const stream = randomStream(0, 'pause before an attempt', shard.lane, shard.index, attempt);
  return Math.ceil(LONGEST_PAUSE_MS * stream.uniform());
}

/** Forwards and backwards by turns: only cells between two that kill their worker are never reached. */
function inTurn(threads: readonly Thread[], attempt: number): readonly Thread[] {
  return attempt % 2 === 0 ? threads.toReversed() : threads;
}

/** These cells kill the worker that asks them, or nothing can be settled at all: they are missing, and said so. */
async function handBack(
  context: WorkerContext,
  opened: OpenStudy,
  threads: readonly Thread[],
): Promise<ShardResult> {
  const { store, workerRun } = context;
  const { id } = opened.record;
  const settled = new Set(
    (await store.cells(id, keysOf(threads))).filter((row) => row.status === 'settled').map((row) => row.key),
  );
  const lost = keysOf(threads).filter((key) => !settled.has(key));
  const reason = `the worker died with it at ${IDLE_ATTEMPTS} attempts in a row`;
  await store.putCells(
    id,
    workerRun,
    lost.map((key) => ({
      key,
      status: 'missing',
      outcome: null,
      missingClass: 'worker',
      reason,
      completions: [],
    })),
  );
  return {
    settledNow: 0,
    settled: settled.size,
    missing: lost.length,
    missingByClass: { worker: lost.length },
    examples: lost.slice(0, 3).map((key) => `${key}: ${reason}`),
    spend: await store.spend(id),
  };
}

function keysOf(threads: readonly Thread[]): string[] {
  return threads.flatMap((thread) => thread.map((cell) => cell.key));
}
