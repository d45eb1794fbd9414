/** Methods against one another on the same problems, and at equal calls. */
import { details } from '../../../reports/blocks.ts';
import type { SafeHtml } from '../../../reports/html.ts';
import { formatCount, formatNumber, formatPercent } from '../../../reports/numbers.ts';
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import { plotIntervalAxis, type IntervalRow } from '../../../reports/plots/interval-axis.ts';
import { type Column, countColumn, table, textColumn } from '../../../reports/table.ts';
import { GRADE_KINDS } from '../analysis/result.ts';
import type { Comparison, Difference, EqualCallsRow, GradeKind, GradeResult } from '../analysis/result.ts';
import { GRADE_WORDS, labelOf, pText, pointsInterval, pointsText, shareText } from './words.ts';

export async function comparisonsSection(result: GradeResult): Promise<Section[]> {
  if (result.comparisons.published.length === 0) return [];
  return [
    {
      id: 'comparisons',
      heading: 'Methods against one another',
      body: [
        paragraph(
          `Two methods are compared on the problems that both have. ${testWords(result)} p-values are adjusted for all pairs (Holm). “Only one solves” counts the problems on which they differ, first method first. “Detects” is the difference that so many problems find four times in five, at the share of problems on which the two disagree.`,
        ),
        paragraph(detectableText(result)),
        ...(await againstPrimary(result)),
        ...pairTables(result),
        details('All pairs under the other two standards', [
          comparisonTable(result, 'exact'),
          comparisonTable(result, 'tolerant'),
        ]),
        ...equalCalls(result),
      ],
    },
  ];
}

function testWords({ runs }: GradeResult): string {
  return runs.length === 1
    ? 'With one run a problem the test is McNemar’s (mid-p).'
    : 'With several runs a problem, problems are resampled with all their runs.';
}

/** What the number of problems can show at all. */
export function detectableText({ problems, detectable }: GradeResult): string {
  const parts = detectable.flatMap(({ discordant, difference }) =>
    difference === null
      ? []
      : [
          `${formatNumber(difference * 100, { digits: 1 })} points when two methods disagree on ${formatPercent(discordant, { digits: 0 })} of the problems`,
        ],
  );
  return parts.length === 0
    ? `${formatCount(problems)} problems are too few to detect any difference between two methods.`
    : `${formatCount(problems)} problems detect a difference of ${parts.join(', ')}.`;
}

/** The differences that involve the method of the headline, as a picture. */
async function againstPrimary(result: GradeResult): Promise<SafeHtml[]> {
  const { primary } = result;
  const rows = result.comparisons.published.flatMap((pair): IntervalRow[] => {
    if (primary === null || (pair.one !== primary && pair.other !== primary)) return [];
    const sign = pair.one === primary ? -1 : 1;
    const { value, interval } = pair.difference;
    const [low, high] = interval ?? [0, 0];
    return [
      {
        label: labelOf(result, pair.one === primary ? pair.other : pair.one),
        kind: 'study',
        estimate: {
          value: value === null ? null : sign * value * 100,
          interval:
            interval === null ? null : sign === 1 ? [low * 100, high * 100] : [-high * 100, -low * 100],
        },
        remark: `p, adjusted: ${pText(pair.pHolm)}`,
      },
    ];
  });
  if (primary === null || rows.length === 0) return [];
  const name = labelOf(result, primary);
  const furthest = rows.reduce(
    (most, { estimate: { value, interval } }) =>
      Math.max(most, Math.abs(value ?? 0), Math.abs(interval?.[0] ?? 0), Math.abs(interval?.[1] ?? 0)),
    5,
  );
  const reach = Math.min(100, Math.ceil(furthest / 5) * 5);
  return [
    await plotIntervalAxis(rows, {
      id: 'plot-differences',
      title: `Difference in accuracy to “${name}”`,
      description: rows
        .map(({ label, estimate }) => `${label}: ${formatNumber(estimate.value, { digits: 1, plus: true })}`)
        .join('; '),
      axisTitle: 'difference in percentage points, as published',
      range: [-reach, reach],
      intervalLabel: '95 % intervals of the paired difference',
      digits: 1,
      axisFormat: 'd',
      studyLabel: `left of zero: solves fewer problems than “${name}”`,
    }),
  ];
}

