/**
 * Drives the dialogues of a shard's cells at once. Nothing is kept in memory that the store does not hold: another
 * attempt replays what was said, for nothing, and goes on from there.
 */
import type { Completion } from '../../domain/completion.ts';
import type { Cell, Outcome, SettledCell, Talk, Thread, ToolUse, Want } from '../../domain/dialogue.ts';
import {
  Fault,
  messageOf,
  ToolError,
  TransportError,
  UserError,
  type MissingClass,
} from '../../domain/errors.ts';
import type { Caps, ExperimentId, Sha256, ShardRef, ShardResult } from '../../domain/experiment.ts';
import type { HandOut, WaitingProgram } from '../../domain/flow.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';
import type { ProgramRun } from '../../domain/program.ts';
import { randomStream } from '../../domain/seeds.ts';
import type { CellRecord, Store } from '../../domain/store.ts';
import type { Study } from '../../families/family.ts';
import type { Programs } from '../programs.ts';
import { createAnswers, type Asking, type Answers, type CallsUnderWay } from './answers.ts';
import { HandedOut, Hearing, type HandsOut } from './hand-out.ts';
import { createProgramResults, type ProgramResults, type ProgramsUnderWay } from './program-results.ts';
import { openStops, type KnownStops } from './stops.ts';
import { createTally, type Tally } from './tally.ts';

/** Threads that are open at once: more than any endpoint takes, few enough that a shard's size costs no memory. */
const OPEN_THREADS = 1024;
/** A dialogue that asks, has programs run, or has tools used more often than this in one cell never ends. */
const MOST_ASKS = 50;
const MOST_RUNS = 50;
const MOST_USES = 1000;
const HEARTBEAT_MS = 1000;
/**
 * After this nothing new is begun: what was sent is settled, and what is left is put back. Caps, code, fairness and whoever says
 * something reach the rest of a long shard with its next turn.
 */
const TURN_MS = 30_000;

export interface CollectContext {
  readonly store: Store;
  readonly study: Pick<Study, 'dialogue'>;
  readonly threads: readonly Thread[];
  /** One cell after the other, each noted as settled before the next is asked: one of them kills its worker. */
  readonly careful?: boolean;
  readonly asking: Asking;
  /** Has a tool used. @throws ToolError where it gave no result; what the signal says */
  readonly useTool?: (use: ToolUse, signal: AbortSignal) => Promise<Json>;
  /** Runs programs. */
  readonly programs?: Pick<Programs, 'environment' | 'run'>;
  /** Shared by the shards of a worker process; its own where absent. */
  readonly underWay?: CallsUnderWay;
  /** As `underWay`. */
  readonly programsUnderWay?: ProgramsUnderWay;
  /** As `underWay`. */
  readonly stopped?: KnownStops;
  /** Its programs are not run here. */
  readonly handOut?: HandOut & HandsOut;
  readonly experiment: ExperimentId;
  readonly shard: ShardRef;
  readonly caps: Caps;
  /** As in the input of the activity; '' where absent. */
  readonly trial?: string;
  /** The replicate's label; '' for none. */
  readonly replicate: string;
  readonly workerRun: string;
  /** A server that says it is another than before stops the study; false if absent. */
  readonly isStrict?: boolean;
  readonly signal: AbortSignal;
  readonly heartbeat: () => void;
  /** Whether it is held: paused, being stopped, or of another code by now. Asked once a second, and before an attempt that is not the first. */
  readonly isHeld?: () => Promise<boolean>;
  readonly isAgain?: boolean;
  /** Milliseconds of a turn; 30 s where absent. */
  readonly turnMs?: number;
}

/** What a shard is ended with when its experiment is held. */
const HELD = new Error('the experiment is held');
/** What it is ended with when its turn is over. */
const TURN_OVER = new Error('the turn is over');
const QUIET_ENDS: readonly unknown[] = [HELD, TURN_OVER];

interface Drive {
  readonly context: CollectContext;
  readonly answers: Answers;
  readonly results: ProgramResults | undefined;
  readonly tally: Tally;
  readonly hearing: Hearing;
  /** Programs that threads wait for. */
  readonly waiting: WaitingProgram[];
  /** Cells of the shard that an earlier attempt settled. */
  readonly known: ReadonlyMap<string, CellRecord>;
  /** What ends the shard: nothing new is asked from then on, what is in flight is still settled. */
  readonly halt: { error: unknown; set: boolean };
}

/** Shards that begin together do not all end their turns together, which would leave the endpoint with nothing to do. */
function turnMs({ experiment, shard }: CollectContext): number {
  const drawn = randomStream(0, 'turn', experiment, shard.lane, shard.index).uniform();
  return TURN_MS * (0.7 + 0.6 * drawn);
}

/**
 * Asks the cells of a shard that are not settled yet.
 *
 * @returns what is settled, and what is missing with its class; a cap that stopped it
 * @throws Fault where a dialogue is broken; UserError where a model is not there; the signal's reason; what the store
 * throws. What was settled before is kept.
 */
