/** What became of the answers. */
import type { Section } from '../../../reports/page.ts';
import { paragraph, subsection } from '../../../reports/page.ts';
import { plotStatusBars } from '../../../reports/plots/status-bars.ts';
import { formatNumber, formatPercent } from '../../../reports/numbers.ts';
import { countColumn, table, textColumn } from '../../../reports/table.ts';
import type { ArmAnswers } from '../analysis/answers.ts';
import type { AlignResult } from '../analysis/result.ts';
import { statusSummary } from '../analysis/statuses.ts';
import { STATUSES } from '../outcome.ts';
import type { AlignmentStudy } from '../study.ts';

/** Items in the table of silent answers at most. */
const SHOWN = 20;

export async function statusSection(
  study: AlignmentStudy,
  answers: readonly ArmAnswers[],
  align: AlignResult | null,
): Promise<Section> {
  const limit = study.spec.rules.flagMassBelow;
  const rows = answers.map((one) => ({
    label: one.arm.label,
    // Without an analysis there are no difficulties yet, but counts all the same.
    summary:
      align?.arms.find(({ name }) => name === one.arm.spec.name)?.statuses ??
      statusSummary(one, limit, new Map()),
  }));
  const silent = rows
    .flatMap(({ label, summary }) => summary.perItem.map((item) => ({ label, ...item })))
    .filter((item) => item.silent > 0)
    .sort((a, b) => b.silent / b.asked - a.silent / a.asked);
  return {
    id: 'statuses',
    heading: 'What became of the answers',
    body: [
      await plotStatusBars(
        rows.map(({ label, summary }) => ({ label, counts: summary.counts })),
        {
          id: 'plot-statuses',
          title: 'Answers by status',
          description: rows.map(({ label, summary }) => `${label}: ${summary.counts.ok} ok`).join('; '),
          statuses: STATUSES,
        },
      ),
      table({
        caption: 'Option probabilities, and whether answers fail where items are hard',
        columns: [
          textColumn<(typeof rows)[number]>('Arm', (row) => row.label),
          {
            heading: 'mean mass on the options',
            align: 'end',
            cell: (row) =>
              row.summary.meanMass === null
                ? 'none, or answers in words'
                : formatPercent(row.summary.meanMass),
          },
          {
            heading: `cells below ${formatPercent(limit, { digits: 0 })}`,
            align: 'end',
            cell: (row) => (row.summary.lowMass === null ? '' : String(row.summary.lowMass)),
          },
          {
            heading: 'failed answers and difficulty (Spearman)',
            align: 'end',
            cell: (row) =>
              row.summary.perItem.some((item) => item.silent > 0)
                ? formatNumber(row.summary.withDifficulty)
                : 'none failed',
          },
        ],
        rows,
      }),
      ...(silent.length === 0
        ? []
        : [
            subsection('Items whose answers failed most', [
              ...(silent.length > SHOWN ? [paragraph(`The first ${SHOWN} of ${silent.length}.`)] : []),
              table({
                caption: 'Answers that could not be read, were refused or cut off',
                columns: [
                  textColumn<(typeof silent)[number]>('Arm', (item) => item.label),
                  textColumn<(typeof silent)[number]>('Item', (item) => item.id),
                  countColumn<(typeof silent)[number]>('failed', (item) => item.silent),
                  countColumn<(typeof silent)[number]>('asked', (item) => item.asked),
                ],
                rows: silent.slice(0, SHOWN),
              }),
            ]),
          ]),
    ],
  };
}
