/** Whether tables hold what is said of their columns. */
import type { JsonObject } from '../../domain/json.ts';
import type { ColumnType, TableColumns } from '../../families/columns.ts';

const FITS: Readonly<Record<ColumnType, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: Number.isSafeInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  json: () => true,
};

/** Every column that is not described, is described and not there, or holds another type: `table.column: value`. */
export function misfits(
  tables: ReadonlyMap<string, Iterable<JsonObject>>,
  described: TableColumns | undefined,
): string[] {
  const wrong = [...tables].flatMap(([name, rows]) => {
    const columns = described?.[name] ?? {};
    return [...rows].flatMap((row) => [
      ...Object.keys(columns).flatMap((column) => (column in row ? [] : [`${name}.${column}: not there`])),
      ...Object.entries(row).flatMap(([column, value]) => {
        const type = columns[column]?.[0];
        if (type === undefined) return [`${name}.${column}: not described`];
        return value === null || FITS[type](value) ? [] : [`${name}.${column}: ${JSON.stringify(value)}`];
      }),
    ]);
  });
  return [...new Set(wrong)];
}
