/** A whole report from seeded rows: what the tests and the browser look at. */
import { type RandomStream, randomStream } from '../../domain/seeds.ts';
import { code, notice, populationCard, verdict } from '../../reports/blocks.ts';
import { type Conversation, conversationSample } from '../../reports/conversation.ts';
import { html, link } from '../../reports/html.ts';
import type { Estimate } from '../../reports/numbers.ts';
import { page, paragraph, subsection } from '../../reports/page.ts';
import { plotIntervalAxis } from '../../reports/plots/interval-axis.ts';
import { plotResidualForest } from '../../reports/plots/residual-forest.ts';
import { plotScatter } from '../../reports/plots/scatter.ts';
import { plotScoreDistribution } from '../../reports/plots/score-distribution.ts';
import { plotStatusBars } from '../../reports/plots/status-bars.ts';
import { plotWrightMap } from '../../reports/plots/wright-map.ts';
import { provenanceTable, spendTable } from '../../reports/provenance.ts';
import { numberColumn, table, textColumn } from '../../reports/table.ts';

/** Text that tries to be markup, to reorder what is read, and to speak to a terminal. */
export const HOSTILE =
  '</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> "\' \u0000\u001b[31mred\u001b]0;title\u0007 \u202ereversed\u202c &amp; ]]>';

const SITUATIONS = ['S1', 'S2', 'S3', 'S4'];
const BEHAVIOURS = ['Curse', 'Scold', 'Shout'];
const WORDS: Record<string, string> = {
  S1: 'A bus fails to stop for me.',
  S2: 'I miss a train because a clerk gave me faulty information.',
  S3: 'The grocery store closes just as I am about to enter.',
  S4: 'The operator disconnects me when I used up my last coins.',
};

interface Item {
  readonly id: string;
  readonly text: string;
  readonly people: number;
  readonly model: number;
}

function itemsOf(random: RandomStream): readonly Item[] {
  return SITUATIONS.flatMap((situation) =>
    ['Want', 'Do'].flatMap((mode) =>
      BEHAVIOURS.map((behaviour, rank) => {
        const people = rank * 0.9 - 0.9 + (mode === 'Do' ? 0.5 : -0.3) + 0.4 * random.normal();
        return {
          id: `${situation}${mode}${behaviour}`,
          text: `${WORDS[situation] ?? ''} I would ${mode === 'Want' ? 'want to ' : ''}${behaviour.toLowerCase()}.`,
          people,
          model: 0.55 * people + 0.2 + 0.35 * random.normal(),
        };
      }),
    ),
  );
}

function around(value: number, standardError: number): Estimate {
  return { value, interval: [value - 1.96 * standardError, value + 1.96 * standardError] };
}

function thetas(random: RandomStream, count: number, sd: number): readonly number[] {
  return Array.from({ length: count }, () => sd * random.normal());
}

const CONVERSATIONS: readonly Conversation[] = [
  {
    title: 'Persona 7, S4WantScold, rotation 2',
    outcome: 'yes',
    facts: [
      { term: 'Option mass', description: '0.43 (below .5)' },
      { term: 'Seed', description: '3 405 691 582' },
    ],
    turns: [
      { role: 'system', text: 'You are a woman of 19 who gets angry more easily than most.' },
      {
        role: 'user',
        text: 'A bus fails to stop for you.\nWould you want to scold?\nA. yes\nB. perhaps\nC. no',
      },
      { role: 'assistant', text: 'A', note: 'finish reason: stop' },
    ],
  },
  { title: 'Persona 3, S1DoShout', outcome: 'unparsed', turns: [{ role: 'assistant', text: HOSTILE }] },
  { title: 'Persona 4, S1DoShout', outcome: 'truncated', turns: [{ role: 'assistant', text: '' }] },
];

