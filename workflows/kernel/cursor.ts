/** What a run hands to the next one when it continues as new: small, versioned, and never data. */
import { Fault } from '../../domain/errors.ts';
import type { Caps, ExperimentState, ResultRef, RoundRef, Spend, Start } from '../../domain/experiment.ts';
import type { Block } from './blocked.ts';
import type { FlowState } from './flow-state.ts';
import type { Iteration } from './iterate.ts';
import type { FanOut } from './next-move.ts';
import type { Pace } from './pace.ts';
import { widened } from './ranges.ts';

/** Frozen once used: a cursor of another version is refused, not guessed at. */
export const CURSOR_VERSION = 2;
/** About 14 bytes each: the cursor stays below 16 KB. */
const MOST_RANGES = 800;

/** Where the collection is: the last round and counts, never a list that grows. */
export interface Collection {
  readonly round: RoundRef;
  /** Its shards; over where all its cells are settled or `stop` cut it short. */
  readonly fanOut: FanOut;
  /** Of the rounds before it. */
  readonly earlier: { readonly cells: number; readonly shards: number };
}

export interface Cursor {
  readonly version: typeof CURSOR_VERSION;
  /** References of the steps that are done. */
  readonly steps: Readonly<Record<string, ResultRef>>;
  /** Absent before the first round. */
  readonly collection?: Collection;
  /** No round follows. */
  readonly allAsked: boolean;
  /** By name; none where absent: each holds a window of tickets and a batch. */
  readonly flows?: Readonly<Record<string, FlowState>>;
  /** By name; none where absent. */
  readonly iterations?: Readonly<Record<string, Iteration>>;
  readonly phase: string;
  readonly paused: boolean;
  readonly stopping: boolean;
  /** A fan-out was cut short by `stop`. */
  readonly partial: boolean;
  readonly block?: Block;
  readonly caps: Caps;
  readonly spend: Spend;
  /** Time used, without pauses and standstills. */
  readonly wallMs: number;
  readonly pace: Pace;
  readonly headline?: string;
  /** How often a person said `retry`; 0 where absent. */
  readonly trials?: number;
  /** What the store was told last. */
  readonly recorded?: {
    readonly state: ExperimentState;
    readonly detail: string;
    /** How often the caps had been set by then. */
    readonly budgets?: number;
  };
}

/**
 * A plain error fails the workflow's task, not the experiment: a worker of the other version can still go on.
 *
 * @throws Fault where the run was begun, or left, by a Holdfast of another cursor
 */
export function checkVersion(start: Start, cursor: Cursor | undefined): void {
  // Until version 2 a workflow was started with its lanes.
  const version = cursor?.version ?? ('lanes' in start ? 1 : CURSOR_VERSION);
  if ((version as number) === CURSOR_VERSION) return;
  throw new Fault(
    `this run is of another version of Holdfast (cursor ${String(version)}, here ${CURSOR_VERSION}): ` +
      'end it with that version, or terminate it and run the spec again (what is settled is kept)',
  );
}

/** A fan-out with its sets of shards made small enough to travel. */
export function compact(fanOut: FanOut): FanOut {
  const limit = Math.max(1, Math.floor(MOST_RANGES / (2 * Math.max(1, fanOut.lanes.length))));
  const lanes = fanOut.lanes.map((lane) => ({
    ...lane,
    todo: widened(lane.todo, limit),
    putBack: widened(lane.putBack, limit),
  }));
  return { ...fanOut, lanes };
}
