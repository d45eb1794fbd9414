/** Which answers to trust: coverage against precision by what the solver said, chosen on other problems and on the same. */
import { details } from '../../../reports/blocks.ts';
import type { SafeHtml } from '../../../reports/html.ts';
import { formatPercent, formatPercentInterval } from '../../../reports/numbers.ts';
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import { type CoverageStep, plotCoverageCurve } from '../../../reports/plots/coverage-curve.ts';
import { countColumn, table, textColumn } from '../../../reports/table.ts';
import type { CoveragePoint, GradeResult, MethodResult, TrustResult, TrustRow } from '../analysis/result.ts';

export async function trustSection(result: GradeResult): Promise<Section[]> {
  const told = result.methods.filter(({ trust }) => trust.signals.length > 1);
  const [first, ...others] = [
    ...told.filter(({ name }) => name === result.primary),
    ...told.filter(({ name }) => name !== result.primary),
  ];
  if (first === undefined) return [];
  const rest: SafeHtml[] = [];
  for (const [index, method] of others.entries()) {
    rest.push(details(`${method.label}: what to trust`, await trustOf(method, index + 2)));
  }
  return [
    {
      id: 'trust',
      heading: 'Which answers to trust',
      body: [
        paragraph(
          'A status is known before the gold answer is, and so are the solver’s doubts (flagged), repairs and agreement. Here these signals are let in one after the other, the most precise first. Coverage is the share of all settled cells that is then trusted, precision the share of those that is right. An order that is chosen and judged on the same problems looks better than it is; the cross-fitted curve takes the order from the other folds.',
        ),
        subsection(first.label, await trustOf(first, 1)),
        ...rest,
      ],
    },
  ];
}

async function trustOf(method: MethodResult, place: number): Promise<SafeHtml[]> {
  const { trust } = method;
  return [
    await plotCoverageCurve(
      {
        crossFitted: trust.crossFittedCurve.map((point, index) =>
          stepOf(point, `best ${index + 1} by the other folds`),
        ),
        optimistic: trust.curve.map((point) => ({ ...stepOf(point, point.signal), isNamed: true })),
      },
      {
        id: `plot-trust-${place}`,
        title: `Coverage and precision, ${method.label}`,
        description: trust.rows
          .map(
            ({ threshold, crossFitted }) =>
              `trusting from ${formatPercent(threshold, { digits: 0 })} on: ${formatPercent(crossFitted.coverage)} covered, ${formatPercent(crossFitted.precision)} right`,
          )
          .join('; '),
        names: [
          `cross-fitted: order from the other ${trust.folds - 1} of ${trust.folds} folds`,
          'optimistic: order from the same problems',
        ],
      },
    ),
    thresholdTable(method.label, trust),
    signalTable(method.label, trust),
    details(
      'What each precision trusts when all problems choose',
      table<TrustRow>({
        caption: `Signals by the precision they are trusted from, ${method.label}`,
        columns: [
          textColumn('trusted from', (row) => formatPercent(row.threshold, { digits: 0 })),
          textColumn('trusted', (row) => row.signals.join('; ') || 'none'),
        ],
        rows: trust.rows,
      }),
    ),
  ];
}

function stepOf({ coverage, precision }: CoveragePoint, label: string): CoverageStep {
  return { label, coverage, precision: { value: precision, interval: null } };
}

function thresholdTable(label: string, trust: TrustResult): SafeHtml {
  return table<TrustRow>({
    caption: `Trusting from a precision on, ${label}`,
    columns: [
      textColumn('trusted from', (row) => formatPercent(row.threshold, { digits: 0 })),
      {
        heading: 'coverage',
        align: 'end',
        cell: (row) => formatPercent(row.crossFitted.coverage),
      },
      {
        heading: 'precision',
        align: 'end',
        cell: (row) =>
          row.crossFitted.precision === null
            ? 'none trusted'
            : `${formatPercent(row.crossFitted.precision)} (${formatPercentInterval(row.precisionInterval)})`,
      },
      {
        heading: 'coverage, optimistic',
        align: 'end',
        cell: (row) => formatPercent(row.optimistic.coverage),
      },
      {
        heading: 'precision, optimistic',
        align: 'end',
        cell: (row) =>
          row.optimistic.precision === null ? 'none trusted' : formatPercent(row.optimistic.precision),
      },
    ],
    rows: trust.rows,
  });
}

function signalTable(label: string, trust: TrustResult): SafeHtml {
  type Signal = TrustResult['signals'][number];
  return table<Signal>({
    caption: `Precision of each signal, ${label}`,
    columns: [
      textColumn('Signal', (row) => row.signal),
      countColumn('cells', (row) => row.cells),
      countColumn('right', (row) => row.right),
      { heading: 'precision', align: 'end', cell: (row) => formatPercent(row.precision) },
      { heading: '95 % interval', align: 'end', cell: (row) => formatPercentInterval(row.interval) },
    ],
    rows: trust.signals,
  });
}
