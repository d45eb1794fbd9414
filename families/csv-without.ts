/** A table without some of its records: everything else as it was, quotes and blanks around cells apart. */
import { stringify } from 'csv-stringify/sync';
import { delimiterOf, parseRows } from './csv.ts';

/** @param isKept says of each record's cells, in the order of the header's, whether it stays */
export function csvWithout(
  text: string,
  file: string,
  isKept: (cells: readonly string[], header: readonly string[]) => boolean,
): string {
  const delimiter = delimiterOf(text);
  const [header, ...rows] = parseRows(text, file, delimiter).map(({ record }) => record);
  if (header === undefined) return text;
  return stringify([header, ...rows.filter((cells) => isKept(cells, header))] as string[][], { delimiter });
}
