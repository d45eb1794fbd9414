/** All arms and baselines on one axis, and in one table. */
import { plotIntervalAxis, type IntervalRow } from '../../../reports/plots/interval-axis.ts';
import { type Estimate, formatInterval, formatNumber } from '../../../reports/numbers.ts';
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import { type Column, countColumn, numberColumn, table, textColumn } from '../../../reports/table.ts';
import { whyNotEstimable } from '../../../methods/alignment/not-estimable.ts';
import type { AlignmentRecord } from '../../../methods/alignment/record.ts';
import { standingOf } from '../../../methods/alignment/standing.ts';
import type { AlignResult } from '../analysis/result.ts';
import { levelWord } from '../level-word.ts';
import type { AlignmentStudy } from '../study.ts';
import { COIN } from '../analysis/joint.ts';
import { chanceLimit } from '../analysis/verdict.ts';

/** What a coin reaches: no figure of its own, for any one it has is a draw of this spread. */
interface ChanceRow extends IntervalRow {
  readonly kind: 'chance';
}

interface Row {
  readonly label: string;
  readonly kind: 'study' | 'baseline';
  readonly record: AlignmentRecord;
}

export async function overviewSection(study: AlignmentStudy, align: AlignResult): Promise<Section> {
  const rows = rowsOf(align);
  const chance = (items: number): string => formatNumber(chanceLimit(items));
  const all = align.items.length;
  const coin = coinRow(align);
  const fewest = Math.min(all, ...rows.flatMap(({ record: { items } }) => (items < 2 ? [] : items)));
  const onFewer =
    fewest === all ? '' : ` (over ${fewest} items, the fewest that a row stands on, ±${chance(fewest)})`;
  return {
    id: 'arms',
    heading: 'Arms and baselines',
    body: [
      paragraph(
        `Each mark says how well item difficulties agree with the people’s. Where there is an interval the mark is rho, which is freed of sampling noise; elsewhere it is r of the difficulties as they are. With ${all} items, difficulties that have nothing to do with the people’s give an r beyond ±${chance(all)}${onFewer} once in twenty times.${coin.length === 0 ? '' : ' A coin is shown as that spread: the one that was tossed for this study is a single draw of it.'}`,
      ),
      await plotIntervalAxis([...axisRows(rows, align), ...coin], {
        id: 'plot-arms',
        title: 'Agreement with the people’s difficulties',
        description: rows
          .map(({ label, record }) => `${label}: ${formatNumber(drawn(record).value)}`)
          .join('; '),
        axisTitle: 'correlation of item difficulties',
        intervalLabel: `${levelWord(rows[0]?.record ?? {})} intervals; for people against people the middle 95 % of splits`,
        ...(align.baselines.people === null
          ? {}
          : {
              ceiling: {
                label: `people against disjoint people (halves of ${align.baselines.people.size})`,
                estimate: { value: align.baselines.people.r, interval: align.baselines.people.range },
              },
            }),
      }),
      armTable([...rows, ...coin]),
      subsection('What the figures stand on', standingTable(rows)),
      ...comparisons(study, align),
    ],
  };
}

function rowsOf(align: AlignResult): Row[] {
  return [
    ...align.arms.flatMap(({ label, record }) =>
      record === null ? [] : [{ label, kind: 'study' as const, record }],
    ),
    ...align.baselines.groups.map(({ label, persons, record }) => ({
      label: `${label} (${persons[1]} against ${persons[0]})`,
      kind: 'baseline' as const,
      record,
    })),
  ];
}

function coinRow({ baselines: { coin }, items }: AlignResult): ChanceRow[] {
  if (coin === null) return [];
  const limit = chanceLimit(coin.items < 2 ? items.length : coin.items);
  return [
    {
      label: 'a coin',
      kind: 'chance',
      estimate: { value: null, interval: [-limit, limit] },
      remark: 'r of 95 % of draws',
    },
  ];
}

function axisRows(rows: readonly Row[], align: AlignResult): IntervalRow[] {
  const planted = new Set(align.arms.flatMap((arm) => (arm.planted ? [arm.label] : [])));
  return rows.map(({ label, kind, record }) => ({
    label: planted.has(label) ? `${label} (simulated)` : label,
    kind: planted.has(label) ? 'baseline' : kind,
    estimate: drawn(record),
    remark: remarkOf(record),
  }));
}

/** rho with its interval where both are there; r alone elsewhere. */
function drawn({ r, rho, interval }: AlignmentRecord): Estimate {
  return rho === null || interval === null ? { value: r, interval: null } : { value: rho, interval };
}

function remarkOf({ rho, interval, notEstimable, clusters }: AlignmentRecord): string {
  if (notEstimable !== null) return `r; rho is not estimable: ${whyNotEstimable(notEstimable)}`;
  return rho !== null && interval !== null ? 'rho' : `r; ${clusters.model} clusters, no population interval`;
}

