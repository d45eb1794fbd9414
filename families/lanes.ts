/**
 * How a study's threads are cut into shards: a pure function of the stored plan, so that a worker anywhere finds the
 * same cells under the same index.
 */
import type { Thread } from '../domain/dialogue.ts';
import type { Lane, ShardRef } from '../domain/experiment.ts';
import { Fault } from '../domain/errors.ts';
import type { Study } from './family.ts';

/** What of a study the cut depends on. */
type Threads = Pick<Study, 'threads' | 'modelsOf'>;

/** The share of the work that the same endpoints do, as it is stored with the experiment. */
export interface PlannedLane extends Lane {
  /** Names of the endpoints, with commas; '' where no model is asked. */
  readonly endpoint: string;
  readonly shardCells: number;
}

/** How fast an endpoint is, as far as the cut needs to know. */
export interface EndpointPace {
  readonly local: boolean;
  readonly maxConcurrency: number;
}

/** Six keep every place of an endpoint busy; a spec that asks for hundreds must not take the worker's slots from others. */
const WIDEST_WINDOW = 32;

/** Of threads that ask no model. */
const MOST_CONCURRENCY = 125;

/** Calls of an embedded model take about 0.3 s each, one after another: 48 are some 15 s of work. */
const LOCAL_SHARD_CELLS = 48;

/**
 * @param study its threads in their fixed order
 * @param paceOf the pace of each endpoint that the study asks
 * @param settings cells in a shard and shards in flight, where the spec says so
 */
export function planLanes(
  study: Threads,
  paceOf: (endpoint: string) => EndpointPace,
  settings: { readonly shardCells?: number; readonly window?: number },
): PlannedLane[] {
  const lanes: PlannedLane[] = [];
  for (const [endpoint, threads] of threadsByEndpoint(study)) {
    const pace = slowest(endpoint === '' ? [] : endpoint.split(',').map(paceOf));
    // A shard of an endpoint with n places holds 4 n calls and six are in flight, so that its places stay full
    // while shards begin and end.
    const shardCells =
      settings.shardCells ??
      (pace.local ? LOCAL_SHARD_CELLS : Math.min(500, Math.max(48, 4 * pace.maxConcurrency)));
    lanes.push({
      endpoint,
      queue: pace.local ? 'inference-local' : 'inference',
      shardCells,
      shards: cut(threads, shardCells).length,
      window: Math.min(WIDEST_WINDOW, settings.window ?? (pace.local ? 2 : 6)),
    });
  }
  return lanes;
}

/** Where one of them is embedded, so is the work: its process asks the others too. */
function slowest(paces: readonly EndpointPace[]): EndpointPace {
  return {
    local: paces.some(({ local }) => local),
    maxConcurrency: Math.min(...paces.map(({ maxConcurrency }) => maxConcurrency), MOST_CONCURRENCY),
  };
}

/** The threads of one shard. @throws Fault where the plan has no such shard */
export function threadsOfShard(
  study: Threads,
  lanes: readonly PlannedLane[],
  shard: ShardRef,
): readonly Thread[] {
  const lane = lanes[shard.lane];
  const part = lane === undefined ? undefined : shardsOfLane(study, lane)[shard.index];
  if (part === undefined) throw new Fault(`no shard ${shard.lane}/${shard.index} in this plan`);
  return part;
}

/** What a workflow needs to know of its lanes. */
export function lanesToStart(lanes: readonly PlannedLane[]): Lane[] {
  return lanes.map(({ queue, shards, window }) => ({ queue, shards, window }));
}

const grouped = new WeakMap<Threads, Map<string, Thread[]>>();
const cuts = new WeakMap<Threads, Map<string, Thread[][]>>();

/** All shards of a lane, cut once: every one of them is asked for, one by one. */
function shardsOfLane(study: Threads, { endpoint, shardCells }: PlannedLane): readonly (readonly Thread[])[] {
  const known = cuts.get(study) ?? new Map<string, Thread[][]>();
  cuts.set(study, known);
  const key = JSON.stringify([endpoint, shardCells]);
  const shards = known.get(key) ?? cut(threadsByEndpoint(study).get(endpoint) ?? [], shardCells);
  known.set(key, shards);
  return shards;
}

function threadsByEndpoint(study: Threads): Map<string, Thread[]> {
  const known = grouped.get(study);
  if (known !== undefined) return known;
  const groups = new Map<string, Thread[]>();
  for (const thread of study.threads) {
    const endpoint = [...new Set(study.modelsOf(thread).map((model) => model.endpoint))].sort().join(',');
    const group = groups.get(endpoint);
    if (group === undefined) groups.set(endpoint, [thread]);
    else group.push(thread);
  }
  grouped.set(study, groups);
  return groups;
}

/** Consecutive threads; a shard is full when it holds `cells` cells or more. */
function cut(threads: readonly Thread[], cells: number): Thread[][] {
  const shards: Thread[][] = [];
  let current: Thread[] = [];
  let held = 0;
  for (const thread of threads) {
    current.push(thread);
    held += thread.length;
    if (held >= cells) {
      shards.push(current);
      current = [];
      held = 0;
    }
  }
  if (current.length > 0) shards.push(current);
  return shards;
}
