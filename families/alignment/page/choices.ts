/** What the figures hang on: order of options, rules for silent answers, estimation, personas, and what r cannot see. */
import { formatNumber, formatPercent, formatInterval } from '../../../reports/numbers.ts';
import type { SafeHtml } from '../../../reports/html.ts';
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import { countColumn, numberColumn, table, textColumn } from '../../../reports/table.ts';
import type { AlignResult, ArmResult } from '../analysis/result.ts';

export function choicesSection(align: AlignResult): Section {
  return {
    id: 'choices',
    heading: 'What the figures hang on',
    body: [decomposition(align), otherChoices(align), ...orders(align), ...personas(align), ...units(align)],
  };
}

type WithRecord = ArmResult & { readonly record: NonNullable<ArmResult['record']> };

function decomposition(align: AlignResult): SafeHtml {
  const rows = align.arms.filter((arm): arm is WithRecord => arm.record !== null);
  return subsection('What r cannot see', [
    paragraph(
      'r is the same for any level and spread of difficulties. The mean squared difference of difficulties adds up from level, spread and pattern; r sees the last only. The distance of scores is the earth mover’s distance between the shares of items that people and respondents score.',
    ),
    table({
      caption: 'Mean squared difference of difficulties, and distance of score distributions',
      columns: [
        textColumn<WithRecord>('Arm', (arm) => arm.label),
        numberColumn<WithRecord>('total', (arm) => arm.record.msd?.total ?? null),
        numberColumn<WithRecord>('from level', (arm) => arm.record.msd?.shift ?? null),
        numberColumn<WithRecord>('from spread', (arm) => arm.record.msd?.spread ?? null),
        numberColumn<WithRecord>('from pattern', (arm) => arm.record.msd?.pattern ?? null),
        numberColumn<WithRecord>('mean share, people', (arm) => arm.record.scoreDistance?.meanHuman ?? null),
        numberColumn<WithRecord>('mean share, arm', (arm) => arm.record.scoreDistance?.meanModel ?? null),
        numberColumn<WithRecord>(
          'distance of scores',
          (arm) => arm.record.scoreDistance?.wasserstein ?? null,
        ),
      ],
      rows,
    }),
  ]);
}

function otherChoices(align: AlignResult): SafeHtml {
  const other = align.arms[0]?.record?.estimation === 'ml' ? 'MAP' : 'ML (constant items dropped)';
  return subsection('Other choices', [
    paragraph(
      'r of the difficulties under each choice. The worst cases fill every unknown answer in the way that lowers or raises r most.',
    ),
    table({
      caption: 'r under other choices',
      columns: [
        textColumn<ArmResult>('Arm', (arm) => arm.label),
        numberColumn<ArmResult>('as reported', (arm) => arm.record?.r ?? null),
        numberColumn<ArmResult>(other, (arm) => arm.otherEstimation.r),
        countColumn<ArmResult>('items in that', (arm) => arm.otherEstimation.items),
        { heading: 'silent answers left out', align: 'end', cell: (arm) => variant(arm, 'missing') },
        { heading: 'silent answers count 0', align: 'end', cell: (arm) => variant(arm, 'zero') },
        {
          heading: 'worst case',
          align: 'end',
          cell: (arm) =>
            arm.rules === null
              ? 'none silent'
              : `${formatNumber(arm.rules.lowest.r)} to ${formatNumber(arm.rules.highest.r)}`,
        },
        {
          heading: 'without repaired answers',
          align: 'end',
          cell: (arm) =>
            arm.withoutRepaired === null ? 'none repaired' : formatNumber(arm.withoutRepaired.r),
        },
      ],
      rows: align.arms,
    }),
  ]);
}

function variant(arm: ArmResult, rule: 'missing' | 'zero'): string {
  return arm.rules === null ? 'none silent' : formatNumber(arm.rules[rule].r);
}

function orders(align: AlignResult): SafeHtml[] {
  const arms = align.arms.flatMap((arm) => (arm.order === null ? [] : [{ ...arm, order: arm.order }]));
  if (arms.length === 0) return [];
  const rows = arms.flatMap((arm) => arm.order.orders.map((figure) => ({ label: arm.label, ...figure })));
  return [
    subsection('Order of the options', [
      paragraph(
        'Each item was asked with its options in several orders. A respondent who reads the item answers alike in all of them.',
      ),
      table({
        caption: 'Where the variance of answers comes from, and the place of what is chosen',
        columns: [
          textColumn<(typeof arms)[number]>('Arm', (arm) => arm.label),
          {
            heading: 'from the order',
            align: 'end',
            cell: (arm) => formatPercent(arm.order.betweenOrders, { digits: 0 }),
          },
          {
            heading: 'from the item',
            align: 'end',
            cell: (arm) => formatPercent(arm.order.betweenItems, { digits: 0 }),
          },
          {
            heading: 'chosen: first, second, ... place',
            align: 'end',
            cell: (arm) => arm.order.byPlace.map((share) => formatPercent(share, { digits: 0 })).join(', '),
          },
        ],
        rows: arms,
      }),
      table({
        caption: 'Each order alone',
        columns: [
          textColumn<(typeof rows)[number]>('Arm', (row) => row.label),
          countColumn<(typeof rows)[number]>('options shifted by', (row) => row.order),
          numberColumn<(typeof rows)[number]>('mean score', (row) => row.mean),
          numberColumn<(typeof rows)[number]>('r with people', (row) => row.r),
        ],
        rows,
      }),
    ]),
  ];
}

function personas(align: AlignResult): SafeHtml[] {
  const arms = align.arms.flatMap((arm) =>
    arm.persona === null || arm.persona.r === null ? [] : [{ ...arm, persona: arm.persona }],
  );
  if (arms.length === 0) return [];
  return [
    subsection('Personas against their people', [
      paragraph(
        'Difficulties add all personas up, so that r is the same when personas are exchanged. Here the mean score of each persona’s people is set beside the mean score of the model under that persona, and beside the same with personas permuted over people.',
      ),
      table({
        caption: 'Agreement of persona means',
        columns: [
          textColumn<(typeof arms)[number]>('Arm', (arm) => arm.label),
          countColumn<(typeof arms)[number]>('personas', (arm) => arm.persona.personas),
          numberColumn<(typeof arms)[number]>('r', (arm) => arm.persona.r),
          {
            heading: 'permuted: middle 95 %',
            align: 'end',
            cell: (arm) => formatInterval(arm.persona.permuted?.range ?? null),
          },
        ],
        rows: arms,
      }),
    ]),
  ];
}

function units(align: AlignResult): SafeHtml[] {
  const rows = align.arms.flatMap((arm) =>
    (arm.record?.units ?? []).map((unit) => ({ label: arm.label, ...unit })),
  );
  if (rows.length === 0) return [];
  return [
    subsection('Each cluster alone', [
      paragraph(
        'Below 30 clusters an interval for a population of them would not hold, so that each is shown by itself.',
      ),
      table({
        caption: 'r of -logit(share) of each cluster with the people’s difficulties',
        columns: [
          textColumn<(typeof rows)[number]>('Arm', (row) => row.label),
          textColumn<(typeof rows)[number]>('Cluster', (row) => row.cluster),
          countColumn<(typeof rows)[number]>('rows', (row) => row.rows),
          numberColumn<(typeof rows)[number]>('r', (row) => row.r),
          numberColumn<(typeof rows)[number]>('mean score', (row) => row.mean),
        ],
        rows,
      }),
    ]),
  ];
}
