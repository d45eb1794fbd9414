/** Published shares of people by item, where there are no persons. */
import { UserError } from '../../../domain/errors.ts';
import { placeOf, readCsv, requireColumns } from '../../csv.ts';
import { readUnit } from './score.ts';
import type { ReadOptions, ShareTable } from './table.ts';

/**
 * Reads `item_id, share` and perhaps `n` (people behind the share).
 *
 * @throws UserError with file and line: an unknown item, an item twice, a share outside [0, 1]
 */
export function readShares(
  csvText: string,
  options: Pick<ReadOptions, 'file' | 'knownItems' | 'unlisted'>,
): ShareTable {
  const table = readCsv(csvText, options.file);
  requireColumns(table, ['item_id', 'share']);
  const shares = new Map<string, { share: number; count: number | null }>();
  for (const record of table.records) {
    const id = record.cell('item_id');
    const place = `${table.file}:${record.line}`;
    if (options.knownItems !== undefined && !options.knownItems.has(id)) {
      if (options.unlisted === 'ignore') continue;
      throw new UserError(`unknown item '${id}'`, {
        place,
        remedy: 'Add it to the item file, or set `unlisted: ignore` to leave such items out.',
      });
    }
    if (shares.has(id))
      throw new UserError(`the item '${id}' stands twice`, { place, remedy: 'Take one out.' });
    const share = readUnit(record.cell('share'));
    if (share === null) {
      throw new UserError(`'${record.cell('share')}' is no share in [0, 1]`, {
        place: placeOf(table, record, 'share'),
        remedy: 'Divide percentages by 100.',
      });
    }
    const count = Number(record.cell('n'));
    shares.set(id, { share, count: Number.isFinite(count) && count > 0 ? count : null });
  }
  return {
    kind: 'shares',
    itemIds: [...shares.keys()],
    shares: Float64Array.from([...shares.values()], ({ share }) => share),
    counts: [...shares.values()].map(({ count }) => count),
  };
}
