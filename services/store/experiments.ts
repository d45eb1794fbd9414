/** Rows of experiments, their results and the steps of their workflows. */
import { Fault } from '../../domain/errors.ts';
import type { Carried, ExperimentId, ExperimentState, Sha256 } from '../../domain/experiment.ts';
import { canonicalJson, type JsonObject } from '../../domain/json.ts';
import type { ExperimentRecord } from '../../domain/store.ts';
import { keyLists } from './batches.ts';
import { numberOf } from './numbers.ts';
import { plainText } from './plain-text.ts';
import type { Database, Tables, Write } from './tables.ts';
import { write } from './write.ts';

/** @throws Fault where the id is taken by another spec (12 digits of a hash are not all of it) */
export async function putExperiment(database: Database, record: ExperimentRecord): Promise<void> {
  const { id: _id, created_at: _createdAt, spec_hash: _specHash, ...mayChange } = columnsOf(record);
  await write(database, async (trx) => {
    const put = await trx
      .insertInto('experiments')
      .values(columnsOf(record))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(mayChange).where('experiments.spec_hash', '=', record.specHash),
      )
      .returning('id')
      .execute();
    if (put.length === 0) throw new Fault(`experiment ${record.id} is there already, with another spec`);
    await trx
      .insertInto('budgets')
      .values({ ...EMPTY_BUDGET, experiment: record.id, touched_at: record.updatedAt })
      .onConflict((conflict) => conflict.column('experiment').doNothing())
      .execute();
    for (const [name, sha256] of Object.entries(record.results))
      await upsertResult(trx, record.id, name, sha256);
  });
}

const EMPTY_BUDGET = {
  calls: 0,
  prompt_tokens: 0,
  completion_tokens: 0,
  cost_micro_usd: 0,
  memo_hits: 0,
  calls_sent_anew: 0,
  reserved_calls: 0,
  reserved_tokens: 0,
  reserved_cost_micro_usd: 0,
  unanswered_calls: 0,
  unanswered_prompt_tokens: 0,
  unanswered_completion_tokens: 0,
  unanswered_cost_micro_usd: 0,
  programs: 0,
  programs_recalled: 0,
  sandbox_ms: 0,
  reserved_sandbox_ms: 0,
};

export async function readExperiment(
  database: Database,
  id: ExperimentId,
): Promise<ExperimentRecord | undefined> {
  const row = await database.selectFrom('experiments').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  return recordOf(row, await resultsOf(database, [id]));
}

export async function readState(database: Database, id: ExperimentId): Promise<ExperimentState | undefined> {
  const row = await database
    .selectFrom('experiments')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.state;
}

/** Newest first. */
export async function readExperiments(
  database: Database,
  filter: { prefix?: string; family?: string; name?: string },
): Promise<ExperimentRecord[]> {
  let query = database.selectFrom('experiments').selectAll().orderBy('created_at', 'desc').orderBy('id');
  const { prefix, family, name } = filter;
  // Not `like`: it has signs of its own, and SQLite's does not tell A from a.
  if (prefix !== undefined) {
    query = query.where((eb) =>
      eb(eb.fn<string>('substr', ['id', eb.lit(1), eb.lit([...prefix].length)]), '=', prefix),
    );
  }
  if (family !== undefined) query = query.where('family', '=', family);
  if (name !== undefined) query = query.where('name', '=', name);
  const rows = await query.execute();
  const results = await resultsOf(
    database,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => recordOf(row, results));
}

export async function setState(
  database: Database,
  id: ExperimentId,
  state: ExperimentState,
  detail: string,
  carried?: Carried,
): Promise<void> {
  await write(database, async (trx) => {
    if (carried !== undefined) await putCarried(trx, id, carried);
    const result = await trx
      .updateTable('experiments')
      .set({ state, detail: plainText(detail), updated_at: Date.now() })
      .where('id', '=', id)
      .executeTakeFirst();
    if (result.numUpdatedRows !== 1n) throw new Fault(`the store knows no experiment '${id}'`);
  });
}

