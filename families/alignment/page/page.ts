/** The report of an alignment study, put together. */
import type { Json } from '../../../domain/json.ts';
import { whyNotEstimable } from '../../../methods/alignment/not-estimable.ts';
import type { AlignmentRecord } from '../../../methods/alignment/record.ts';
import { populationCard, verdict } from '../../../reports/blocks.ts';
import type { SafeHtml } from '../../../reports/html.ts';
import { formatCount, formatInterval, formatNumber } from '../../../reports/numbers.ts';
import { type Page, page, type Section } from '../../../reports/page.ts';
import type { PageContext } from '../../family.ts';
import { framed } from '../../report-frame.ts';
import { levelWord } from '../level-word.ts';
import { answersOf } from '../analysis/answers.ts';
import type { AlignResult, ArmResult, FitResult } from '../analysis/result.ts';
import type { AlignmentStudy } from '../study.ts';
import { choicesSection } from './choices.ts';
import { conversationsSection } from './conversations.ts';
import { itemsSection } from './items.ts';
import { looksSection } from './looks.ts';
import { methodSection } from './method.ts';
import { methodsText } from './methods-text.ts';
import { notices } from './notices.ts';
import { overviewSection } from './overview.ts';
import { statusSection } from './statuses.ts';

const NOT_ANALYSED =
  'The answers have not been analysed: what is there stands below, and no figure is made of it.';

export async function studyPage(study: AlignmentStudy, context: PageContext): Promise<string> {
  return page(await studyReport(study, context));
}

export async function studyReport(study: AlignmentStudy, context: PageContext): Promise<Page> {
  const align = (context.results.get('align') as AlignResult | undefined) ?? null;
  const fit = (context.results.get('fit') as FitResult | undefined) ?? null;
  const answers = await answersOf(study, context.cells);
  const { spec } = study;
  const sections: Section[] = [
    { id: 'population', heading: 'The people', body: peopleCard(study) },
    ...(align === null ? [] : [await overviewSection(study, align)]),
    ...(align === null ? [] : looksSection(align)),
    ...(align === null || fit === null ? [] : [await itemsSection(study, align, fit)]),
    ...(align === null ? [] : [choicesSection(align)]),
    await statusSection(study, answers.arms, align),
    await conversationsSection(study, answers, context),
    methodSection(study, align, context),
  ];
  return framed(
    {
      spec,
      kind: 'Psychometric alignment study',
      headline: headline(study, align),
      notices: notices(study, align, answers, context),
      sections,
      methods: methodsText(study, align, answers),
      follows: 'arXiv 2407.15645',
      data: {
        ...(align === null ? {} : { align: align as unknown as Json }),
        ...(fit === null ? {} : { fit: fit as unknown as Json }),
      },
    },
    context,
  );
}

function headline(study: AlignmentStudy, align: AlignResult | null): SafeHtml {
  if (align === null) return verdict({ sentence: NOT_ANALYSED });
  const arm = align.arms.find(({ name }) => name === align.primary);
  return verdict({
    sentence: align.verdict,
    figures: arm === undefined ? [] : keyFigures(arm, align, study),
  });
}

function keyFigures(
  arm: ArmResult,
  align: AlignResult,
  study: AlignmentStudy,
): { name: string; value: string; note: string }[] {
  const { record } = arm;
  if (record === null) return [];
  const people = align.baselines.people;
  return [
    { name: 'r of difficulties', value: formatNumber(record.r), note: `${record.items} items, ${arm.label}` },
    {
      name: 'rho, without sampling noise',
      value: formatNumber(record.rho),
      note: rhoNote(record),
    },
    ...(people === null
      ? []
      : [
          {
            name: 'people against people',
            value: formatNumber(people.r),
            note: `disjoint halves of ${people.size}`,
          },
        ]),
    {
      name: 'respondents',
      value: formatCount(arm.respondents),
      note:
        study.people.kind === 'responses'
          ? `beside ${formatCount(study.people.persons.length)} people`
          : 'beside shares of people',
    },
  ];
}

function rhoNote(record: AlignmentRecord): string {
  const { notEstimable, interval, clusters } = record;
  const range = interval === null ? null : `${levelWord(record)} interval ${formatInterval(interval)}`;
  if (notEstimable !== null) return [whyNotEstimable(notEstimable), range].filter(Boolean).join('; ');
  return range ?? `no interval: ${clusters.model} clusters`;
}

function peopleCard(study: AlignmentStudy): SafeHtml {
  const { people, spec } = study;
  return populationCard({
    ...spec.population,
    more: [
      {
        term: 'In this study',
        description:
          people.kind === 'responses'
            ? `${formatCount(people.persons.length)} people, ${study.items.length} items, ${formatCount(people.responses.length)} responses`
            : `${study.items.length} items with the share of people who score 1; no single persons`,
      },
    ],
  });
}
