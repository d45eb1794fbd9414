/** A table as files: CSV for everybody, Parquet with types for pandas and R, and its part of the schema. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { JsonObject } from '../../domain/json.ts';
import type { Columns, ColumnType } from '../../families/columns.ts';
import { parquetFile, type ParquetFile } from '../../services/tables/parquet.ts';

/** Rows that are turned into text at once: all of them may be longer than a string can be. */
const ROWS = 10_000;

/**
 * Writes `NAME.csv`, and `NAME.parquet` where the columns are known.
 *
 * @returns the files
 */
export async function writeTable(
  folder: string,
  name: string,
  rows: Iterable<JsonObject> | AsyncIterable<JsonObject>,
  columns: Columns | undefined,
): Promise<string[]> {
  const csv = join(folder, `${name}.csv`);
  const parquet = join(folder, `${name}.parquet`);
  const typed = columns === undefined ? undefined : openTyped(parquet, columns);
  writeFileSync(csv, '');
  let names = columns === undefined ? undefined : Object.keys(columns);
  let isFirst = true;
  let batch: JsonObject[] = [];
  const write = async (): Promise<void> => {
    names ??= Object.keys(batch[0] ?? {});
    appendFileSync(csv, csvOf(batch, names, isFirst));
    await typed?.write(batch);
    isFirst = false;
    batch = [];
  };
  for await (const row of rows) if (batch.push(row) === ROWS) await write();
  if (batch.length > 0 || isFirst) await write();
  await typed?.close();
  return columns === undefined ? [csv] : [csv, parquet];
}

function openTyped(file: string, columns: Columns): ParquetFile {
  return parquetFile(
    file,
    Object.entries(columns).map(([name, [type]]) => ({ name, type })),
  );
}

function csvOf(rows: readonly JsonObject[], columns: readonly string[], header: boolean): string {
  // A cell that a spreadsheet would take for a formula is escaped; numbers are exempt.
  return stringify([...rows], {
    ...{ header, columns: [...columns] },
    escape_formulas: true,
    cast: { object: (value) => JSON.stringify(value), boolean: (value) => String(value) },
  });
}

/** What the standard Data Package calls the types. */
const STANDARD: Readonly<Record<ColumnType, string>> = {
  text: 'string',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  json: 'any',
};

/** A table's entry in `datapackage.json`. */
export function resourceOf(name: string, columns: Columns): JsonObject {
  return {
    name,
    path: `${name}.csv`,
    parquet: `${name}.parquet`,
    schema: {
      fields: Object.entries(columns).map(([field, [type, description]]) => ({
        ...{ name: field, type: STANDARD[type], description },
        ...(type === 'json' ? { format: 'json' } : {}),
      })),
    },
  };
}