export async function collectShard(context: CollectContext): Promise<ShardResult> {
  const { store, experiment, signal } = context;
  const { owner } = await store.takeOver(experiment, context.shard);
  const tally = createTally(store, experiment, context.workerRun);
  const hearing = new Hearing(context.handOut?.heard);
  const waiting: WaitingProgram[] = [];
  const halt = { error: undefined as unknown, set: false };
  const beforeSending = (isAgain: boolean): void => {
    // A call that is being tried again has its patience: only then is it known to be missing.
    if (halt.set && !(isAgain && halt.error === TURN_OVER)) throw halt.error;
  };
  const answers = createAnswers({
    ...context,
    underWay: context.underWay ?? (new Map() as CallsUnderWay),
    stops: await openStops(
      store,
      { experiment, trial: context.trial ?? '', workerRun: context.workerRun },
      context.stopped ?? (new Map() as KnownStops),
    ),
    owner,
    beforeSending,
  });
  const results =
    context.programs &&
    createProgramResults({
      ...{ ...context, programs: context.programs, owner, beforeSending: () => beforeSending(false) },
      underWay: context.programsUnderWay ?? (new Map() as ProgramsUnderWay),
    });
  const holdWhereHeld = async (): Promise<void> => {
    if (mayBeHeld(halt) && (await context.isHeld?.()) === true && mayBeHeld(halt))
      Object.assign(halt, { error: HELD, set: true });
  };
  const turn = setTimeout(
    () => {
      if (!halt.set) Object.assign(halt, { error: TURN_OVER, set: true });
    },
    context.turnMs ?? turnMs(context),
  );
  const heart = setInterval(() => {
    context.heartbeat();
    // A store that cannot be read now is met by the next write, and told there.
    void holdWhereHeld().catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    if (context.isAgain === true) await holdWhereHeld();
    const known = await settledBefore(context);
    await driveAll({ context, answers, results, tally, hearing, waiting, known, halt });
    await tally.flush();
    const found = hearing.found(answers.memoHits, results?.hits ?? 0);
    await store.noteMemoHits(experiment, found.answers, found.programs);
    if (halt.set && !QUIET_ENDS.includes(halt.error)) throw halt.error;
    signal.throwIfAborted();
    const cap = answers.cap ?? results?.cap ?? context.handOut?.lost?.find((one) => one.cap)?.cap;
    await store.release(owner);
    const { settled, missing } = tally.counts;
    const isLeft = settled + missing < cellsOf(context.threads);
    const isCutShort = halt.set && isLeft;
    const spend = await store.spend(experiment);
    const capped = cap === undefined ? {} : { cap };
    const left = context.handOut === undefined || !isLeft ? {} : { waiting, heard: hearing.heard };
    if (isCutShort && halt.error === HELD) return { ...tally.counts, ...left, held: true, spend };
    return { ...tally.counts, ...left, ...capped, ...(isCutShort ? { turnOver: true } : {}), spend };
  } catch (error) {
    // Calls whose end could not be written stay noted: the next attempt accounts for them.
    if (answers.unaccounted === 0) await store.release(owner).catch(() => undefined);
    throw error;
  } finally {
    clearInterval(heart);
    clearTimeout(turn);
  }
}

/** What has ended by its turn alone can still be held: then what is tried again is given up, too. */
function mayBeHeld(halt: Drive['halt']): boolean {
  return !halt.set || halt.error === TURN_OVER;
}

function cellsOf(threads: readonly Thread[]): number {
  return threads.reduce((sum, thread) => sum + thread.length, 0);
}

async function settledBefore({
  store,
  experiment,
  threads,
}: CollectContext): Promise<Map<string, CellRecord>> {
  const keys = threads.flatMap((thread) => thread.map((cell) => cell.key));
  const records = await store.cells(experiment, keys);
  return new Map(records.filter(({ status }) => status === 'settled').map((record) => [record.key, record]));
}

async function driveAll(drive: Drive): Promise<void> {
  const threads = drive.context.threads.values();
  async function work(): Promise<void> {
    for (const thread of threads) {
      if (drive.halt.set || drive.context.signal.aborted) return;
      try {
        await driveThread(drive, thread);
      } catch (error) {
        if (error instanceof HandedOut) drive.waiting.push(error.waiting);
        else if (mayBeHeld(drive.halt) && !QUIET_ENDS.includes(error))
          Object.assign(drive.halt, { error, set: true });
      }
    }
  }
  const openThreads = drive.context.careful === true ? 1 : OPEN_THREADS;
  await Promise.all(Array.from({ length: Math.min(openThreads, drive.context.threads.length) }, work));
}

async function driveThread(drive: Drive, thread: Thread): Promise<void> {
  const { tally, known } = drive;
  /** The cells before, those of earlier attempts still without their transcripts. */
  const before: (SettledCell | { cell: Cell; record: CellRecord })[] = [];
  let lost: { missingClass: MissingClass; reason: string } | undefined;
  for (const cell of thread) {
    const record = known.get(cell.key);
    if (record !== undefined) {
      tally.wasSettled();
      before.push({ cell, record });
    } else if (lost !== undefined) {
      tally.missing(
        cell.key,
        lost.missingClass,
        `an earlier cell of its chain is missing: ${lost.reason}`,
        [],
      );
    } else {
      const earlier = await withTranscripts(drive.context.store, before);
      before.splice(0, before.length, ...earlier);
      const result = await driveCell(drive, cell, earlier);
      if ('missingClass' in result) lost = result;
      else before.push(result);
    }
  }
}

/** Asks one cell until it settles or an answer or a tool's result is missing. */
async function driveCell(
  drive: Drive,
  cell: Cell,
  earlier: readonly SettledCell[],
): Promise<SettledCell | { missingClass: MissingClass; reason: string }> {
  const { context, tally } = drive;
  const said: Said = { transcript: [], keys: [], results: new Map(), uses: 0, runs: 0 };
  const talk = context.study.dialogue(cell, earlier);
  let next = nextOf(talk, cell, undefined);
  while (next.done !== true) {
    try {
      next = nextOf(talk, cell, await replyTo(drive, cell, next.value, said));
    } catch (error) {
      const lost = missingOf(error);
      if (lost === undefined) {
        const answered = said.transcript.length;
        // One that is handed out now is found in the memo when its turn comes.
        drive.hearing.goesOn(answered, said.runs);
        throw error;
      }
      tally.missing(cell.key, lost.missingClass, lost.reason, said.keys);
      return lost;
    }
  }
  tally.settled(cell.key, next.value, said.keys);
  if (context.careful === true) await tally.flush();
  return { cell, outcome: next.value, transcript: said.transcript };
}

/** What was said in a cell so far. */
interface Said {
  readonly transcript: Completion[];
  /** Of what was answered and what was run, in order. */
  readonly keys: Sha256[];
  /** Of tools, by what they were used on: the same is not done twice. */
  readonly results: Map<string, Json>;
  uses: number;
  runs: number;
}

async function replyTo(
  { context, answers, results }: Drive,
  cell: Cell,
  want: Want,
  said: Said,
): Promise<readonly Completion[] | ProgramRun | Json> {
  if (want.kind === 'run') {
    if (++said.runs > MOST_RUNS) throw endless(cell, `had programs run ${MOST_RUNS} times`);
    if (results === undefined) throw new Fault('no programs are run here');
    const { key, run } = await results.result(want.program, want.draw);
    said.keys.push(key);
    return run;
  }
  if (want.kind === 'use') {
    if (++said.uses > MOST_USES) throw endless(cell, `had tools used ${MOST_USES} times`);
    const name = canonicalJson({ ...want.use });
    const result = said.results.get(name) ?? (await toolResult(context, want.use));
    said.results.set(name, result);
    return result;
  }
  if (said.transcript.length + want.asks.length > MOST_ASKS) throw endless(cell, `asked ${MOST_ASKS} times`);
  // All of them, before one that is missing ends the cell: the others are paid for.
  const isBegun = said.keys.length > 0;
  const all = await Promise.allSettled(
    want.asks.map(({ request, draw }) => answers.answer(request, draw, isBegun)),
  );
  const answered = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  said.transcript.push(...answered.map(({ completion }) => completion));
  said.keys.push(...answered.map(({ key }) => key));
  const lost = all.find((one) => one.status === 'rejected');
  if (lost !== undefined) throw lost.reason;
  return answered.map(({ completion }) => completion);
}

function endless(cell: Cell, what: string): Fault {
  return new Fault(`the dialogue of cell '${cell.key}' ${what} and did not settle`);
}

async function toolResult({ useTool, signal }: CollectContext, use: ToolUse): Promise<Json> {
  if (useTool === undefined) throw new Fault(`no tool is called '${use.tool}' here`);
  return useTool(use, signal);
}

function missingOf(error: unknown): { missingClass: MissingClass; reason: string } | undefined {
  if (error instanceof TransportError) return { missingClass: error.missingClass, reason: error.message };
  return error instanceof ToolError ? { missingClass: 'tool', reason: error.message } : undefined;
}

function nextOf(talk: Talk<Outcome>, cell: Cell, reply: unknown): IteratorResult<Want, Outcome> {
  try {
    return talk.next(reply);
  } catch (error) {
    if (error instanceof Fault || error instanceof UserError) throw error;
    throw new Fault(`the dialogue of cell '${cell.key}' failed: ${messageOf(error)}`, { cause: error });
  }
}

async function withTranscripts(
  store: Store,
  cells: readonly (SettledCell | { cell: Cell; record: CellRecord })[],
): Promise<SettledCell[]> {
  const keys = cells.flatMap((cell) => ('record' in cell ? cell.record.completions : []));
  const found = keys.length === 0 ? new Map<Sha256, never>() : await store.completions(keys);
  const ran = await store.programs(keys.filter((key) => !found.has(key)));
  return cells.map((entry) => {
    if (!('record' in entry)) return entry;
    const { cell, record } = entry;
    const transcript = record.completions.flatMap((key) => {
      const completion = found.get(key);
      if (completion !== undefined) return [completion];
      if (ran.has(key)) return [];
      throw new Fault(`the store lost answer ${key} of cell '${cell.key}'`);
    });
    return { cell, outcome: record.outcome ?? { status: 'unknown' }, transcript };
  });
}
