/** Writes an experiment into the store: its inputs as blobs, its plan, its row. Nothing is asked yet. */
import type { StoredExecution } from '../../activities/context.ts';
import type { ExperimentState, Start } from '../../domain/experiment.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { planLanes } from '../../families/lanes.ts';
import { readFrozenPlan } from './frozen-plan.ts';
import { paceOf } from './pace.ts';
import { executionOf, type Session } from './session.ts';
import type { SpecFile } from './spec-file.ts';

/** @returns what its workflow is started with */
export async function storeExperiment(
  session: Session,
  spec: SpecFile,
  label: string,
  state: ExperimentState,
): Promise<Start> {
  const { store, blobs, config, home } = session;
  const id = spec.id(label === '' ? undefined : label);
  const before = await store.experiment(id);
  const lanes = planLanes(spec.study, paceOf(config), spec.execution);
  for (const { text } of spec.inputs.values()) await blobs.put(text);
  const execution: StoredExecution = {
    spec: spec.raw,
    lanes,
    arms: spec.study.arms,
    added: before === undefined ? await addedArms(session, spec) : executionOf(before).added,
    // A plan counts as frozen only if it was there before the first answer.
    frozen: before === undefined ? readFrozenPlan(spec) : executionOf(before).frozen,
  };
  const cells = spec.study.threads.reduce((count, thread) => count + thread.length, 0);
  const now = Date.now();
  await store.putExperiment({
    id,
    family: spec.family.name,
    familyVersion: spec.family.version,
    name: spec.name,
    label,
    specHash: spec.specHash,
    collectionHash: spec.collectionHash,
    spec: spec.identity,
    inputs: Object.fromEntries([...spec.inputs].map(([name, { sha256 }]) => [name, sha256])),
    execution: asJson(execution),
    state,
    detail: '',
    cells,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    results: before?.results ?? {},
  });
  return {
    home: home.id,
    experiment: id,
    family: spec.family.name,
    familyVersion: spec.family.version,
    cells,
    lanes: lanes.map(({ queue, shards, window }) => ({ queue, shards, window })),
    caps: spec.execution.caps,
    title: spec.name,
  };
}

/** Arms that no earlier experiment of this name had, where there was one: the report marks them as added. */
async function addedArms({ store }: Session, spec: SpecFile): Promise<string[]> {
  const earlier = await store.experiments({ family: spec.family.name, name: spec.name });
  if (earlier.length === 0) return [];
  const known = new Set(earlier.flatMap((record) => executionOf(record).arms));
  return spec.study.arms.filter((arm) => !known.has(arm));
}

function asJson(value: StoredExecution): JsonObject {
  return JSON.parse(JSON.stringify(value)) as Json as JsonObject;
}
