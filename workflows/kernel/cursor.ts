/** What a run hands to the next one when it continues as new: small, versioned, and never data. */
import { Fault } from '../../domain/errors.ts';
import type { Caps, ExperimentState, ResultRef, Spend } from '../../domain/experiment.ts';
import type { Block } from './blocked.ts';
import type { FanOut } from './next-move.ts';
import type { Pace } from './pace.ts';
import { widened } from './ranges.ts';

/** Frozen once used: a cursor of another version is refused, not guessed at. */
export const CURSOR_VERSION = 1;
/** About 14 bytes each: the cursor stays below 16 KB. */
const MOST_RANGES = 800;

export interface Cursor {
  readonly version: typeof CURSOR_VERSION;
  /** References of the steps that are done. */
  readonly steps: Readonly<Record<string, ResultRef>>;
  readonly fanOuts: Readonly<Record<string, FanOut>>;
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
 * @throws Fault where the cursor is of another version
 */
export function checkCursor(cursor: Cursor): Cursor {
  if ((cursor.version as number) === CURSOR_VERSION) return cursor;
  throw new Fault(
    `this run was left by another version of Holdfast (cursor ${String(cursor.version)}, here ${CURSOR_VERSION}): ` +
      'end it with that version, or terminate it and run the spec again (what is settled is kept)',
  );
}

/** The fan-outs with their sets of shards made small enough to travel. */
export function compact(fanOuts: Readonly<Record<string, FanOut>>): Record<string, FanOut> {
  const open = Object.values(fanOuts).flatMap((fanOut) => fanOut.lanes).length;
  const limit = Math.max(1, Math.floor(MOST_RANGES / (2 * Math.max(1, open))));
  return Object.fromEntries(
    Object.entries(fanOuts).map(([name, fanOut]) => [
      name,
      {
        ...fanOut,
        lanes: fanOut.lanes.map((lane) => ({
          ...lane,
          todo: widened(lane.todo, limit),
          putBack: widened(lane.putBack, limit),
        })),
      },
    ]),
  );
}