/** The sample report. Same seed, same bytes. */
export async function sampleReport(seed = 1): Promise<string> {
  const random = randomStream(seed, 'sample-report');
  const items = itemsOf(random);
  const scores = Array.from({ length: 25 }, (_, score) => ({
    score,
    first: Math.exp(-((score - 11) ** 2) / 50) / 12.5,
    second: Math.exp(-((score - 15) ** 2) / 12) / 6.1,
  }));
  const sections = [
    {
      id: 'population',
      heading: 'Population',
      body: populationCard({
        who: '316 first-year psychology students, 243 women and 73 men',
        when: 'published 2004',
        language: 'Dutch; item wording in English is ours',
        instrument: 'Verbal aggression: 24 items, 4 situations × 3 behaviours × 2 modes',
        responseFormat: 'no, perhaps, yes',
        sampling: 'convenience sample at one university',
        licence: link('https://example.org/licence', 'GPL-2 (data package)'),
        more: [{ term: 'Persons, items', description: '316, 24' }],
      }),
    },
    {
      id: 'alignment',
      heading: 'Alignment of difficulties',
      body: html`${paragraph('How hard items are for people and for the model, each on its own scale.')}${await plotScatter(
        items.map((item, index) => ({
          id: item.id,
          x: around(item.people, 0.14),
          y: index === 5 ? { value: null, interval: null } : around(item.model, 0.18),
          isNamed: index % 5 === 0,
        })),
        {
          id: 'scatter',
          title: 'Item difficulties: people against the model',
          description:
            'Points rise from lower left to upper right and lie flatter than the line of equal difficulty.',
          xTitle: 'difficulty for people (logits)',
          yTitle: 'difficulty for the model (logits)',
          link: { intercept: 0.2, slope: 0.58, label: 'mean/sigma link' },
          intervalLabel: '95 % intervals',
        },
      )}${await plotWrightMap(
        items.map((item) => ({ id: item.id, first: item.people, second: item.model })),
        {
          id: 'wright',
          title: 'Wright map',
          description: 'People and items of both groups on one scale of logits.',
          axisTitle: 'logits',
          persons: [
            { name: 'people', thetas: thetas(random, 316, 1.3) },
            { name: 'model', thetas: thetas(random, 300, 0.6) },
          ],
        },
      )}`,
    },
    {
      id: 'ceiling',
      heading: 'Ceiling and baselines',
      body: await plotIntervalAxis(
        [
          {
            label: 'SmolLM2-135M, 12 personas',
            kind: 'study',
            estimate: { value: 0.12, interval: null },
            remark: '12 clusters',
          },
          { label: 'planted population', kind: 'study', estimate: { value: 0.79, interval: [0.61, 0.9] } },
          {
            label: 'people against disjoint people',
            kind: 'baseline',
            estimate: { value: 0.98, interval: [0.96, 0.99] },
          },
          { label: 'women against men', kind: 'baseline', estimate: { value: 0.95, interval: [0.9, 0.98] } },
          { label: 'a coin', kind: 'baseline', estimate: { value: -0.08, interval: [-0.45, 0.33] } },
          { label: 'constant answers', kind: 'baseline', estimate: { value: null, interval: null } },
        ],
        {
          id: 'axis',
          title: 'Noise-corrected correlation of difficulties',
          description: 'The planted population reaches .79, people against people .98, a coin about 0.',
          axisTitle: 'rho',
          ceiling: { label: 'ceiling', estimate: { value: 0.97, interval: [0.95, 0.985] } },
          intervalLabel: '95 % intervals',
        },
      ),
    },
    {
      id: 'residuals',
      heading: 'Residuals',
      body: await plotResidualForest(
        items.map((item) => ({
          id: item.id,
          text: item.text,
          residual: around(item.model - 0.55 * item.people - 0.2, 0.22),
        })),
        {
          id: 'forest',
          title: 'Residual difficulty after mean/sigma linking',
          description:
            'Items sorted from the one the model finds hardest beyond people to the one it finds easiest.',
          axisTitle: 'residual (logits)',
          overLabel: 'Ten most over-estimated items',
          underLabel: 'Ten most under-estimated items',
          intervalLabel: '95 % intervals',
        },
      ),
    },
    {
      id: 'answers',
      heading: 'Answers and scores',
      body: html`${await plotStatusBars(
        [
          {
            label: 'SmolLM2-135M, 12 personas',
            counts: {
              ok: 700,
              repaired: 60,
              unparsed: 44,
              refused: 30,
              truncated: 12,
              missing: 18,
              'not administered': 0,
            },
          },
          { label: 'planted population', counts: { ok: 7584 } },
          { label: 'nothing yet', counts: {} },
        ],
        {
          id: 'statuses',
          title: 'Status of every answer',
          description: 'Nearly all answers could be read.',
          statuses: ['ok', 'repaired', 'unparsed', 'refused', 'truncated', 'missing', 'not administered'],
        },
      )}${await plotScoreDistribution(scores, {
        id: 'scores',
        title: 'Raw scores',
        description: 'People spread from 0 to 24; the model crowds around 15.',
        groups: ['people', 'model'],
        axisTitle: 'raw score',
      })}${table({
        caption: 'r under rules for unreadable answers',
        columns: [
          textColumn<[string, number | null]>('Rule', ([rule]) => rule),
          numberColumn<[string, number | null]>('r', ([, r]) => r),
        ],
        rows: [
          ['missing', 0.12],
          ['scored no', -0.04],
          ['worst case', null],
        ],
      })}`,
    },
    {
      id: 'conversations',
      heading: 'Conversations',
      body: conversationSample(CONVERSATIONS, { total: 864, restHint: code('holdfast show ID --cell C') }),
    },
    {
      id: 'provenance',
      heading: 'Provenance and spend',
      body: html`${provenanceTable([
        {
          name: 'result',
          value: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
          meaning: 'hash of the result',
        },
        { name: 'weights', value: 'SmolLM2-135M-Instruct Q4_K_M', meaning: HOSTILE },
      ])}${spendTable([
        {
          name: 'SmolLM2',
          paid: 846,
          fromMemo: 18,
          sentAnew: 2,
          promptTokens: 120345,
          completionTokens: 846,
          costMicroUsd: 0,
        },
        {
          name: 'endpoint',
          paid: 7584,
          fromMemo: 0,
          sentAnew: 0,
          promptTokens: 910080,
          completionTokens: 7584,
          costMicroUsd: 1234567,
        },
      ])}${subsection('How to repeat it', paragraph(code('./holdfast run experiments/alignment/demo.yaml')))}`,
    },
  ];
  return page({
    title: 'Verbal aggression: people and SmolLM2',
    kicker: 'Psychometric alignment study',
    lang: 'en',
    verdict: verdict({
      sentence: 'SmolLM2-135M with sampled personas orders the items no better than a coin.',
      figures: [
        { name: 'rho', value: '0.12', note: '12 clusters: no population interval' },
        { name: 'Ceiling', value: '0.97', note: '0.95 to 0.99' },
        { name: 'Share of the ceiling', value: '0.12' },
        { name: 'Items', value: '24' },
      ],
    }),
    notices: [
      notice({
        kind: 'warning',
        title: 'Below 30 clusters',
        body: 'Figures are given per unit; no population interval.',
      }),
      notice({
        kind: 'missing',
        title: '18 cells have no answer',
        remedy: code('holdfast retry alignment/demo'),
      }),
    ],
    sections,
    data: { text: HOSTILE, rho: 0.12 },
  });
}
