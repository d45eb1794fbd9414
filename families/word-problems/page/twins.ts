/** Problems with other numbers beside their originals: does a method know the answers, or the way? */
import { plotGroupedIntervals } from '../../../reports/plots/grouped-intervals.ts';
import { formatCount } from '../../../reports/numbers.ts';
import { paragraph, type Section } from '../../../reports/page.ts';
import { countColumn, table, textColumn } from '../../../reports/table.ts';
import type { GradeResult, TwinResult } from '../analysis/result.ts';
import { methodLabel, pText, pointsInterval, pointsText, shareText } from './words.ts';

type Row = TwinResult & { readonly label: string };

export async function twinsSection(result: GradeResult): Promise<Section[]> {
  const rows = result.methods.flatMap((method): Row[] =>
    method.twins === null ? [] : [{ label: methodLabel(method), ...method.twins }],
  );
  if (rows.length === 0) return [];
  return [
    {
      id: 'twins',
      heading: 'Twins with other numbers',
      body: [
        paragraph(
          `${formatCount(result.twins)} twins ask a problem of the file with other numbers; their answers come from the exact solver. A method that has seen the problems before is better at the originals. A difference may also come from numbers that are harder to reckon with, which a solver does not mind and a chain of thought does.`,
        ),
        await plotGroupedIntervals(
          rows.map(({ label, original, twin }) => ({ label, estimates: [original, twin] })),
          {
            id: 'plot-twins',
            title: 'Originals and their twins',
            description: rows
              .map(
                ({ label, original, twin }) =>
                  `${label}: ${shareText(original)} of originals, ${shareText(twin)} of twins`,
              )
              .join('; '),
            axisTitle: 'share solved, as published',
            series: ['original', 'twin'],
            intervalLabel: '95 % intervals',
          },
        ),
        table<Row>({
          caption: 'Originals less twins',
          columns: [
            textColumn('Method', (row) => row.label),
            countColumn('pairs', (row) => row.pairs),
            { heading: 'original', align: 'end', cell: (row) => shareText(row.original) },
            { heading: 'twin', align: 'end', cell: (row) => shareText(row.twin) },
            {
              heading: 'difference',
              unit: 'points',
              align: 'end',
              cell: (row) => pointsText(row.difference.value),
            },
            { heading: '95 % interval', align: 'end', cell: (row) => pointsInterval(row.difference) },
            { heading: 'p', align: 'end', cell: (row) => pText(row.difference.p) },
          ],
          rows,
        }),
      ],
    },
  ];
}
