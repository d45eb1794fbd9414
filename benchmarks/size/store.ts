/**
 * Child of `bench:size`: a store that holds every cell of a study, written and read as workers do it, without models and
 * fits. `store.ts FOLDER`: prints JSON.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { scoredSides } from './sides.ts';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import { alignment } from '../../families/alignment/family.ts';
import { openStudy } from '../../families/alignment/study.ts';
import type { AlignmentSpec } from '../../families/alignment/spec/spec.ts';
import { countCells } from '../../families/block.ts';
import { storedCells } from '../../families/cell-results.ts';
import { planLanes, threadsOfShard } from '../../families/lanes.ts';
import { openBlobs } from '../../services/store/blobs.ts';
import { openStore } from '../../services/store/open.ts';
import { peakMiB } from './measured.ts';

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

// Each shard as an attempt begins and ends with it: which cells it has, which are settled, and what they came to.
const lanes = planLanes(study.blocks, () => ({ local: false, maxConcurrency: 64 }), {});
const collecting = performance.now();
for (let index = 0; index < (lanes[0]?.shards ?? 0); index++) {
  const keys = threadsOfShard(study.blocks, lanes, { lane: 0, index }).flatMap((thread) =>
    thread.map(({ key }) => key),
  );
  await store.cells(id, keys);
  const outcome = { status: 'ok', choice: index % 2 === 0 ? 'yes' : 'no' };
  await store.putCells(
    id,
    'a worker',
    keys.map((key) => ({
      key,
      status: 'settled',
      outcome,
      missingClass: null,
      reason: null,
      completions: [hash],
    })),
  );
}
const analysing = performance.now();
const { settled, bytes } = await scoredSides(study, storedCells(store, id, study.blocks, study.blocks));
const ended = performance.now();
const cells = countCells(study.blocks);
if (settled !== cells) throw new Error(`${settled} of ${cells} cells`);
await store.close();
console.log(
  JSON.stringify({
    cells,
    collectMicros: (1000 * (analysing - collecting)) / cells,
    analyseMicros: (1000 * (ended - analysing)) / cells,
    columnBytes: bytes / cells,
    peakMiB: peakMiB(process.pid),
  }),
);
