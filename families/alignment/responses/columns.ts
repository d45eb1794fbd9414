/** Columns under other names than ours: those that were told, and those that everybody knows. */
import { UserError } from '../../../domain/errors.ts';
import { type CsvTable, listed, ROW_NAMES } from '../../csv.ts';
import type { ReadOptions } from './table.ts';

/** Without an option: ours, those of the Item Response Warehouse, R's row names. */
const KNOWN = {
  person_id: ['person_id', 'id', ROW_NAMES],
  item_id: ['item_id', 'item'],
  score: ['score', 'resp'],
} as const;

/** The column that names the person, in a header as it is read or as it was written; undefined where none does. */
export function idColumnOf(header: readonly string[]): string | undefined {
  const known = KNOWN.person_id.find((name) => header.includes(name));
  return known ?? (header[0] === '' ? '' : undefined);
}

/**
 * The table with the columns `person_id`, `item_id` and `score` under these names. Rows without any id are numbered where they
 * stand for patterns of answers, each with a weight.
 *
 * @throws UserError for a column that was named and is not there, and where nothing says who answered
 */
export function withOurNames(table: CsvTable, options: ReadOptions): CsvTable {
  const { columns } = table;
  const id = named(table, options.id, '--id') ?? KNOWN.person_id.find((name) => columns.includes(name));
  const item = named(table, options.item, '--item') ?? KNOWN.item_id.find((name) => columns.includes(name));
  const isLong =
    item !== undefined &&
    (item !== 'item' || columns.some((name) => ['resp', 'score', 'choice'].includes(name)));
  const score = isLong
    ? (named(table, options.score, '--score') ?? KNOWN.score.find((name) => columns.includes(name)))
    : undefined;
  const names = new Map<string, string>();
  if (id !== undefined) names.set(id, 'person_id');
  if (isLong) names.set(item, 'item_id');
  if (score !== undefined) names.set(score, 'score');
  const renamed = withNames(table, names);
  if (id !== undefined) return renamed;
  if (options.weight !== undefined && columns.includes(options.weight)) return numbered(renamed);
  throw new UserError("there is no column 'person_id'", {
    place: `${table.file}:1`,
    remedy: `Which column holds the person? --id names it. The file has ${listed(columns)}.`,
  });
}

function named(table: CsvTable, column: string | undefined, flag: string): string | undefined {
  if (column === undefined || table.columns.includes(column)) return column;
  throw new UserError(`there is no column '${column}'`, {
    place: `${table.file}:1`,
    remedy: `Mend ${flag}. The file has ${listed(table.columns)}.`,
  });
}

function withNames(table: CsvTable, names: ReadonlyMap<string, string>): CsvTable {
  const nameOf = (column: string): string => names.get(column) ?? column;
  if ([...names].every(([from, to]) => from === to)) return table;
  const before = new Map(table.columns.map((column) => [nameOf(column), column]));
  return {
    ...table,
    columns: table.columns.map(nameOf),
    records: table.records.map((record) => ({
      line: record.line,
      cell: (column) => record.cell(before.get(column) ?? column),
    })),
  };
}

function numbered(table: CsvTable): CsvTable {
  return {
    ...table,
    columns: ['person_id', ...table.columns],
    records: table.records.map((record, index) => ({
      line: record.line,
      cell: (column) => (column === 'person_id' ? `pattern ${index + 1}` : record.cell(column)),
    })),
    found: [...table.found, 'nobody has an id: each row is a pattern of answers with its weight'],
  };
}
