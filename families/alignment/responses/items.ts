/** Items: what is asked. */
import { UserError } from '../../../domain/errors.ts';
import { listed, placeOf, readCsv, requireColumns } from '../../csv.ts';

export interface Item {
  readonly id: string;
  readonly text: string;
  /** In the order of the instrument; empty where the answer is open. */
  readonly options: readonly string[];
  /** The right option or answer; null where there is none. */
  readonly key: string | null;
  /** Items of one testlet (a passage, a situation) are resampled together. */
  readonly testlet: string | null;
  readonly stratum: string | null;
  readonly split: string | null;
}

const COLUMNS = ['item_id', 'text', 'options', 'key', 'testlet', 'stratum', 'split'];

/**
 * Reads an item file: `item_id, text` and perhaps `options` (separated by `|`), `key`, `testlet`, `stratum`, `split`.
 * Other columns are left alone.
 *
 * @param options the options of items that list none
 * @param split only items of this split
 * @throws UserError with file and line: an item twice, no text, a key that is none of the options, an option twice
 */
export function readItems(
  csvText: string,
  settings: {
    readonly file: string;
    readonly options?: readonly string[] | undefined;
    readonly split?: string | undefined;
  },
): Item[] {
  const table = readCsv(csvText, settings.file);
  requireColumns(table, ['item_id', 'text']);
  if (settings.split !== undefined) requireColumns(table, ['split']);
  const lines = new Map<string, number>();
  const items: Item[] = [];
  for (const record of table.records) {
    const cell = (column: string): string | null => record.cell(column) || null;
    const place = `${table.file}:${record.line}`;
    const id = cell('item_id');
    const text = cell('text');
    if (id === null || text === null) {
      throw new UserError(`the ${id === null ? 'item_id' : 'text'} is empty`, {
        place,
        remedy: 'Fill it in.',
      });
    }
    const before = lines.get(id);
    if (before !== undefined) {
      throw new UserError(`the item '${id}' stands on line ${before} already`, {
        place,
        remedy: 'Take one out.',
      });
    }
    lines.set(id, record.line);
    const own = cell('options')
      ?.split('|')
      .map((option) => option.trim());
    const options = own ?? settings.options ?? [];
    if (new Set(options).size !== options.length || options.includes('')) {
      throw new UserError(`the options of '${id}' are empty or stand twice`, {
        place: placeOf(table, record, 'options'),
        remedy: 'Separate different options by |.',
      });
    }
    const key = cell('key');
    if (key !== null && options.length > 0 && !options.includes(key)) {
      throw new UserError(`the key '${key}' is none of the options`, {
        place: placeOf(table, record, 'key'),
        remedy: `The options are ${listed(options)}.`,
      });
    }
    const item = {
      id,
      text,
      options,
      key,
      testlet: cell('testlet'),
      stratum: cell('stratum'),
      split: cell('split'),
    };
    if (settings.split === undefined || item.split === settings.split) items.push(item);
  }
  if (items.length < 2) {
    throw new UserError(
      `${items.length} items are too few: a correlation needs two, and says little below twenty`,
      {
        place: settings.file,
        remedy: `An item file has the columns ${COLUMNS.join(', ')}.`,
      },
    );
  }
  return items;
}