async function putCarried(trx: Write, id: ExperimentId, carried: Carried): Promise<void> {
  const row = await trx.selectFrom('experiments').select('execution').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return;
  const { wallMs, caps } = carried;
  const execution = { ...(JSON.parse(row.execution) as JsonObject), carried: { wallMs, caps: { ...caps } } };
  await trx
    .updateTable('experiments')
    .set({ execution: canonicalJson(execution) })
    .where('id', '=', id)
    .execute();
}

export async function setCells(database: Database, id: ExperimentId, cells: number): Promise<void> {
  await write(database, (trx) =>
    trx.updateTable('experiments').set({ cells }).where('id', '=', id).execute(),
  );
}

export async function setResult(
  database: Database,
  id: ExperimentId,
  name: string,
  sha256: Sha256,
): Promise<void> {
  await write(database, (trx) => upsertResult(trx, id, name, sha256));
}

export async function putStep(
  database: Database,
  id: ExperimentId,
  step: string,
  workerRun: string,
  result: Sha256,
  tookMs: number,
): Promise<void> {
  const ended = { result, worker_run: workerRun, took_ms: Math.round(tookMs), at: Date.now() };
  await write(database, async (trx) => {
    await trx
      .insertInto('steps')
      .values({ experiment: id, step, ...ended })
      .onConflict((conflict) => conflict.columns(['experiment', 'step']).doUpdateSet(ended))
      .execute();
  });
}

export async function readSteps(
  database: Database,
  id: ExperimentId,
): Promise<{ step: string; result: Sha256; workerRun: string; tookMs: number; at: number }[]> {
  const query = database.selectFrom('steps').selectAll().where('experiment', '=', id);
  const rows = await query.orderBy('at').orderBy('step').execute();
  return rows.map((row) => ({
    step: row.step,
    result: row.result as Sha256,
    workerRun: row.worker_run,
    tookMs: row.took_ms,
    at: row.at,
  }));
}

async function upsertResult(trx: Write, id: ExperimentId, name: string, sha256: Sha256): Promise<void> {
  await trx
    .insertInto('results')
    .values({ experiment: id, name, sha256 })
    .onConflict((conflict) => conflict.columns(['experiment', 'name']).doUpdateSet({ sha256 }))
    .execute();
}

async function resultsOf(database: Database, ids: readonly string[]): Promise<Tables['results'][]> {
  const found: Tables['results'][] = [];
  for (const list of keyLists(ids)) {
    const query = database.selectFrom('results').selectAll().where('experiment', 'in', list);
    found.push(...(await query.orderBy('experiment').orderBy('name').execute()));
  }
  return found;
}

function columnsOf(record: ExperimentRecord): Tables['experiments'] {
  return {
    id: record.id,
    family: record.family,
    family_version: record.familyVersion,
    name: record.name,
    label: record.label,
    spec_hash: record.specHash,
    collection_hash: record.collectionHash,
    spec: canonicalJson(record.spec),
    inputs: canonicalJson(record.inputs),
    execution: canonicalJson(record.execution),
    state: record.state,
    detail: plainText(record.detail),
    number: numberOf(record.id),
    cells: record.cells,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
  };
}

function recordOf(row: Tables['experiments'], results: readonly Tables['results'][]): ExperimentRecord {
  const own = results.filter(({ experiment }) => experiment === row.id);
  return {
    id: row.id as ExperimentId,
    family: row.family,
    familyVersion: row.family_version,
    name: row.name,
    label: row.label,
    specHash: row.spec_hash as Sha256,
    collectionHash: row.collection_hash as Sha256,
    spec: JSON.parse(row.spec) as JsonObject,
    inputs: JSON.parse(row.inputs) as Record<string, Sha256>,
    execution: JSON.parse(row.execution) as JsonObject,
    state: row.state,
    detail: row.detail,
    cells: row.cells,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    results: Object.fromEntries(own.map(({ name, sha256 }) => [name, sha256 as Sha256])),
  };
}
