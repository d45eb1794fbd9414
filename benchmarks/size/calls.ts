/**
 * Child of `bench:size`: a store in which calls were settled as workers do it, with ledger, cells and all indexes. `calls.ts FOLDER`:
 * prints JSON.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { memoKey } from '../../activities/collect/memo-key.ts';
import type { ModelIdentity } from '../../domain/completion.ts';
import { type Cell, firstAsks } from '../../domain/dialogue.ts';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import { canonicalJson, type JsonObject } from '../../domain/json.ts';
import { threadsOf } from '../../families/block.ts';
import { alignment } from '../../families/alignment/family.ts';
import { openBlobs } from '../../services/store/blobs.ts';
import { openStore } from '../../services/store/open.ts';

const CALLS = 20_000;
const TOGETHER = 200;

const folder = process.argv[2] ?? '';
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const inputs = new Map([
  ['people.file', read('people.csv')],
  ['items.file', read('items.csv')],
]);
const study = alignment.open(alignment.schema.parse(parse(read('study.yaml'))), inputs);
const path = join(folder, 'calls.sqlite');
const store = await openStore({ path, mode: 'migrate', blobs: openBlobs(join(folder, 'blobs')) });
const id = 'alignment/vocabulary/0123456789ab' as ExperimentId;
const hash = '0'.repeat(64) as Sha256;
await store.putExperiment({
  ...{ id, family: 'alignment', familyVersion: 2, name: 'vocabulary', label: '', specHash: hash },
  ...{ collectionHash: hash, spec: {}, inputs: {}, execution: {}, state: 'running', detail: '', cells: 0 },
  ...{ createdAt: 0, updatedAt: 0, results: {} },
});
const workerRun = randomUUID();
const identity: ModelIdentity = {
  ...{ kind: 'openai', model: 'large-model-2026', address: 'https://llm.example.org/v1' },
};
const threads = threadsOf(study.blocks);
let characters = 0;

async function settleCall(
  index: number,
  owner: Awaited<ReturnType<typeof store.takeOver>>['owner'],
): Promise<void> {
  const thread = threads.at(Math.floor((index * threads.length) / CALLS)) ?? [];
  const [ask] = firstAsks(study.dialogue(thread[0] as Cell, []));
  const [cell] = thread;
  if (ask === undefined || cell === undefined) throw new Error(`thread ${index} asks nothing`);
  const request = canonicalJson(ask.request as unknown as JsonObject);
  characters += request.length;
  const key = memoKey(ask.request, identity, { replicate: '', draw: index });
  const usage = { promptTokens: 90 + (index % 50), completionTokens: 1 + (index % 3), estimated: false };
  await store.settle(
    {
      ...{ key, identity, request },
      completion: {
        ...{ text: index % 2 === 0 ? 'A' : 'B', finishReason: 'stop', usage, latencyMs: 200 + (index % 313) },
        saidOfItself: { model: 'large-model-2026' },
      },
    },
    {
      ...{
        sending: randomUUID(),
        experiment: id,
        key,
        shard: owner.shard,
        costMicroUsd: index % 90,
        estimated: false,
      },
      ...{ promptTokens: usage.promptTokens, completionTokens: usage.completionTokens },
    },
    owner,
    workerRun,
  );
  await store.putCells(id, workerRun, [
    {
      ...{
        key: cell.key,
        status: 'settled',
        outcome: { status: 'ok', choice: 'yes' },
        missingClass: null,
        reason: null,
      },
      completions: [key],
    },
  ]);
}

for (let from = 0; from < CALLS; from += TOGETHER) {
  const { owner } = await store.takeOver(id, { lane: 0, index: from / TOGETHER });
  await Promise.all(Array.from({ length: TOGETHER }, (_, i) => settleCall(from + i, owner)));
}
await store.close();
const bytes = statSync(path).size;
rmSync(path);
console.log(JSON.stringify({ calls: CALLS, bytesEach: bytes / CALLS, charactersEach: characters / CALLS }));
