/** Tables as Parquet: typed columns, which pandas and R read as they are. */
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { Json, JsonObject } from '../../domain/json.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

export interface ParquetColumn {
  readonly name: string;
  /** `json` is text that holds JSON. */
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'json';
}

export interface ParquetFile {
  /** Appends rows as a group of their own. @throws RangeError where a value is of another type than its column */
  write(rows: readonly JsonObject[]): Promise<void>;
  /** Nothing can be read before. */
  close(): Promise<void>;
}

/** Opens a file, replacing what is there. Every column may hold nulls. */
export function parquetFile(path: string, columns: readonly ParquetColumn[]): ParquetFile {
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)],
    createdBy: 'holdfast',
  });
  return {
    async write(rows) {
      if (rows.length === 0) return;
      await writer.write({
        columnData: columns.map((column) => ({
          name: column.name,
          data: rows.map((row) => valueOf(row[column.name] ?? null, column)),
        })),
        rowGroupSize: rows.length,
      });
    },
    async close() {
      await writer.finish();
    },
  };
}

function elementOf({ name, type }: ParquetColumn): SchemaElement {
  const place = { name, repetition_type: 'OPTIONAL' } as const;
  switch (type) {
    case 'text':
    case 'json':
      return { ...place, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
    case 'integer':
      return { ...place, type: 'INT64' };
    case 'number':
      return { ...place, type: 'DOUBLE' };
    case 'boolean':
      return { ...place, type: 'BOOLEAN' };
  }
}

function valueOf(value: Json, { name, type }: ParquetColumn): unknown {
  if (value === null) return undefined;
  switch (type) {
    case 'json':
      return JSON.stringify(value);
    case 'text':
      if (typeof value === 'string') return value;
      break;
    case 'integer':
      if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
      break;
    case 'number':
      if (typeof value === 'number') return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
  }
  throw new RangeError(`the column ${name} holds ${type}, and a row has ${JSON.stringify(value)}`);
}
