/** What repair brought: cells whose status text went back to the model. */
import type { SafeHtml } from '../../../reports/html.ts';
import { paragraph, subsection } from '../../../reports/page.ts';
import { countColumn, table, textColumn } from '../../../reports/table.ts';
import type { GradeResult, RepairResult } from '../analysis/result.ts';
import { methodLabel, pointsText, shareText } from './words.ts';

type Row = RepairResult & { readonly label: string };

export function repairPart(result: GradeResult): SafeHtml[] {
  const rows = result.methods.flatMap((method): Row[] =>
    method.repair === null ? [] : [{ label: methodLabel(method), ...method.repair }],
  );
  if (rows.length === 0) return [];
  const ways = rows.flatMap(({ label, transitions }) => transitions.map((way) => ({ label, ...way })));
  return [
    subsection('Repair', [
      paragraph(
        'Where the solver gave no answer, what it said went back to the model. The gain is the accuracy less what it would be had those cells stayed without an answer. It costs calls: see the comparison at equal calls.',
      ),
      table<Row>({
        caption: 'Gain of repair',
        columns: [
          textColumn('Method', (row) => row.label),
          countColumn('cells sent back', (row) => row.cells),
          countColumn('rounds', (row) => row.rounds),
          countColumn('then right', (row) => row.right),
          { heading: 'accuracy', align: 'end', cell: (row) => shareText(row.accuracy) },
          { heading: 'without repair', align: 'end', cell: (row) => shareText(row.without) },
          {
            heading: 'gain',
            unit: 'points',
            align: 'end',
            cell: ({ accuracy, without }) =>
              pointsText(
                accuracy.value === null || without.value === null ? null : accuracy.value - without.value,
              ),
          },
        ],
        rows,
      }),
      table<(typeof ways)[number]>({
        caption: 'What the cells that were sent back became',
        columns: [
          textColumn('Method', (way) => way.label),
          textColumn('before', (way) => way.from),
          textColumn('after', (way) => way.to),
          countColumn('cells', (way) => way.cells),
          countColumn('right', (way) => way.right),
        ],
        rows: ways,
        empty: 'No cell was sent back.',
      }),
    ]),
  ];
}
