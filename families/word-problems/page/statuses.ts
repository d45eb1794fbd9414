/** What became of the cells: solver statuses against grades. */
import { formatCount } from '../../../reports/numbers.ts';
import { paragraph, type Section } from '../../../reports/page.ts';
import { plotStatusBars } from '../../../reports/plots/status-bars.ts';
import { countColumn, table, textColumn } from '../../../reports/table.ts';
import type { GradeResult, MethodResult, StatusRow } from '../analysis/result.ts';
import { VERDICTS } from './cells.ts';
import { methodLabel } from './words.ts';

export async function statusSection(result: GradeResult): Promise<Section> {
  const rows = result.methods.flatMap((method) =>
    method.statuses.map((status) => ({ label: method.label, ...status })),
  );
  const ambiguous = result.methods.flatMap(({ label, ambiguous: counts }) =>
    counts === null ? [] : [{ label, ...counts }],
  );
  return {
    id: 'statuses',
    heading: 'What became of the problems',
    body: [
      paragraph(
        'A status is what the solver, the program or the vote came to; it is never turned into a number. An answer that is right once it is multiplied or divided by 100 is a scale miss (20 for 20 %, say), counted apart from other wrong answers. Grades are as published.',
      ),
      await plotStatusBars(
        result.methods.map((method) => ({ label: methodLabel(method), counts: verdictCounts(method) })),
        {
          id: 'plot-statuses',
          title: 'Right, wrong, and without an answer',
          description: result.methods
            .map((method) => {
              const counts = verdictCounts(method);
              return `${method.label}: ${VERDICTS.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ')}`;
            })
            .join('; '),
          statuses: VERDICTS,
          rowHeading: 'Method',
        },
      ),
      table({
        caption: 'Statuses against grades',
        columns: [
          textColumn<(typeof rows)[number]>('Method', (row) => row.label),
          textColumn<(typeof rows)[number]>('Status', (row) => row.status),
          countColumn<(typeof rows)[number]>('cells', (row) => row.cells),
          countColumn<(typeof rows)[number]>('right', (row) => row.right),
          countColumn<(typeof rows)[number]>('scale miss', (row) => row.scaleMiss),
          countColumn<(typeof rows)[number]>('wrong', (row) => row.wrong),
          countColumn<(typeof rows)[number]>('no answer', (row) => row.silent),
          {
            heading: 'right, exact and tolerant',
            align: 'end',
            cell: (row) => `${formatCount(row.exact)}, ${formatCount(row.tolerant)}`,
          },
        ],
        rows,
        empty: 'No cell is settled.',
      }),
      ambiguous.length > 0 &&
        paragraph(
          `Where several values satisfy all statements of a problem with one answer (ambiguous), the cell counts as wrong. How often the gold answer is one of the values: ${ambiguous
            .map(({ label, cells, among }) => `${label} ${among} of ${cells}`)
            .join('; ')}.`,
        ),
    ],
  };
}

function verdictCounts({ statuses }: MethodResult): Record<(typeof VERDICTS)[number], number> {
  const sum = (pick: (row: StatusRow) => number): number =>
    statuses.reduce((total, row) => total + pick(row), 0);
  return {
    right: sum((row) => row.right),
    'scale miss': sum((row) => row.scaleMiss),
    wrong: sum((row) => row.wrong),
    'no answer': sum((row) => row.silent),
  };
}
