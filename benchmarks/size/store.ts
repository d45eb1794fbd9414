/**
 * Child of `bench:size`: a store that holds every cell of a study, written and read as workers do it, without models and
 * fits. `store.ts FOLDER`: prints JSON.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { scoredSides } from './sides.ts';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import type { CellRecord } from '../../domain/store.ts';
import { alignment } from '../../families/alignment/family.ts';
import { openStudy } from '../../families/alignment/study.ts';
import type { AlignmentSpec } from '../../families/alignment/spec/spec.ts';
import { countCells } from '../../families/block.ts';
import { storedCells } from '../../families/cell-results.ts';
import { planLanes, threadsOfShard } from '../../families/lanes.ts';
import { openBlobs } from '../../services/store/blobs.ts';
import { openStore } from '../../services/store/open.ts';
import { peakMiB } from './measured.ts';

/** Cells of the study's end that are collected as workers do it. */
const MEASURED = 100_000;

const folder = process.argv[2] ?? '';
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const id = 'alignment/vocabulary/0123456789ab' as ExperimentId;
const spec = alignment.schema.parse(parse(read('study.yaml'))) as AlignmentSpec;
const inputs = new Map([
  ['people.file', read('people.csv')],
  ['items.file', read('items.csv')],
]);
const study = openStudy(spec, inputs);
const blobs = openBlobs(join(folder, 'blobs'));
const store = await openStore({ path: join(folder, 'size.sqlite'), mode: 'migrate', blobs });
const hash = '0'.repeat(64) as Sha256;
await store.putExperiment({
  ...{ id, family: 'alignment', familyVersion: 2, name: 'vocabulary', label: '', specHash: hash },
  ...{ collectionHash: hash, spec: {}, inputs: {}, execution: {}, state: 'running', detail: '', cells: 0 },
  ...{ createdAt: 0, updatedAt: 0, results: {} },
});

const outcome = (index: number) => ({ status: 'ok', choice: index % 2 === 0 ? 'yes' : 'no' });
const settled = (key: string, index: number): CellRecord => ({
  ...{ key, status: 'settled', outcome: outcome(index), missingClass: null, reason: null },
  completions: [hash],
});

// What is there before anything is measured, quickly.
const cells = countCells(study.blocks);
const lanes = planLanes(study.blocks, () => ({ local: false, maxConcurrency: 64 }), {});
const shards = lanes[0]?.shards ?? 0;
const measuredShards = Math.min(shards, Math.ceil((shards * MEASURED) / cells));
const keysOf = (index: number): string[] =>
  threadsOfShard(study.blocks, lanes, { lane: 0, index }).flatMap((thread) => thread.map(({ key }) => key));
let filling: CellRecord[] = [];
for (let index = 0; index < shards - measuredShards; index++) {
  filling.push(...keysOf(index).map((key) => settled(key, index)));
  if (filling.length < 10_000 && index < shards - measuredShards - 1) continue;
  await store.putCells(id, 'a worker', filling);
  filling = [];
}

// Each shard as an attempt begins and ends with it: which cells it has, which are settled, and what they came to.
const collecting = performance.now();
let collected = 0;
for (let index = shards - measuredShards; index < shards; index++) {
  const keys = keysOf(index);
  collected += keys.length;
  await store.cells(id, keys);
  await store.putCells(
    id,
    'a worker',
    keys.map((key) => settled(key, index)),
  );
}
const analysing = performance.now();
const { settled: found, bytes } = await scoredSides(
  study,
  storedCells(store, id, study.blocks, study.blocks),
);
const ended = performance.now();
if (found !== cells) throw new Error(`${found} of ${cells} cells`);
await store.close();
console.log(
  JSON.stringify({
    cells,
    collectMicros: (1000 * (analysing - collecting)) / collected,
    analyseMicros: (1000 * (ended - analysing)) / cells,
    columnBytes: bytes / cells,
    peakMiB: peakMiB(process.pid),
  }),
);