function armTable(rows: readonly (Row | ChanceRow)[]): ReturnType<typeof table> {
  type Any = Row | ChanceRow;
  const first = rows.find((row) => row.kind !== 'chance');
  const level = levelWord(first?.record ?? {});
  /** A figure of a record; of a coin nothing. */
  const figure = (
    heading: string,
    value: (record: AlignmentRecord) => number | null,
    format: Parameters<typeof numberColumn>[2] = {},
  ): Column<Any> => {
    const column = numberColumn<Row>(heading, ({ record }) => value(record), format);
    return {
      ...column,
      cell: (row) => (row.kind === 'chance' ? '' : column.cell(row)),
      value: (row) => (row.kind === 'chance' ? null : value(row.record)),
    };
  };
  const hasReasons = rows.some((row) => row.kind !== 'chance' && row.record.notEstimable !== null);
  return table<Any>({
    caption: 'Figures of every arm and baseline',
    columns: [
      textColumn('What', (row) => row.label),
      {
        ...figure('r', ({ r }) => r),
        cell: (row) =>
          row.kind === 'chance' ? formatInterval(row.estimate.interval) : formatNumber(row.record.r),
      },
      figure('rho', ({ rho }) => rho),
      {
        heading: `${level} interval of rho`,
        align: 'end',
        cell: (row) => (row.kind === 'chance' ? '' : formatInterval(row.record.interval)),
      },
      figure('ceiling', ({ ceiling }) => ceiling),
      figure('share', ({ share }) => share),
      figure('Spearman', ({ spearman }) => spearman),
      figure('r of logit p', ({ rLogit }) => rLogit),
      figure('mean difference', ({ meanDifference }) => meanDifference, { unit: 'logits', plus: true }),
      figure('ratio of spreads', ({ spreadRatio }) => spreadRatio),
      figure('clusters', ({ clusters }) => clusters.model, { digits: 0 }),
      textColumn('speaks of', speaksOf),
      ...(hasReasons
        ? [
            textColumn<Any>('why no rho', (row) =>
              row.kind === 'chance' || row.record.notEstimable === null
                ? ''
                : whyNotEstimable(row.record.notEstimable),
            ),
          ]
        : []),
    ],
    rows,
  });
}

function speaksOf(row: Row | ChanceRow): string {
  if (row.kind === 'chance') return 'chance: 95 % of draws';
  return row.kind === 'baseline' ? 'people' : row.record.estimand;
}

function standingTable(rows: readonly Row[]): ReturnType<typeof table> {
  const standing = rows.map((row) => ({ ...row, stands: standingOf(row.record) }));
  type Standing = (typeof standing)[number];
  const ids = (of: (row: Standing) => readonly string[]): ((row: Standing) => string) => {
    return (row) => of(row).join(', ') || 'none';
  };
  return table<Standing>({
    caption:
      'Items behind the figures. An item that a side answered all alike has no difficulty there, and is left out',
    columns: [
      textColumn('What', (row) => row.label),
      countColumn('items used', (row) => row.stands.used.length),
      textColumn(
        'people all alike',
        ids((row) => row.stands.constant.human),
      ),
      textColumn(
        'model all alike',
        ids((row) => row.stands.constant.model),
      ),
      textColumn(
        'dropped, for a side cannot estimate them',
        ids((row) => row.stands.dropped),
      ),
      textColumn('fits converged', ({ stands }) =>
        stands.converged.human && stands.converged.model
          ? 'both'
          : (
              [
                ['people', stands.converged.human],
                ['model', stands.converged.model],
              ] as const
            )
              .flatMap(([side, converged]) => (converged ? [] : `not that of the ${side}`))
              .join(', '),
      ),
    ],
    rows: standing,
  });
}

function comparisons(study: AlignmentStudy, align: AlignResult): ReturnType<typeof subsection>[] {
  const label = (name: string): string =>
    study.arms.find(({ spec }) => spec.name === name)?.label ??
    (name === COIN ? 'the one coin that was tossed' : name);
  // A pair that cannot be compared for want of a rho stands in the table with its reason.
  const tested = align.comparisons.filter(({ p, notEstimable }) => p !== null || notEstimable !== null);
  if (align.comparisons.length === 0) return [];
  return [
    subsection('Arms against one another', [
      paragraph(
        'All arms are resampled together: the same people, items and personas in each draw. A pair is compared on the items that neither arm answered all alike, so that its difference may be another than that of the rhos above. p-values are adjusted for all comparisons (Holm). Pairs with fewer than 30 clusters on a side are not tested.',
      ),
      table({
        caption: 'Differences of rho',
        columns: [
          textColumn<(typeof tested)[number]>(
            'Pair',
            (pair) => `${label(pair.one)} less ${label(pair.other)}`,
          ),
          numberColumn<(typeof tested)[number]>('difference', (pair) => pair.difference, { plus: true }),
          {
            heading: '95 % interval',
            align: 'end',
            cell: (pair) => formatInterval(pair.interval, { plus: true }),
          },
          numberColumn<(typeof tested)[number]>('p', (pair) => pair.p, { digits: 3 }),
          numberColumn<(typeof tested)[number]>('p, adjusted', (pair) => pair.pHolm, { digits: 3 }),
          ...(tested.some(({ notEstimable }) => notEstimable !== null)
            ? [
                textColumn<(typeof tested)[number]>('why not', ({ notEstimable }) =>
                  notEstimable === null
                    ? ''
                    : `rho of ${label(notEstimable.arm)}: ${whyNotEstimable(notEstimable.reason)}`,
                ),
              ]
            : []),
        ],
        rows: tested,
        empty: 'No pair has 30 clusters on both sides.',
      }),
    ]),
  ];
}
