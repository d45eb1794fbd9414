/** Every look at a stopping rule, with what followed. */
import { formatCount, formatInterval, formatNumber, formatPercent } from '../../../reports/numbers.ts';
import { paragraph, type Section } from '../../../reports/page.ts';
import { countColumn, numberColumn, table, textColumn } from '../../../reports/table.ts';
import type { AlignResult } from '../analysis/result.ts';
import { type Look, lookLevel } from '../rounds/look.ts';

type Row = Look & { readonly number: number };

/** None where the study has no stopping rule. */
export function looksSection({ until, looks, primary }: AlignResult): Section[] {
  if (until === undefined || looks === undefined) return [];
  const level = formatPercent(lookLevel(until), { digits: 1 });
  return [
    {
      id: 'looks',
      heading: 'When it stopped',
      body: [
        paragraph(
          `Items were asked in waves, drawn by the seed, until half of the width of the interval of rho of “${primary}” was ${formatNumber(until.halfWidth)} or less, in ${formatCount(until.atMost)} waves at most. Whoever looks ${formatCount(until.atMost)} times has ${formatCount(until.atMost)} chances to stop at an interval that misses: so every interval of rho in this report is taken at ${level}, and the one at which it stopped holds rho with 95 % at least, whichever look that was.`,
        ),
        table<Row>({
          caption: 'Every look',
          columns: [
            countColumn('look', (row) => row.number),
            countColumn('items asked', (row) => row.items),
            numberColumn('rho', (row) => row.rho),
            { heading: `${level} interval`, align: 'end', cell: (row) => formatInterval(row.interval) },
            numberColumn('half-width', (row) => row.halfWidth),
            textColumn('then', (row) => row.stops ?? 'the next wave was asked'),
          ],
          rows: looks.map((look, index) => ({ ...look, number: index + 1 })),
        }),
      ],
    },
  ];
}
