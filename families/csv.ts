/** CSV text to named records, with the place of every cell for errors. */
import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../domain/errors.ts';

export interface CsvRecord {
  /** Line in the file on which the record ends, from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface CsvTable {
  readonly file: string;
  readonly columns: readonly string[];
  readonly records: readonly CsvRecord[];
}

/**
 * Reads CSV with a header line. Cells are trimmed; empty lines are skipped; a byte-order mark is taken off.
 *
 * @throws UserError naming file and line: not CSV, no header, a column twice, a record with more or fewer cells
 */
export function readCsv(text: string, file: string): CsvTable {
  const rows = parseRows(text, file);
  const header = rows[0];
  if (header === undefined)
    throw new UserError('the file is empty', { place: file, remedy: 'Give it a header line.' });
  const columns = header.record;
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UserError(`the column '${twice}' stands twice`, {
      place: `${file}:1`,
      remedy: 'Rename one of them.',
    });
  }
  const records = rows.slice(1).map(({ record, line }) => {
    if (record.length !== columns.length) {
      throw new UserError(`${record.length} cells where the header has ${columns.length}`, {
        place: `${file}:${line}`,
        remedy: 'Look for a comma too many or too few; text with commas needs double quotes.',
      });
    }
    return { line, cells: Object.fromEntries(columns.map((name, index) => [name, record[index] ?? ''])) };
  });
  return { file, columns, records };
}

/** Where a cell stands: `file:12, column 'age'`. */
export function placeOf(table: CsvTable, record: CsvRecord, column: string): string {
  return `${table.file}:${record.line}, column '${column}'`;
}

/** @throws UserError where the table lacks a column */
export function requireColumns(table: CsvTable, names: readonly string[]): void {
  const missing = names.find((name) => !table.columns.includes(name));
  if (missing === undefined) return;
  throw new UserError(`there is no column '${missing}'`, {
    place: `${table.file}:1`,
    remedy: `The file has ${listed(table.columns)}.`,
  });
}

/** `a, b, c and 12 more`. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

interface Row {
  readonly record: readonly string[];
  readonly line: number;
}

function parseRows(text: string, file: string): Row[] {
  try {
    const rows = parse(text, {
      bom: true,
      trim: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as unknown as readonly { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    throw new UserError(error.message.replace(/\.$/, ''), {
      place: `${file}:${line}`,
      remedy: 'Save the file as comma-separated text in UTF-8.',
    });
  }
}
