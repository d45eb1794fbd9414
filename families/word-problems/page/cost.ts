/** What every method cost: as if nothing had been in the memo, and what was paid. */
import { formatMicroUsd, formatNumber } from '../../../reports/numbers.ts';
import { paragraph, type Section } from '../../../reports/page.ts';
import { countColumn, numberColumn, table, textColumn } from '../../../reports/table.ts';
import type { ListedContext } from './context.ts';
import { costsOf, type MethodCost } from '../analysis/cost.ts';
import { gradedOf } from '../analysis/graded.ts';
import { gradedCells } from '../analysis/graded-cells.ts';
import type { GradeResult, MethodResult } from '../analysis/result.ts';
import type { ReportedStudy } from './cells.ts';

export function costSection(study: ReportedStudy, result: GradeResult, context: ListedContext): Section {
  const graded = gradedOf(study);
  const costs = costsOf(graded.methods, gradedCells(graded, context.cells), context.costs);
  return {
    id: 'cost',
    heading: 'What it cost',
    body: [
      paragraph(
        'Attributed cost is what a method would have cost alone, had nothing been in the memo: that is the figure to compare. Paid cost is what this experiment paid. An answer that several methods use is paid once, by the first of them; one that an earlier experiment paid for is free here. An endpoint without a price costs nothing in either.',
      ),
      table<MethodCost>({
        caption: `Cost of every method${result.twins > 0 ? ', twins included' : ''}`,
        columns: [
          textColumn('Method', (row) => row.label),
          countColumn('solved', (row) => row.solved),
          countColumn('calls', (row) => row.calls),
          { heading: 'attributed', align: 'end', cell: (row) => formatMicroUsd(row.attributedMicroUsd) },
          {
            heading: 'attributed, each solved',
            align: 'end',
            cell: (row) => perSolved(row.perSolved?.attributedMicroUsd),
          },
          countColumn('calls paid', (row) => row.paidCalls),
          { heading: 'paid', align: 'end', cell: (row) => formatMicroUsd(row.paidMicroUsd) },
          {
            heading: 'paid, each solved',
            align: 'end',
            cell: (row) => perSolved(row.perSolved?.paidMicroUsd),
          },
        ],
        rows: costs,
      }),
      table<MethodResult>({
        caption: 'Calls and tokens, the problems of the file alone',
        columns: [
          textColumn('Method', ({ label }) => label),
          countColumn('cells', ({ usage }) => usage.cells),
          countColumn('solved', ({ usage }) => usage.solved),
          countColumn('calls', ({ usage }) => usage.calls),
          countColumn('prompt tokens', ({ usage }) => usage.promptTokens),
          countColumn('answer tokens', ({ usage }) => usage.completionTokens),
          {
            heading: 'calls, each solved',
            align: 'end',
            cell: ({ usage }) =>
              usage.perSolved === null ? NONE_SOLVED : formatNumber(usage.perSolved.calls),
          },
          numberColumn(
            'tokens, each solved',
            ({ usage: { perSolved: each } }) =>
              each === null ? null : each.promptTokens + each.completionTokens,
            { digits: 0 },
          ),
        ],
        rows: result.methods,
      }),
    ],
  };
}

const NONE_SOLVED = 'none solved';

/** Fractions of a micro-dollar are kept to four figures: they are a ratio, not money that was paid. */
function perSolved(microUsd: number | undefined): string {
  if (microUsd === undefined) return NONE_SOLVED;
  return microUsd > 0 && microUsd < 100
    ? `$${formatNumber(microUsd / 1e6, { digits: 7 })}`
    : formatMicroUsd(microUsd);
}
