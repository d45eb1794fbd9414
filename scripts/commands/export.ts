/** `holdfast export ID`: the family's tables and every call as CSV and Parquet with a schema, and everything as one JSON bundle. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pageContext } from '../../activities/page-context.ts';
import type { ExperimentId } from '../../domain/experiment.ts';
import type { CellRecord, Store } from '../../domain/store.ts';
import { callRows, CALLS } from '../cli/call-rows.ts';
import { writeJsonFile } from '../cli/json-file.ts';
import { print, printJson, say } from '../cli/output.ts';
import { SeenHashes } from '../../domain/seen-hashes.ts';
import { executionOf, findExperiment, openStudy, withSession } from '../cli/session.ts';
import { resourceOf, writeTable } from '../cli/table-files.ts';

export async function exportExperiment(
  reference: string,
  options: { readonly out?: string; readonly json?: boolean },
): Promise<void> {
  await withSession(async (session) => {
    const record = await findExperiment(session.store, reference);
    const study = await openStudy(session, record);
    const execution = executionOf(record);
    const context = await pageContext(session, { record, study, execution }, record.state !== 'completed');
    const folder = resolve(options.out ?? `${record.id.replaceAll('/', '_')}-export`);
    mkdirSync(folder, { recursive: true });
    const files: string[] = [];
    const tables = await study.tables(context);
    for (const [name, rows] of tables)
      files.push(...(await writeTable(folder, name, rows, study.columns?.[name])));
    files.push(...(await writeTable(folder, 'calls', callRows(session.store, record.id), CALLS)));
    const schema = join(folder, 'datapackage.json');
    const known = Object.entries({ ...study.columns, calls: CALLS });
    await writeJsonFile(schema, {
      name: { value: record.id.replaceAll('/', '-') },
      description: { value: `Tables of the experiment ${record.id}, as CSV and as Parquet.` },
      specHash: { value: record.specHash },
      resultHash: { value: record.results['result'] ?? null },
      resources: { value: known.map(([name, columns]) => resourceOf(name, columns)) },
    });
    files.push(schema);
    const bundle = join(folder, 'bundle.json');
    const voided = await session.store.voidedCells(record.id);
    await writeJsonFile(bundle, {
      experiment: { value: record.id },
      state: { value: record.state },
      spec: { value: execution.spec },
      specHash: { value: record.specHash },
      collectionHash: { value: record.collectionHash },
      inputs: { value: record.inputs },
      results: { value: Object.fromEntries(context.results) },
      cells: { each: cellsOf(session.store, record.id) },
      voids: { value: await session.store.voids(record.id) },
      voidedCells: { each: voided },
      removals: { value: context.removals ?? [] },
      completions: { each: completionsOf(session.store, record.id, voided) },
      spend: { value: context.spend },
      provenance: { value: context.provenance },
      steps: { value: await session.store.steps(record.id) },
      workerRuns: { value: await session.store.workerRuns(record.id) },
    });
    files.push(bundle);
    if (options.json) printJson({ id: record.id, files });
    else {
      for (const file of files) print(file);
      say(`${files.length} files`);
    }
  });
}

async function* cellsOf(store: Store, id: ExperimentId): AsyncGenerator<CellRecord> {
  for await (const batch of store.cellBatches(id)) yield* batch;
}

/** What every cell's keys stand for, each once: what was asked, of whom, and what came back; programs among them. */
async function* completionsOf(
  store: Store,
  id: ExperimentId,
  voided: readonly CellRecord[],
): AsyncGenerator<unknown> {
  const seen = new SeenHashes();
  async function* of(cells: readonly CellRecord[]): AsyncGenerator<unknown> {
    const keys = cells.flatMap(({ completions }) => completions).filter((key) => seen.add(key));
    // A long study has more text than memory.
    for (let from = 0; from < keys.length; from += READ)
      for (const row of await store.answerRows(keys.slice(from, from + READ)))
        yield row.kind === 'program' ? row : { ...row, request: JSON.parse(row.request) as unknown };
  }
  for await (const batch of store.cellBatches(id)) yield* of(batch);
  yield* of(voided);
}

/** Answers that are read at once. */
const READ = 1000;
