/** A study out of two files: what stands where in them, and what is asked of whom. */
import { UserError } from '../../domain/errors.ts';
import { type CsvTable, readCsv, ROW_NAMES } from '../../families/csv.ts';
import { idColumnOf } from '../../families/alignment/responses/columns.ts';
import { type Item, readItems } from '../../families/alignment/responses/items.ts';
import { type Choices, choicesOf } from './new-choices.ts';

export interface NewStudy {
  readonly format: 'wide' | 'long';
  readonly covariates: readonly string[];
  /** Those of them that a persona is made of. */
  readonly personaFields: readonly string[];
  /** Columns or items that are neither: left out. */
  readonly leftOut: readonly string[];
  readonly people: number;
  readonly items: readonly Item[];
  readonly choices: Choices;
}

export interface Told {
  readonly covariates?: readonly string[] | undefined;
  readonly options?: readonly string[] | undefined;
  readonly missing?: readonly string[] | undefined;
}

/** Fields of a persona at most, and values of one that is a word. */
const MOST_FIELDS = 4;
const MOST_WORDS = 12;
const OF_LONG_FILES: ReadonlySet<string> = new Set([
  ...['person_id', 'item_id', 'item', 'choice', 'score', 'resp', 'repeat', 'position'],
]);

/**
 * @param responses text of the response file; `file` names it in errors. The same of the items
 * @throws UserError where a column is not there, no item is in both files, or only the user knows what options mean
 */
export function studyOf(
  responses: { readonly text: string; readonly file: string },
  items: { readonly text: string; readonly file: string },
  told: Told,
): NewStudy {
  const table = readCsv(responses.text, responses.file);
  const all = readItems(items.text, items);
  const id = idColumnOf(table.columns);
  if (id === undefined) {
    throw new UserError('No column says who answered.', {
      place: `${responses.file}:1`,
      remedy: 'Call the column of the person person_id (or id).',
    });
  }
  const itemColumn = ['item_id', 'item'].find((name) => table.columns.includes(name));
  const format = itemColumn === undefined ? 'wide' : 'long';
  const ids = new Set(all.map((item) => item.id));
  const others = table.columns.filter((name) =>
    format === 'long'
      ? !OF_LONG_FILES.has(name) && name !== id && name !== ROW_NAMES
      : !ids.has(name) && name !== id && name !== ROW_NAMES,
  );
  const people = new Set(table.records.map((record) => record.cell(id))).size;
  const covariates = told.covariates ?? others.filter((name) => describes(table, name, people));
  for (const name of covariates) requireColumn(table, name);
  const cells = format === 'wide' ? wideCells(table, ids) : longCells(table, itemColumn ?? '', ids);
  const asked = all.filter((item) => cells.has(item.id));
  if (asked.length === 0) {
    throw new UserError('The two files share no item.', {
      place: `${responses.file}:1`,
      remedy: `The item ids of ${items.file} must be ${format === 'wide' ? 'columns' : 'values of the item column'} of ${responses.file}, spelled the same.`,
    });
  }
  const leftOut = others.filter((name) => !covariates.includes(name));
  const strangers = format === 'long' ? itemsBeside(table, itemColumn ?? '', ids) : [];
  return {
    ...{ format, covariates, items: asked },
    personaFields: covariates.filter((name) => describes(table, name, people)).slice(0, MOST_FIELDS),
    leftOut: [...leftOut, ...strangers],
    people,
    choices: choicesOf(asked, cells, told),
  };
}

function requireColumn({ columns, file }: CsvTable, name: string): void {
  if (columns.includes(name)) return;
  throw new UserError(`there is no column '${name}'`, {
    place: `${file}:1`,
    remedy: `Mend --covariates. The file has ${columns.join(', ')}.`,
  });
}

/** Distinct answers by item. */
function wideCells(table: CsvTable, ids: ReadonlySet<string>): Map<string, Set<string>> {
  const columns = table.columns.filter((name) => ids.has(name));
  return new Map(
    columns.map((name) => [name, withoutBlank(table.records.map((record) => record.cell(name)))]),
  );
}

function longCells(table: CsvTable, itemColumn: string, ids: ReadonlySet<string>): Map<string, Set<string>> {
  const answer = ['choice', 'score', 'resp'].find((name) => table.columns.includes(name)) ?? 'score';
  const cells = new Map<string, Set<string>>();
  for (const record of table.records) {
    const item = record.cell(itemColumn);
    if (!ids.has(item)) continue;
    const before = cells.get(item) ?? new Set<string>();
    cells.set(item, new Set([...before, ...withoutBlank([record.cell(answer)])]));
  }
  return cells;
}

function itemsBeside(table: CsvTable, itemColumn: string, ids: ReadonlySet<string>): string[] {
  return [...new Set(table.records.map((record) => record.cell(itemColumn)))].filter(
    (item) => !ids.has(item),
  );
}

function withoutBlank(texts: readonly string[]): Set<string> {
  return new Set(texts.filter((text) => text !== '' && text !== 'NA'));
}

/** A small number, or one of a few words that people share: no address, time, name or remark goes to a model by itself. */
function describes(table: CsvTable, name: string, people: number): boolean {
  const values = withoutBlank(table.records.map((record) => record.cell(name)));
  if (values.size < 2) return false;
  const areNumbers = [...values].every((text) => /^\d{1,3}(\.\d+)?$/.test(text));
  return areNumbers || (values.size <= MOST_WORDS && values.size < people);
}
