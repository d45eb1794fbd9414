/** How the figures were made, in words, with what was decided beforehand. */
import { definitionList } from '../../../reports/blocks.ts';
import type { Content } from '../../../reports/html.ts';
import { formatCount, formatNumber } from '../../../reports/numbers.ts';
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import { countColumn, table, textColumn } from '../../../reports/table.ts';
import type { PageContext } from '../../family.ts';
import type { Arm } from '../arms/arm.ts';
import { clusterKind } from '../arms/respondents.ts';
import type { AlignResult } from '../analysis/result.ts';
import { CLUSTER_WORD } from '../plan.ts';
import { type ItemOverview, remarksOn } from '../../data-overview.ts';
import { overviewOf } from '../responses/overview.ts';
import type { AlignmentStudy } from '../study.ts';

export function methodSection(
  study: AlignmentStudy,
  align: AlignResult | null,
  context: PageContext,
): Section {
  const { estimation, draws, splits, exclude } = study.spec.analysis;
  const { rules } = study.spec;
  const words = { missing: 'left out', zero: 'counted as 0' } as const;
  return {
    id: 'method',
    heading: 'How this was made',
    body: [
      paragraph(
        'People and every arm are fitted with a Rasch model of their own; alignment is the correlation of the two sets of item difficulties (arXiv 2407.15645). rho takes the sampling noise of both sides out by a bootstrap over people, clusters of respondents and items; its interval is given from 30 clusters on. The ceiling is what the reliabilities of both sides allow, from disjoint halves.',
      ),
      definitionList([
        {
          term: 'Estimation',
          description: estimation === 'map' ? 'maximum a posteriori, d ~ N(0, 3²)' : 'maximum likelihood',
        },
        { term: 'Bootstrap draws', description: formatCount(draws) },
        { term: 'Splits', description: formatCount(splits) },
        { term: 'Seed', description: String(study.spec.seed) },
        { term: 'Answers that cannot be read', description: words[rules.unparsed] },
        { term: 'Refused answers', description: words[rules.refused] },
        { term: 'Scores', description: scoresText(study) },
        {
          term: 'Items left out',
          description:
            exclude.length === 0
              ? 'none'
              : exclude.map(({ item, reason }) => `${item} (${reason})`).join('; '),
        },
        {
          term: 'Items without answers of people',
          description: align === null || align.unanswered.length === 0 ? 'none' : align.unanswered.join(', '),
        },
      ]),
      table({
        caption: 'Arms as they were asked',
        columns: [
          textColumn<Arm>('Arm', (arm) => arm.label),
          textColumn<Arm>('Models', (arm) => arm.spec.models.join(', ')),
          countColumn<Arm>('respondents', (arm) => arm.respondents.length),
          countColumn<Arm>(`clusters`, (arm) => new Set(arm.respondents.map(({ cluster }) => cluster)).size),
          textColumn<Arm>('resampled', (arm) => CLUSTER_WORD[clusterKind(arm.spec)]),
          textColumn<Arm>('Template', (arm) => arm.template.name),
          countColumn<Arm>('wordings', (arm) => arm.wordings.length),
          countColumn<Arm>('orders', (arm) => arm.spec.ask.rotations),
          textColumn<Arm>('Answers', (arm) =>
            arm.spec.ask.mode === 'options' ? 'option probabilities' : `text, parser ${arm.spec.ask.parser}`,
          ),
          textColumn<Arm>('Memory', (arm) =>
            arm.spec.memory === undefined ? 'none' : `${arm.spec.memory.earlier} answers`,
          ),
        ],
        rows: study.arms,
      }),
      ...dataSeen(study),
      ...frozen(context),
    ],
  };
}

/** People's answers, item by item, as they were read. */
function dataSeen({ people }: AlignmentStudy): Content[] {
  if (people.kind !== 'responses') return [];
  const overview = overviewOf(people);
  const figure = (value: number | null): string =>
    value === null ? 'not to be told' : formatNumber(value, { digits: 2 });
  return [
    subsection('The answers of people', [
      paragraph(
        `${formatCount(overview.people)} people; Cronbach’s alpha of those without a missing answer: ${figure(overview.alpha)}. ` +
          remarksOn(overview)
            .map((remark) => `${remark}.`)
            .join(' '),
      ),
      table({
        caption: 'As they were read and scored',
        columns: [
          textColumn<ItemOverview>('Item', ({ id }) => id),
          countColumn<ItemOverview>('answered', ({ n }) => n),
          countColumn<ItemOverview>('missing', ({ missing }) => missing),
          textColumn<ItemOverview>('Share', ({ share }) => figure(share)),
          textColumn<ItemOverview>('Item-rest correlation', ({ itemRest }) => figure(itemRest)),
          textColumn<ItemOverview>('Choices', ({ choices }) =>
            Object.entries(choices)
              .map(([choice, count]) => `${choice} ${count}`)
              .join(', '),
          ),
        ],
        rows: overview.items,
      }),
    ]),
  ];
}

function scoresText(study: AlignmentStudy): string {
  const map = Object.entries(study.spec.scores ?? {}).map(([choice, score]) => `${choice} = ${score}`);
  const keyed = study.items.filter((item) => item.key !== null).length;
  return (
    [...(keyed > 0 ? [`${keyed} items by their key`] : []), ...(map.length > 0 ? [map.join(', ')] : [])].join(
      '; ',
    ) || 'as in the file'
  );
}

function frozen(context: PageContext): Content[] {
  if (context.frozen === null) return [];
  return [
    subsection('Decided before the answers were seen', [
      definitionList(
        Object.entries(context.frozen).map(([term, value]) => ({
          term,
          description: typeof value === 'string' ? value : JSON.stringify(value),
        })),
      ),
    ]),
  ];
}
