/** A study made in memory with every part that a report can show: four arms on 24 items, answers drawn by a seed. */
import type { Json, JsonObject } from '../../../domain/json.ts';
import { randomStream } from '../../../domain/seeds.ts';
import type { ItemCell } from '../../../families/alignment/arms/cells.ts';
import type { PageContext, Study } from '../../../families/family.ts';
import { armOf, collect, collected, computeIn, openSmall, pageContext, said, scored } from './small-study.ts';

const SITUATIONS = [
  'A bus fails to stop for me.',
  'I miss a train because a clerk gave me faulty information.',
  'The grocery store closes just as I am about to enter.',
  'The operator disconnects me when I had used up my last coins.',
];
const BEHAVIOURS = ['Curse', 'Scold', 'Shout'];
const OPTIONS = ['no', 'perhaps', 'yes'];
const PEOPLE = 120;

const ITEMS = SITUATIONS.flatMap((situation, place) =>
  ['Want', 'Do'].flatMap((mode) =>
    BEHAVIOURS.map((behaviour, rank) => ({
      id: `S${place + 1}${mode}${behaviour}`,
      text: `${situation} I would ${mode === 'Want' ? 'want to ' : ''}${behaviour.toLowerCase()}.`,
      difficulty: rank * 0.9 - 0.9 + (mode === 'Do' ? 0.5 : -0.3) + place * 0.15,
    })),
  ),
);
const difficultyOf = new Map(ITEMS.map(({ id, difficulty }) => [id, difficulty]));

function itemsCsv(): string {
  // Items of the first situation have a key, so that the page says which option it is.
  const rows = ITEMS.map(({ id, text }, index) => `${id},${text},no|perhaps|yes,${index < 6 ? 'yes' : ''}`);
  return ['item_id,text,options,key', ...rows].join('\n');
}

function chance(theta: number, item: string): number {
  return 1 / (1 + Math.exp((difficultyOf.get(item) ?? 0) - theta));
}

function peopleCsv(): string {
  const rows = Array.from({ length: PEOPLE }, (_, person) => {
    const stream = randomStream(1, 'made-up people', person);
    const theta = 1.2 * stream.normal();
    const answers = ITEMS.map(({ id }) =>
      stream.uniform() < chance(theta, id) ? (stream.uniform() < 0.5 ? 'yes' : 'perhaps') : 'no',
    );
    return [`p${person + 1}`, 18 + (person % 10), person % 3 === 0 ? 'man' : 'woman', ...answers].join(',');
  });
  return [['person_id', 'age', 'gender', ...ITEMS.map(({ id }) => id)].join(','), ...rows].join('\n');
}

function openMadeUp(): Study {
  const people = { kind: 'people', phrase: 'a {gender} of {age}' };
  return openSmall(
    {
      title: 'Anger in everyday life (made-up answers)',
      items: { file: 'items.csv' },
      baselines: {
        groups: [{ name: 'g', label: 'women and men', covariate: 'gender', values: ['woman', 'man'] }],
      },
      arms: [
        armOf({ name: 'personas', label: 'a small model with personas', respondents: people }),
        armOf({ name: 'options', label: 'its option probabilities', ask: { mode: 'options', rotations: 3 } }),
        armOf({ name: 'flat', label: 'a model that tells no items apart', ask: { mode: 'options' } }),
      ],
      analysis: { draws: 100, splits: 20, primary: 'personas' },
    },
    { 'people.file': peopleCsv(), 'items.file': itemsCsv() },
  );
}

/** What an arm says: a letter now and then not to be read, or probabilities. */
function answer(cell: ItemCell): ReturnType<typeof said> {
  const stream = randomStream(7, 'made-up answer', cell.key);
  if (cell.arm === 'flat') return scored([0.3, 0.21, 0.49]);
  const theta = 0.8 * randomStream(1, 'made-up theta', cell.respondent).normal();
  const yes = chance(theta, cell.item);
  if (cell.arm === 'options') {
    const byOption = [0.95 * (1 - yes), 0.3 * yes, 0.6 * yes];
    return scored(byOption.map((_, shown) => byOption[(shown + cell.order) % 3] ?? 0));
  }
  const drawn = stream.uniform();
  if (drawn < 0.02) return said('That depends on the driver.');
  if (drawn < 0.03) return said('I would rather not say.', 'refusal');
  return said(stream.uniform() < yes ? (stream.uniform() < 0.5 ? 'C' : 'B') : 'A');
}

/** The study with the context of its page. */
export async function madeUpPage(): Promise<{ readonly study: Study; readonly context: PageContext }> {
  const study = openMadeUp();
  const cells = collect(study, answer);
  const analysis = { ...collected(cells), earlier: new Map<string, Json>(), compute: computeIn(1) };
  const results = new Map<string, Json>();
  for (const part of ['fit', 'align']) results.set(part, (await study.analyse(part, analysis)).result);
  return { study, context: { ...pageContext(cells, results), conversation: heldAt } };
}

function heldAt(key: string): ReturnType<PageContext['conversation']> {
  const isScore = !key.startsWith('personas');
  const request: JsonObject = {
    kind: isScore ? 'score' : 'generate',
    prompt: {
      kind: 'chat',
      messages: [
        { role: 'system', content: 'You are a woman of 21.' },
        {
          role: 'user',
          content: `${ITEMS[0]?.text ?? ''}\n${OPTIONS.map((option, index) => `${'ABC'[index] ?? ''}. ${option}`).join('\n')}\nAnswer with a letter.`,
        },
      ],
    },
    ...(isScore
      ? {
          options: [
            ['A', ' A'],
            ['B', ' B'],
            ['C', ' C'],
          ],
        }
      : { maxTokens: 5, temperature: 0 }),
  };
  return Promise.resolve([
    {
      kind: 'completion',
      request,
      completion: isScore
        ? { ...scored([0.2, 0.3, 0.45]), boundedOptions: [1] }
        : { ...said('C'), tokenIds: [34], tokenLogProbs: [-0.12] },
      identity: { kind: 'openai', model: 'tiny' },
    },
  ]);
}
