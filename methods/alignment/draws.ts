/** The bootstrap draws of an alignment, by index: any range of them, on any thread, comes out the same. */
import { randomStream } from '../../domain/seeds.ts';
import { type PreparedSide, type Refit, refitter } from './refit.ts';
import { drawCounts } from './resample.ts';

/** All that the draws need: plain data, cloneable to worker threads. */
export interface DrawInput {
  readonly seed: number;
  readonly items: number;
  /** The testlet of each item, and how many there are; items alone are testlets of one. */
  readonly testletOf: Int32Array;
  readonly testlets: number;
  /** null: the people are not resampled (shares without persons). */
  readonly human: PreparedSide | null;
  /** One an arm; null: not resampled. */
  readonly models: readonly (ModelDraws | null)[];
}

export interface ModelDraws extends PreparedSide {
  /** Arms with the same clusters (the same personas) name the same set: they are drawn together. */
  readonly clusterSet: number;
}

/** Draws `from` to `to` - 1. */
export interface DrawChunk {
  readonly from: number;
  readonly to: number;
  /** (to - from) x items: how often each item was drawn. */
  readonly itemCounts: Uint16Array;
  /** (to - from) x items: difficulties of the people drawn, on all items. */
  readonly human: Float64Array | null;
  readonly models: readonly (Float64Array | null)[];
}

/**
 * Draws `from` to `to` - 1 of the joint bootstrap: draw k has its own stream, and resamples people (by cluster), items
 * (by testlet) and each set of model clusters, in this order. All arms see the same people, items and personas.
 */
export function alignmentDraws(input: DrawInput, from: number, to: number): DrawChunk {
  const { items } = input;
  const human =
    input.human === null
      ? null
      : { refit: refitter(input.human), out: new Float64Array((to - from) * items) };
  const models = input.models.map((model) =>
    model === null ? null : { model, refit: refitter(model), out: new Float64Array((to - from) * items) },
  );
  const clusterSets = distinctSets(input.models);
  const itemCounts = new Uint16Array((to - from) * items);
  for (let draw = from; draw < to; draw++) {
    const stream = randomStream(input.seed, 'bootstrap', draw);
    const row = (draw - from) * items;
    if (human !== null) store(human, drawCounts(stream, input.human?.clusters ?? 0), row);
    const testletCounts = drawCounts(stream, input.testlets);
    for (let item = 0; item < items; item++) {
      itemCounts[row + item] = testletCounts[input.testletOf[item] ?? NaN] ?? NaN;
    }
    const counts = new Map(clusterSets.map(([set, clusters]) => [set, drawCounts(stream, clusters)]));
    for (const model of models) {
      const drawn = model === null ? undefined : counts.get(model.model.clusterSet);
      if (model !== null && drawn !== undefined) store(model, drawn, row);
    }
  }
  return {
    from,
    to,
    itemCounts,
    human: human?.out ?? null,
    models: models.map((model) => model?.out ?? null),
  };
}

function store(
  side: { readonly refit: Refit; readonly out: Float64Array },
  counts: Uint16Array,
  row: number,
): void {
  side.out.set(side.refit(counts), row);
}

function distinctSets(models: readonly (ModelDraws | null)[]): [set: number, clusters: number][] {
  const sets = new Map<number, number>();
  for (const model of models) if (model !== null) sets.set(model.clusterSet, model.clusters);
  return [...sets].sort(([one], [other]) => one - other);
}

/** Chunks that together are draws 0 to n - 1, in any order, as one. */
export function mergeChunks(chunks: readonly DrawChunk[]): DrawChunk {
  const ordered = [...chunks].sort((one, other) => one.from - other.from);
  const first = ordered[0];
  if (first === undefined) return { from: 0, to: 0, itemCounts: new Uint16Array(0), human: null, models: [] };
  let next = 0;
  for (const chunk of ordered) {
    if (chunk.from !== next) throw new RangeError(`draws ${next} to ${chunk.from - 1} are missing`);
    next = chunk.to;
  }
  const itemCounts = new Uint16Array(ordered.reduce((length, chunk) => length + chunk.itemCounts.length, 0));
  let at = 0;
  for (const chunk of ordered) {
    itemCounts.set(chunk.itemCounts, at);
    at += chunk.itemCounts.length;
  }
  return {
    from: 0,
    to: next,
    itemCounts,
    human: join(ordered.map((chunk) => chunk.human)),
    models: first.models.map((_, arm) => join(ordered.map((chunk) => chunk.models[arm] ?? null))),
  };
}

function join(parts: readonly (Float64Array | null)[]): Float64Array | null {
  const present = parts.filter((part) => part !== null);
  if (present.length === 0) return null;
  const out = new Float64Array(present.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of present) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
