/** `holdfast export ID`: the family's tables as CSV, and everything as one JSON bundle. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { pageContext } from '../../activities/page-context.ts';
import type { Json } from '../../domain/json.ts';
import { print, printJson, say } from '../cli/output.ts';
import { executionOf, findExperiment, openStudy, withSession } from '../cli/session.ts';

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
    const tables = study.tables(context);
    for (const [name, rows] of tables) {
      const file = join(folder, `${name}.csv`);
      // A cell that a spreadsheet would take for a formula is escaped; numbers are exempt.
      writeFileSync(
        file,
        stringify([...rows], {
          header: true,
          escape_formulas: true,
          cast: { object: (value) => JSON.stringify(value) },
        }),
      );
      files.push(file);
    }
    const bundle = join(folder, 'bundle.json');
    writeFileSync(
      bundle,
      JSON.stringify(
        {
          experiment: record.id,
          state: record.state,
          spec: execution.spec,
          specHash: record.specHash,
          collectionHash: record.collectionHash,
          inputs: record.inputs,
          results: Object.fromEntries(
            [...context.results].map(([name, value]: [string, Json]) => [name, value]),
          ),
          cells: await session.store.cells(record.id),
          spend: context.spend,
          provenance: context.provenance,
          steps: await session.store.steps(record.id),
          workerRuns: await session.store.workerRuns(record.id),
        },
        null,
        1,
      ),
    );
    files.push(bundle);
    if (options.json) printJson({ id: record.id, files });
    else {
      for (const file of files) print(file);
      say(`${files.length} files`);
    }
  });
}
