/** Writes an experiment into the store: its inputs as blobs, its plan, its row. Nothing is asked yet. */
import type { StoredExecution } from '../../activities/context.ts';
import type { Caps, ExperimentId, ExperimentState, Start } from '../../domain/experiment.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { countCells } from '../../families/block.ts';
import { codeOf } from '../../services/home/code.ts';
import { readFrozenPlan } from './frozen-plan.ts';
import { titleOf } from './lab-book.ts';
import { requireEndpoints } from './pace.ts';
import { refuseRemoved } from './removed-inputs.ts';
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
  await refuseRemoved(store, spec);
  const before = await store.experiment(id);
  // An endpoint that is not configured is refused here, with its line of the spec.
  requireEndpoints(config, spec);
  const carried = before === undefined ? undefined : executionOf(before).carried;
  const caps =
    before === undefined ? spec.execution.caps : capsInForce(spec.execution.caps, executionOf(before));
  const keepInputs = async (): Promise<void> => {
    for (const { text } of spec.inputs.values()) await blobs.put(text);
  };
  await keepInputs();
  const execution: StoredExecution = {
    spec: spec.raw,
    ...(spec.execution.shardCells === undefined ? {} : { shardCells: spec.execution.shardCells }),
    ...(spec.execution.window === undefined ? {} : { window: spec.execution.window }),
    arms: spec.study.arms,
    added: before === undefined ? await addedArms(session, spec) : executionOf(before).added,
    frozen: await frozenBeforeAnswers(session, spec),
    caps: spec.execution.caps,
    ...(spec.execution.strict === true ? { strict: true } : {}),
    ...(spec.execution.weight === undefined ? {} : { weight: spec.execution.weight }),
    ...(carried === undefined ? {} : { carried: { ...carried, caps } }),
  };
  const { round } = await spec.study.round(undefined);
  const cells = countCells(round?.blocks ?? []);
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
  // A `delete` of this moment may have taken one along; now that a row names them nobody does.
  await keepInputs();
  await noteCode(session, id, spec.family.name);
  return {
    home: home.id,
    experiment: id,
    family: spec.family.name,
    familyVersion: spec.family.version,
    caps,
    ...(carried === undefined ? {} : { wallMsUsed: carried.wallMs }),
    probe: session.config.probe,
    title: titleOf(spec),
  };
}

/** An experiment goes by the code that its first cell was settled with, whatever `run` is called with later. */
async function noteCode({ store }: Session, id: ExperimentId, family: string): Promise<void> {
  const code = codeOf(family);
  if ((await store.cellCounts(id)).settled === 0) await store.acceptCode(id, code);
  else await store.pinCode(id, code);
}

/**
 * A plan counts as frozen only if it was there before the first answer to these questions in any experiment: whoever
 * freezes later may have read them. A replicate or a second start keeps what counted then.
 */
async function frozenBeforeAnswers({ store }: Session, spec: SpecFile): Promise<JsonObject | null> {
  const earlier = (await store.experiments({ family: spec.family.name })).filter(
    (record) => record.collectionHash === spec.collectionHash,
  );
  for (const record of earlier) {
    const wasAnswered = (await store.voids(record.id)).length > 0;
    if (!wasAnswered && (await store.cellCounts(record.id)).settled === 0) continue;
    const same = earlier.filter(({ specHash }) => specHash === spec.specHash);
    return same.map((twin) => executionOf(twin).frozen).find((plan) => plan !== null) ?? null;
  }
  return readFrozenPlan(spec);
}

/**
 * What `budget` set stays in force when the experiment is run again, until the spec says another cap than it said
 * then.
 */
export function capsInForce(ofSpec: Caps, before: Pick<StoredExecution, 'caps' | 'carried'>): Caps {
  const { caps: then = {}, carried } = before as Partial<StoredExecution>;
  if (carried === undefined) return ofSpec;
  const names = new Set([...Object.keys(ofSpec), ...Object.keys(carried.caps)]) as Set<keyof Caps>;
  const inForce = [...names].map((name) => [
    name,
    ofSpec[name] === then[name] ? (carried.caps[name] ?? ofSpec[name]) : ofSpec[name],
  ]);
  return Object.fromEntries(inForce.filter(([, cap]) => cap !== undefined)) as Caps;
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
