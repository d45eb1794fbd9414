/** Every persona: the surface of each condition, and where it falls with a skill that rises. */
import type { SafeHtml } from '../../../reports/html.ts';
import { formatNumber, formatPercent } from '../../../reports/numbers.ts';
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import { countColumn, numberColumn, table, textColumn } from '../../../reports/table.ts';
import type { ConditionResult, EffectResult, JudgeResult } from '../analysis/result.ts';
import type { WorksheetsSpec } from '../spec.ts';
import { type HeatCell, plotHeatMap } from './heat-map.ts';
import { scoreText } from './words.ts';

export async function surfacesSection(spec: WorksheetsSpec, result: EffectResult): Promise<Section> {
  const parts = await Promise.all(result.judges.map((judge) => judgePart(spec, judge)));
  return {
    id: 'surfaces',
    heading: 'The surface over personas',
    body: [
      paragraph(
        'The mean predicted probability of solving a test problem, for each pair of skills before the worksheet. The strict score takes the last bracketed number of an answer; the faithful score is the mean over every bracketed group of a conversation, numbers or not, as the released scorer of the paper counts.',
      ),
      ...(result.judges.length === 1
        ? (parts[0] ?? [])
        : result.judges.map((judge, index) => subsection(judge.label, parts[index] ?? []))),
    ],
  };
}

async function judgePart(spec: WorksheetsSpec, judge: JudgeResult): Promise<SafeHtml[]> {
  const { conditions } = judge;
  const differences = differenceSurface(conditions);
  const strongest = Math.max(...differences.map(({ value }) => Math.abs(value ?? 0)), 1);
  const options = {
    levels: spec.persona.levels.toSorted((a, b) => a - b),
    skills: [spec.persona.skills[0] ?? '', spec.persona.skills[1] ?? ''],
  } as const;
  return [
    await plotHeatMap(differences, {
      ...options,
      id: `plot-difference-${judge.name}`,
      title: `${differenceWords(conditions)}, by persona: ${judge.label}`,
      description: surfaceWords(differences),
      ...{ strongest, plus: true },
    }),
    ...(await Promise.all(
      conditions.map((condition) => {
        const cells = condition.surface.map(({ persona, strict }) => ({ persona, value: strict }));
        return plotHeatMap(cells, {
          ...options,
          id: `plot-surface-${judge.name}-${condition.name}`,
          title: `Predicted probability after ${condition.name}: ${judge.label}`,
          description: surfaceWords(cells),
          strongest: 100,
        });
      }),
    )),
    table<ConditionResult>({
      caption: 'Conditions',
      columns: [
        textColumn('Condition', ({ name }) => name),
        { heading: 'strict', align: 'end', cell: ({ strict }) => scoreText(strict) },
        { heading: 'faithful', align: 'end', cell: ({ faithful }) => scoreText(faithful) },
        numberColumn('words of a worksheet', ({ words }) => words, { digits: 0 }),
        countColumn('neighbouring personas', ({ monotonicity }) => monotonicity.compared),
        {
          heading: 'falls where a skill rises',
          align: 'end',
          cell: ({ monotonicity: { compared, violations } }) =>
            compared === 0 ? 'none compared' : `${violations} (${formatPercent(violations / compared)})`,
        },
        numberColumn('largest fall', ({ monotonicity }) => monotonicity.largest, {
          digits: 1,
          unit: 'points',
        }),
      ],
      rows: conditions,
    }),
  ];
}

/** Last minus first condition: worked minus practice. */
function differenceSurface(conditions: readonly ConditionResult[]): HeatCell[] {
  const [first, last] = [conditions[0], conditions.at(-1)];
  return (last?.surface ?? []).map(({ persona, strict }, index) => {
    const other = first?.surface[index]?.strict ?? null;
    return { persona, value: strict === null || other === null ? null : strict - other };
  });
}

function differenceWords(conditions: readonly ConditionResult[]): string {
  return `${conditions.at(-1)?.name ?? ''} minus ${conditions[0]?.name ?? ''}`;
}

function surfaceWords(cells: readonly HeatCell[]): string {
  return cells
    .map(({ persona, value }) => `skills ${persona.join(' and ')}: ${formatNumber(value, { digits: 1 })}`)
    .join('; ');
}
