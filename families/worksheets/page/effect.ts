/** The contrasts of every judge, as a plot and a table. */
import { paragraph, type Section } from '../../../reports/page.ts';
import { plotIntervalAxis } from '../../../reports/plots/interval-axis.ts';
import { rangeOf } from '../../../reports/plots/scale.ts';
import { countColumn, numberColumn, table, textColumn } from '../../../reports/table.ts';
import type { ContrastResult, EffectResult, JudgeResult } from '../analysis/result.ts';
import type { WorksheetsSpec } from '../spec.ts';
import { contrastWords, EXPECTED, pointsText, pText } from './words.ts';

type Row = ContrastResult & { readonly judge: JudgeResult };

export async function effectSection(spec: WorksheetsSpec, result: EffectResult): Promise<Section> {
  const words = contrastWords(spec);
  const rows = result.judges.flatMap((judge): Row[] =>
    judge.contrasts.map((contrast) => ({ ...contrast, judge })),
  );
  const label = ({ judge, name }: Row): string =>
    `${result.judges.length > 1 ? `${judge.label}: ` : ''}${words[name] ?? name}`;
  const [low, high] = rangeOf(
    [0, ...rows.flatMap(({ value }) => value ?? [])],
    rows.map(({ interval }) => interval),
  );
  return {
    id: 'effect',
    heading: 'The effect',
    body: [
      paragraph(
        EXPECTED[result.effect],
        ' A contrast has one value for each pair of a material and a test item, averaged over personas and replicates: materials and items are the samples, replicates are clones of one judgment.',
      ),
      await plotIntervalAxis(
        rows.map((row) => ({
          label: label(row),
          kind: 'study',
          estimate: row,
          remark: `${row.pairs} pairs`,
        })),
        {
          id: 'plot-effect',
          title: 'Contrasts in points of the predicted probability',
          description: rows.map((row) => `${label(row)}: ${pointsText(row)}`).join('; '),
          axisTitle: 'points',
          range: [low, high],
          digits: 1,
          studyLabel: 'contrast',
          intervalLabel: '95 % intervals: materials and items drawn anew, crossed',
        },
      ),
      table<Row>({
        caption: 'Contrasts and their tests',
        columns: [
          ...(result.judges.length > 1 ? [textColumn<Row>('Judge', ({ judge }) => judge.label)] : []),
          textColumn('Contrast', ({ name }) => words[name] ?? name),
          { heading: 'points', align: 'end', cell: (row) => pointsText(row) },
          countColumn('pairs', (row) => row.pairs),
          numberColumn('sd over pairs', (row) => row.deviation, { digits: 1 }),
          numberColumn('d_z', (row) => row.dz, { digits: 2 }),
          { heading: 'p', align: 'end', cell: (row) => pText(row.p) },
          { heading: 'p, Holm', align: 'end', cell: (row) => pText(row.pHolm) },
        ],
        rows,
      }),
      paragraph(
        'p: signs of pairs flipped, 10,000 draws (all assignments where there are fewer), two-sided, adjusted over all rows. The test takes pairs one by one; where it and an interval disagree, the interval, which draws materials and items, says more on other materials.',
      ),
    ],
  };
}
