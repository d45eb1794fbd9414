/**
 * How a study's threads are cut into shards: arithmetic on the counts of its blocks, so that a worker anywhere finds the
 * same cells under the same index, and nobody goes through all of them.
 */
import type { Thread } from '../domain/dialogue.ts';
import type { Lane, ShardRef } from '../domain/experiment.ts';
import { Fault } from '../domain/errors.ts';
import { slice, stretches } from '../domain/indexed.ts';
import { type Block, type Threads, threadsOf } from './block.ts';

/** The share of the work that the same endpoints do. */
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
 * @param blocks what is asked, in its fixed order
 * @param paceOf the pace of each endpoint that is asked
 * @param settings cells in a shard and shards in flight, where the spec says so
 */
export function planLanes(
  blocks: readonly Block[],
  paceOf: (endpoint: string) => EndpointPace,
  settings: { readonly shardCells?: number; readonly window?: number },
): PlannedLane[] {
  const lanes: PlannedLane[] = [];
  for (const [endpoint, own] of byEndpoint(blocks)) {
    const pace = slowest(endpoint === '' ? [] : endpoint.split(',').map(paceOf));
    // A shard of an endpoint with n places holds 4 n calls and six are in flight, so that its places stay full
    // while shards begin and end.
    const shardCells =
      settings.shardCells ??
      (pace.local ? LOCAL_SHARD_CELLS : Math.min(500, Math.max(48, 4 * pace.maxConcurrency)));
    const shards = strips(own, shardCells).reduce((sum, strip) => sum + strip.shards, 0);
    if (shards === 0) continue;
    lanes.push({
      endpoint,
      queue: pace.local ? 'inference-local' : 'inference',
      shardCells,
      shards,
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
  blocks: readonly Block[],
  lanes: readonly PlannedLane[],
  shard: ShardRef,
): readonly Thread[] {
  const lane = lanes[shard.lane];
  const own = lane === undefined ? [] : strips(byEndpoint(blocks).get(lane.endpoint) ?? [], lane.shardCells);
  const { total, find } = stretches(own.map(({ shards }) => shards));
  if (shard.index < 0 || shard.index >= total)
    throw new Fault(`no shard ${shard.lane}/${shard.index} in this plan`);
  const { stretch, offset } = find(shard.index);
  const { threads, perShard } = own[stretch] as Strip;
  return slice(threads, offset * perShard, (offset + 1) * perShard);
}

/** Names of the endpoints that a shard's threads may ask. */
export function endpointsOfLane(lanes: readonly PlannedLane[], shard: ShardRef): readonly string[] {
  return lanes[shard.lane]?.endpoint.split(',').filter((name) => name !== '') ?? [];
}

/** What a workflow needs to know of its lanes. */
export function lanesToStart(lanes: readonly PlannedLane[]): Lane[] {
  return lanes.map(({ queue, shards, window }) => ({ queue, shards, window }));
}

function byEndpoint(blocks: readonly Block[]): Map<string, Block[]> {
  const groups = new Map<string, Block[]>();
  for (const block of blocks) {
    const endpoint = [...new Set(block.models.map((model) => model.endpoint))].sort().join(',');
    const group = groups.get(endpoint);
    if (group === undefined) groups.set(endpoint, [block]);
    else group.push(block);
  }
  return groups;
}

/** Neighbouring blocks whose threads hold as many cells on average: they are cut as one. */
interface Strip {
  readonly threads: Threads;
  /** Threads in a shard. */
  readonly perShard: number;
  readonly shards: number;
}

/** A shard holds as many threads as come to `shardCells` cells or just more, where all of them are as long as their mean. */
function strips(blocks: readonly Block[], shardCells: number): Strip[] {
  const groups: { perShard: number; blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.threads.length === 0) continue;
    const perShard = Math.max(1, Math.ceil((shardCells * block.threads.length) / Math.max(1, block.cells)));
    const last = groups.at(-1);
    if (last?.perShard === perShard) last.blocks.push(block);
    else groups.push({ perShard, blocks: [block] });
  }
  return groups.map((group) => {
    const threads = threadsOf(group.blocks);
    return { threads, perShard: group.perShard, shards: Math.ceil(threads.length / group.perShard) };
  });
}
