/** Every method on one axis, under three standards of grading. */
import type { SafeHtml } from '../../../reports/html.ts';
import { plotGroupedIntervals } from '../../../reports/plots/grouped-intervals.ts';
import { formatPercent } from '../../../reports/numbers.ts';
import { paragraph, type Section } from '../../../reports/page.ts';
import { countColumn, table, textColumn, type Column } from '../../../reports/table.ts';
import { GRADE_KINDS, type GradeResult, type MethodResult } from '../analysis/result.ts';
import { GRADE_WORDS, intervalWords, methodLabel, shareColumn, shareText } from './words.ts';

export async function accuracySection(result: GradeResult): Promise<Section> {
  const { methods } = result;
  return {
    id: 'accuracy',
    heading: 'Accuracy',
    body: [
      paragraph(
        'A problem counts as solved when the answer is the gold answer. How near it must come is a choice, so that three standards stand side by side: within 0.001, which is how the literature grades; exactly; and within half a unit of the gold’s last decimal, integers exactly. A cell that is missing is left out; a cell without an answer counts as not solved.',
      ),
      await plotGroupedIntervals(
        methods.map((method) => ({
          label: methodLabel(method),
          estimates: GRADE_KINDS.map((kind) => method.accuracy[kind]),
          ...(method.kind === 'written' ? { remark: 'nobody’s model' } : {}),
        })),
        {
          id: 'plot-accuracy',
          title: 'Share of problems solved',
          description: methods
            .map((method) => `${method.label}: ${shareText(method.accuracy.published)}`)
            .join('; '),
          axisTitle: 'share of problems solved',
          series: GRADE_KINDS.map((kind) => GRADE_WORDS[kind]),
          intervalLabel: intervalWords(methods.map(({ accuracy }) => accuracy)),
        },
      ),
      table({ caption: 'Accuracy of every method', columns: columnsOf(result), rows: methods }),
      ...missingPart(result),
    ],
  };
}

function columnsOf({ runs }: GradeResult): readonly Column<MethodResult>[] {
  const columns: Column<MethodResult>[] = [
    textColumn('Method', methodLabel),
    countColumn('problems', (method) => method.accuracy.published.problems),
    ...(runs.length > 1
      ? [countColumn<MethodResult>('cells', (method) => method.accuracy.published.cells)]
      : []),
    shareColumn('as published', (method) => method.accuracy.published),
    { heading: 'exact', align: 'end', cell: (method) => shareText(method.accuracy.exact) },
    { heading: 'tolerant', align: 'end', cell: (method) => shareText(method.accuracy.tolerant) },
  ];
  if (runs.length > 1) {
    columns.push({
      heading: 'spread over runs',
      unit: 'standard deviation',
      align: 'end',
      cell: (method) => formatPercent(method.runDeviation),
    });
  }
  return columns;
}

/** What missing cells could change, where there are any. */
function missingPart({ methods }: GradeResult): SafeHtml[] {
  const rows = methods.flatMap((method) =>
    method.bounds === null ? [] : [{ ...method, bounds: method.bounds }],
  );
  if (rows.length === 0) return [];
  type Row = (typeof rows)[number];
  return [
    table<Row>({
      caption: 'Missing cells, and the accuracy as published had all of them been wrong or right',
      columns: [
        textColumn('Method', methodLabel),
        countColumn('cells missing', (method) => method.cells.missing),
        textColumn('why', ({ missingByClass }) =>
          missingByClass.map(({ missingClass, cells }) => `${missingClass} ${cells}`).join(', '),
        ),
        { heading: 'all wrong', align: 'end', cell: ({ bounds }) => formatPercent(bounds.published.low) },
        { heading: 'all right', align: 'end', cell: ({ bounds }) => formatPercent(bounds.published.high) },
      ],
      rows,
    }),
  ];
}
