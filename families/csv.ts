/** Tables as text (CSV and its kin) to named records, with the place of every cell for errors. */
import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../domain/errors.ts';
import { didYouMean } from '../domain/likely.ts';
import { type ParsedRow, plainRows } from './csv-plain.ts';

export interface CsvRecord {
  /** Line in the file on which the record ends, from 1. */
  readonly line: number;
  /** The trimmed cell under a column; empty where there is no such column. Millions of cells are read from, none is copied. */
  cell(column: string): string;
}

export interface CsvTable {
  readonly file: string;
  readonly columns: readonly string[];
  readonly records: readonly CsvRecord[];
  /** What was found of the file and is worth a word: the delimiter, decimal commas, an empty column. */
  readonly found: readonly string[];
}

/**
 * Reads a table with a header line. Cells are trimmed; empty lines are skipped; a byte-order mark is taken off. The delimiter is
 * told by the header: a comma, a semicolon, a tab or `|`. Apart from a comma, columns of numbers may have decimal commas. A last
 * column without a name or a cell is left out; a first one without a name holds R's row names and is called `row`.
 *
 * @throws UserError naming file and line: not CSV, no header, a column twice, a record with more or fewer cells
 */
export function readCsv(text: string, file: string): CsvTable {
  const delimiter = delimiterOf(text);
  const rows = withoutEmptyEnd(parseRows(text, file, delimiter));
  const header = rows.rows[0];
  if (header === undefined)
    throw new UserError('the file is empty', { place: file, remedy: 'Give it a header line.' });
  const columns = header.record.map((name, index) => (name === '' && index === 0 ? ROW_NAMES : name));
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UserError(`the column '${twice}' stands twice`, {
      place: `${file}:1`,
      remedy: 'Rename one of them.',
    });
  }
  const decimals = delimiter === ',' ? [] : decimalCommas(rows.rows.slice(1));
  const places = new Map(columns.map((name, index) => [name, index]));
  const records = rows.rows.slice(1).map(({ record, line }) => {
    if (record.length !== columns.length) {
      throw new UserError(`${record.length} cells where the header has ${columns.length}`, {
        place: `${file}:${line}`,
        remedy: 'Look for a comma too many or too few; text with commas needs double quotes.',
      });
    }
    return new Row(line, decimals.length === 0 ? record : withPoints(record, decimals), places);
  });
  const found = [
    ...(delimiter === ',' ? [] : [`columns are separated by ${DELIMITERS.get(delimiter) ?? delimiter}`]),
    ...(decimals.includes(true) ? ['numbers have decimal commas'] : []),
    ...(rows.hadEmptyEnd ? ['the last column has no name and no cell, and is left out'] : []),
    ...(header.record[0] === ''
      ? [`the first column has no name: it is taken for row names, '${ROW_NAMES}'`]
      : []),
  ];
  return { file, columns, records, found };
}

class Row implements CsvRecord {
  readonly line: number;
  readonly #cells: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(line: number, cells: readonly string[], places: ReadonlyMap<string, number>) {
    this.line = line;
    this.#cells = cells;
    this.#places = places;
  }

  cell(column: string): string {
    const place = this.#places.get(column);
    return place === undefined ? '' : (this.#cells[place] ?? '');
  }
}

function withPoints(cells: readonly string[], decimals: readonly boolean[]): readonly string[] {
  return cells.map((text, index) => (decimals[index] === true ? text.replace(',', '.') : text));
}

/** What R calls row names has no name in the file. */
export const ROW_NAMES = 'row';
const DELIMITERS: ReadonlyMap<string, string> = new Map([
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
]);

/** The delimiter that stands most often in the header, outside quotes; a comma where none does. */
export function delimiterOf(text: string): string {
  const header = (/^\s*([^\r\n]*)/.exec(text)?.[1] ?? '').replaceAll(/"[^"]*"/g, '');
  const counts = [...DELIMITERS.keys()].map((mark) => [mark, header.split(mark).length - 1] as const);
  return counts.reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}

/** A comma at the end of every line makes a column of nothing. */
function withoutEmptyEnd(rows: readonly ParsedRow[]): {
  readonly rows: readonly ParsedRow[];
  readonly hadEmptyEnd: boolean;
} {
  const width = rows[0]?.record.length ?? 0;
  const isEmpty = rows.every(
    ({ record }) => record.length < width || (record.length === width && record.at(-1) === ''),
  );
  if (width < 2 || !isEmpty) return { rows, hadEmptyEnd: false };
  return {
    rows: rows.map(({ record, line }) => ({ line, record: record.slice(0, width - 1) })),
    hadEmptyEnd: true,
  };
}

/** For each column: whether it holds numbers only, some with a comma before the decimals. */
function decimalCommas(rows: readonly ParsedRow[]): boolean[] {
  const width = rows[0]?.record.length ?? 0;
  return Array.from({ length: width }, (_, index) => {
    const cells = rows
      .map(({ record }) => record[index] ?? '')
      .filter((cell) => cell !== '' && cell !== 'NA');
    return cells.every((cell) => /^[+-]?\d*[.,]?\d*$/.test(cell)) && cells.some((cell) => /\d,\d/.test(cell));
  });
}

/** Where a cell stands: `file:12, column 'age'`. */
export function placeOf(table: CsvTable, record: CsvRecord, column: string): string {
  return `${table.file}:${record.line}, column '${column}'`;
}

/** @throws UserError where the table lacks a column */
export function requireColumns(table: CsvTable, names: readonly string[]): void {
  const missing = names.filter((name) => !table.columns.includes(name));
  if (missing.length === 0) return;
  const told = missing.map((name) => `there is no column '${name}'${didYouMean(name, table.columns)}`);
  throw new UserError(told.join(' '), {
    place: `${table.file}:1`,
    remedy: `The file has ${listed(table.columns)}.`,
  });
}

/** `a, b, c and 12 more`. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

export function parseRows(text: string, file: string, delimiter: string): readonly ParsedRow[] {
  const plain = plainRows(text, delimiter);
  if (plain !== null) return plain;
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
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
