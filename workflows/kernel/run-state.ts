/** Everything a run of a workflow knows about itself. Mutable, and in one place; the rest of the kernel is functions. */
import { workflowInfo } from '@temporalio/workflow';
import type { Caps, ExperimentState, ResultRef, Spend, Start } from '../../domain/experiment.ts';
import type { Activities } from './activities.ts';
import type { Block } from './blocked.ts';
import { hasRoom, NO_SPEND } from './budget.ts';
import { CURSOR_VERSION, compact, type Collection, type Cursor } from './cursor.ts';
import { again, type FlowState } from './flow-state.ts';
import type { Iteration } from './iterate.ts';
import { withRetry } from './next-move.ts';
import { keptPace, type Pace } from './pace.ts';

export interface RunState {
  readonly start: Start;
  readonly activities: Activities;
  steps: Readonly<Record<string, ResultRef>>;
  /** Undefined before the first round. */
  collection: Collection | undefined;
  /** No round follows. */
  allAsked: boolean;
  /** By name. */
  flows: Readonly<Record<string, FlowState>>;
  /** By name. */
  iterations: Readonly<Record<string, Iteration>>;
  /** The iteration that is under way. */
  iterating: string | undefined;
  /** By flow: how many of the tickets that were handed over in it this run has read. */
  read: Readonly<Record<string, number>>;
  /** Starts of children and messages to them that are under way: the end of this run would lose them. */
  messages: number;
  /** How often the children were told something. */
  told: number;
  phase: string;
  paused: boolean;
  stopping: boolean;
  /** Told to stop by a cancellation. */
  isCancelled: boolean;
  partial: boolean;
  block: Block | undefined;
  caps: Caps;
  /** How often the caps were set: the store hears of each. */
  budgets: number;
  spend: Spend;
  /** The clock of the wall-time cap: what is used, and since when it runs (epoch milliseconds). */
  clock: { readonly usedMs: number; readonly since: number | undefined };
  pace: Pace;
  headline: string | undefined;
  /** How often a person said that what stood still is to be tried again. */
  trials: number;
  /** How it ended, once it has. */
  end: { readonly state: 'completed' | 'stopped' | 'failed'; readonly detail: string } | undefined;
  recorded: Cursor['recorded'];
  isRecording: boolean;
  /** Figures that are being asked for; their results would be lost at a continue-as-new. */
  figuresAsked: number;
  /** Shards that came back since this run continued. */
  shardsThisRun: number;
  /** Times in a row that an endpoint was asked again by itself, and nothing was settled. */
  probes: number;
  /** Goes up with every change: whoever waits looks again. */
  revision: number;
}

export function runState(start: Start, activities: Activities, cursor: Cursor | undefined): RunState {
  return {
    start,
    activities,
    steps: cursor?.steps ?? {},
    collection: cursor?.collection,
    allAsked: cursor?.allAsked ?? false,
    flows: cursor?.flows ?? {},
    iterations: cursor?.iterations ?? {},
    iterating: undefined,
    read: {},
    messages: 0,
    told: 0,
    phase: cursor?.phase ?? 'start',
    paused: cursor?.paused ?? false,
    stopping: cursor?.stopping ?? false,
    isCancelled: false,
    partial: cursor?.partial ?? false,
    block: cursor?.block,
    caps: cursor?.caps ?? start.caps,
    budgets: cursor?.recorded?.budgets ?? 0,
    spend: cursor?.spend ?? NO_SPEND,
    clock: { usedMs: cursor?.wallMs ?? start.wallMsUsed ?? 0, since: undefined },
    pace: keptPace(cursor?.pace, cursor?.wallMs ?? 0),
    headline: cursor?.headline,
    trials: cursor?.trials ?? 0,
    end: undefined,
    recorded: cursor?.recorded,
    isRecording: false,
    figuresAsked: 0,
    shardsThisRun: 0,
    probes: 0,
    revision: 0,
  };
}

export function cursorOf(run: RunState): Cursor {
  const { collection } = run;
  return {
    version: CURSOR_VERSION,
    steps: run.steps,
    ...(collection === undefined
      ? {}
      : { collection: { ...collection, fanOut: compact(collection.fanOut) } }),
    allAsked: run.allAsked,
    ...(Object.keys(run.flows).length === 0 ? {} : { flows: run.flows }),
    ...(Object.keys(run.iterations).length === 0 ? {} : { iterations: run.iterations }),
    phase: run.phase,
    paused: run.paused,
    stopping: run.stopping,
    partial: run.partial,
    caps: run.caps,
    spend: run.spend,
    wallMs: wallMs(run),
    pace: run.pace,
    ...(run.trials === 0 ? {} : { trials: run.trials }),
    ...(run.block === undefined ? {} : { block: run.block }),
    ...(run.headline === undefined ? {} : { headline: run.headline }),
    ...(run.recorded === undefined ? {} : { recorded: run.recorded }),
  };
}

export function stateOf(run: RunState): ExperimentState {
  if (run.end !== undefined) return run.end.state;
  if (run.stopping) return 'stopping';
  if (run.paused) return 'paused';
  return run.block === undefined ? 'running' : 'blocked';
}

/** Time used so far, without pauses and standstills. `Date.now` is the workflow's own clock here. */
export function wallMs(run: RunState): number {
  const { usedMs, since } = run.clock;
  return since === undefined ? usedMs : usedMs + Date.now() - since;
}

/** Starts or stops the clock as the state asks for. */
export function setClock(run: RunState): void {
  const state = stateOf(run);
  const runs = state === 'running' || state === 'stopping';
  if (runs === (run.clock.since !== undefined)) return;
  run.clock = { usedMs: wallMs(run), since: runs ? Date.now() : undefined };
}

/**
 * Whether the wall-time cap is reached. No timer is needed: it is asked whenever something could be launched, and only
 * then it matters.
 */
export function wallTimeSpent(run: RunState): boolean {
  return !hasRoom('wallMs', run.caps, run.spend, wallMs(run));
}

/** Another one after `retry`, and another one when the spec is run again. */
export function trialOf({ trials }: RunState): string {
  return `${workflowInfo().firstExecutionRunId}/${trials}`;
}

/** Whether the history of this run is long enough. */
export function isLong({ start: { continueAfterShards }, shardsThisRun }: RunState): boolean {
  if (continueAfterShards !== undefined && shardsThisRun >= continueAfterShards) return true;
  return workflowInfo().continueAsNewSuggested;
}

/** Everything that stands still is tried again. */
export function tryAgain(run: RunState): void {
  run.block = undefined;
  run.flows = Object.fromEntries(Object.entries(run.flows).map(([name, flow]) => [name, again(flow)]));
  const { collection } = run;
  if (collection !== undefined && !collection.fanOut.over)
    run.collection = { ...collection, fanOut: withRetry(collection.fanOut) };
}

/** The cap that holds the experiment up, where one does. */
export function capReached(run: RunState): keyof Caps | undefined {
  if (run.block?.kind === 'budget') return run.block.cap;
  const ofFlow = Object.values(run.flows).find(({ cap }) => cap !== undefined)?.cap;
  if (ofFlow !== undefined) return ofFlow;
  const fanOut = run.collection?.fanOut;
  return fanOut === undefined || fanOut.over ? undefined : fanOut.cap;
}
