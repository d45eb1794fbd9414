/** What the controls did, and what the order of asking did. */
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import { countColumn, table, textColumn } from '../../../reports/table.ts';
import type { ControlResult, EffectResult } from '../analysis/result.ts';
import { CONTROL_WORDS, pointsText } from './words.ts';

type Row = ControlResult & { readonly judge: string };

export function controlsSection(result: EffectResult): Section {
  const rows = result.judges.flatMap((judge): Row[] =>
    judge.controls.map((control) => ({ ...control, judge: judge.label })),
  );
  return {
    id: 'controls',
    heading: 'Controls',
    body: [
      paragraph(
        rows.length === 0
          ? 'No controls were run: whether the judge reads the worksheet at all, or only its length, is not known.'
          : `A judge that reads what a worksheet teaches gives the same score where only words, order or length differ, and a lower one where nothing, or something wrong, is taught. Differences up to ${result.margin} points count as none.`,
      ),
      ...(rows.length === 0 ? [] : [controlTable(rows)]),
      ...orderPart(result),
    ],
  };
}

function controlTable(rows: readonly Row[]): ReturnType<typeof table> {
  return table<Row>({
    caption: 'Score of the control minus score of its base',
    columns: [
      textColumn('Judge', ({ judge }) => judge),
      textColumn('Control', ({ name }) => `${name}: ${CONTROL_WORDS[name]}`),
      textColumn('Base', ({ base }) => base),
      textColumn('It must', ({ must }) => (must === 'stay' ? 'not move the score' : 'lower the score')),
      { heading: 'points', align: 'end', cell: (row) => pointsText(row) },
      countColumn('pairs', ({ pairs }) => pairs),
      textColumn('What it did', ({ verdict }) => verdict),
    ],
    rows,
  });
}

type OrderRow = EffectResult['orderEffects'][number];

function orderPart({ orderEffects, judges }: EffectResult): ReturnType<typeof subsection>[] {
  if (orderEffects.length === 0) return [];
  const labelOf = (name: string): string => judges.find((judge) => judge.name === name)?.label ?? name;
  return [
    subsection('One conversation, or calls of their own', [
      paragraph(
        'Chained as in the paper, a judge sees its earlier answers; independent, it does not. The difference of the same items under both is the effect of the order of asking.',
      ),
      table<OrderRow>({
        caption: 'Chained minus independent, over all conditions',
        columns: [
          textColumn('Chained', ({ chained }) => labelOf(chained)),
          textColumn('Independent', ({ independent }) => labelOf(independent)),
          { heading: 'points', align: 'end', cell: (row) => pointsText(row) },
          countColumn('pairs', ({ pairs }) => pairs),
        ],
        rows: orderEffects,
      }),
    ]),
  ];
}
