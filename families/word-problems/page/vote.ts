/** What votes came to: agreed, escalated, abstained. */
import type { SafeHtml } from '../../../reports/html.ts';
import { formatCount, formatPercent } from '../../../reports/numbers.ts';
import { paragraph, subsection } from '../../../reports/page.ts';
import { countColumn, table, textColumn } from '../../../reports/table.ts';
import type { GradeResult, VoteResult } from '../analysis/result.ts';
import { labelOf, methodLabel, shareColumn, shareText } from './words.ts';

type Row = VoteResult & { readonly label: string };

export function votePart(result: GradeResult): SafeHtml[] {
  const rows = result.methods.flatMap((method): Row[] =>
    method.vote === null ? [] : [{ label: methodLabel(method), ...method.vote }],
  );
  if (rows.length === 0) return [];
  return [
    subsection('Votes', [
      paragraph(
        'Methods are asked in turn until enough of them agree. Where they do not, a stronger model is asked, or no answer is given. “At least one right” is the most that a vote of these methods could reach.',
      ),
      table<Row>({
        caption: 'What the votes came to',
        columns: [
          textColumn(
            'Vote',
            (row) => `${row.label} (of ${row.of.map((name) => labelOf(result, name)).join(', ')})`,
          ),
          countColumn('cells', (row) => row.cells),
          { heading: 'agreed', align: 'end', cell: (row) => rightOf(row.agreedRight, row.agreed) },
          { heading: 'escalated', align: 'end', cell: (row) => rightOf(row.escalatedRight, row.escalated) },
          countColumn('abstained', (row) => row.abstained),
          ...(rows.some(({ other }) => other > 0) ? [countColumn<Row>('other', (row) => row.other)] : []),
        ],
        rows,
      }),
      table<Row>({
        caption: 'What the votes are worth',
        columns: [
          textColumn('Vote', (row) => row.label),
          shareColumn('coverage', (row) => row.coverage),
          shareColumn('precision', (row) => row.precision),
          {
            heading: 'at least one right',
            align: 'end',
            cell: ({ anyRight }) => (anyRight === null ? 'not known' : shareText(anyRight)),
          },
        ],
        rows,
      }),
    ]),
  ];
}

/** `120, 95.0 % right`. */
function rightOf(right: number, cells: number): string {
  return cells === 0 ? 'none' : `${formatCount(cells)}, ${formatPercent(right / cells)} right`;
}
