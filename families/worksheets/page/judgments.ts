/** What became of the judgments, and how noisy they are. */
import { formatNumber } from '../../../reports/numbers.ts';
import { paragraph, type Section } from '../../../reports/page.ts';
import { countColumn, table, textColumn } from '../../../reports/table.ts';
import type { EffectResult } from '../analysis/result.ts';

export function judgmentsSection(result: EffectResult): Section {
  const rows = result.judges.flatMap((judge) => [
    ...judge.statuses.map((row) => ({ judge: judge.label, ...row })),
    ...judge.missingByClass.map(({ missingClass, cells }) => ({
      ...{ judge: judge.label, status: `missing (${missingClass})`, cells },
    })),
  ]);
  const noisy = result.judges.filter(({ replicateDeviation }) => replicateDeviation !== null);
  return {
    id: 'judgments',
    heading: 'What became of the judgments',
    body: [
      paragraph(
        'Only a number from 0 to 100 in square brackets is a judgment. Where none could be read, the judge was asked for it once more; what is still none is left out of every mean, and never counts as 0.',
      ),
      table<(typeof rows)[number]>({
        caption: 'Judgments by status',
        columns: [
          textColumn('Judge', ({ judge }) => judge),
          textColumn('Status', ({ status }) => status),
          countColumn('cells', ({ cells }) => cells),
        ],
        rows,
        empty: 'No cell is settled.',
      }),
      ...(noisy.length === 0
        ? []
        : [
            paragraph(
              `Standard deviation between replicates of one cell, in points: ${noisy
                .map(
                  ({ label, replicateDeviation }) =>
                    `${label} ${formatNumber(replicateDeviation, { digits: 1 })}`,
                )
                .join('; ')}.`,
            ),
          ]),
    ],
  };
}