/** The pairs with the method of the headline, and the others closed at first. */
function pairTables(result: GradeResult): SafeHtml[] {
  const { primary } = result;
  const pairs = result.comparisons.published;
  const withPrimary = pairs.filter(({ one, other }) => one === primary || other === primary);
  const others = pairs.filter((pair) => !withPrimary.includes(pair));
  return [
    comparisonTable(result, 'published', withPrimary),
    ...(others.length === 0
      ? []
      : [
          details(
            `The other ${formatCount(others.length)} pairs`,
            comparisonTable(result, 'published', others),
          ),
        ]),
  ];
}

function comparisonTable(
  result: GradeResult,
  kind: GradeKind,
  rows: readonly Comparison[] = result.comparisons[kind],
): SafeHtml {
  return table<Comparison>({
    caption: `Paired differences, ${GRADE_WORDS[kind]}`,
    columns: [
      textColumn('Pair', (pair) => `${labelOf(result, pair.one)} less ${labelOf(result, pair.other)}`),
      countColumn('problems', (pair) => pair.difference.problems),
      ...differenceColumns<Comparison>((pair) => pair.difference),
      {
        heading: 'only one solves',
        align: 'end',
        cell: ({ difference: { discordant } }) =>
          discordant === null ? 'several runs' : `${discordant.one} : ${discordant.other}`,
      },
      { heading: 'p', align: 'end', cell: (pair) => pText(pair.difference.p) },
      { heading: 'p, adjusted', align: 'end', cell: (pair) => pText(pair.pHolm) },
      {
        heading: 'detects',
        unit: 'points',
        align: 'end',
        cell: ({ detectable }) => formatNumber(detectable === null ? null : detectable * 100, { digits: 1 }),
      },
    ],
    rows,
  });
}

function differenceColumns<Row>(difference: (row: Row) => Difference): Column<Row>[] {
  return [
    { heading: 'difference', unit: 'points', align: 'end', cell: (row) => pointsText(difference(row).value) },
    { heading: '95 % interval', align: 'end', cell: (row) => pointsInterval(difference(row)) },
  ];
}

function equalCalls(result: GradeResult): SafeHtml[] {
  const rows = result.equalCalls;
  if (rows.length === 0) return [];
  const against = [...new Set(rows.map((row) => row.against))];
  return [
    subsection('At equal calls', [
      paragraph(
        'Repair, votes and escalation ask the model more often. Here each is set against self-consistency of the same model, cut to as many samples in each cell as the method had calls there. A gain that is left is not owed to more calls.',
      ),
      table<EqualCallsRow>({
        caption: `Differences to ${against.length === 1 ? `“${labelOf(result, against[0] ?? '')}”` : 'self-consistency'} with as many calls`,
        columns: [
          textColumn('Method', (row) => labelOf(result, row.method)),
          ...(against.length === 1
            ? []
            : [textColumn<EqualCallsRow>('against', (row) => labelOf(result, row.against))]),
          { heading: 'solves', align: 'end', cell: (row) => shareText(row.accuracy) },
          { heading: 'sampling solves', align: 'end', cell: (row) => shareText(row.cut) },
          ...differenceColumns<EqualCallsRow>((row) => row.difference.published),
          { heading: 'p, adjusted', align: 'end', cell: (row) => pText(row.pHolm) },
        ],
        rows,
      }),
      details(
        'Calls, and the same under the other two standards',
        table<EqualCallsRow>({
          caption: 'Calls of each comparison, and its differences',
          columns: [
            textColumn('Method', (row) => labelOf(result, row.method)),
            textColumn('against', (row) => labelOf(result, row.against)),
            countColumn('problems', (row) => row.difference.published.problems),
            {
              heading: 'calls a cell, each side',
              align: 'end',
              cell: ({ calls }) => `${formatNumber(calls.method)}, ${formatNumber(calls.cut)}`,
            },
            countColumn('cells with more calls than samples', (row) => row.short),
            { heading: 'p', align: 'end', cell: (row) => pText(row.difference.published.p) },
            ...GRADE_KINDS.map((kind): Column<EqualCallsRow> => ({
              heading: `difference, ${kind}`,
              unit: 'points',
              align: 'end',
              cell: (row) => pointsText(row.difference[kind].value),
            })),
          ],
          rows,
        }),
      ),
    ]),
  ];
}
