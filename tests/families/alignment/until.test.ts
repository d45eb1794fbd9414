/** A stopping rule: waves of items, looks, and a study that is whole at whatever wave it stops. */
import fc from 'fast-check';
import { canonicalJson, type Json } from '../../../domain/json.ts';
import { randomStream } from '../../../domain/seeds.ts';
import type { ItemCell } from '../../../families/alignment/arms/cells.ts';
import type { AlignResult } from '../../../families/alignment/analysis/result.ts';
import { alignment } from '../../../families/alignment/family.ts';
import { wavesOf } from '../../../families/alignment/rounds/waves.ts';
import { cellsIn, threadsOf } from '../../../families/block.ts';
import { batchesOf } from '../../../families/cell-results.ts';
import type { CellResult, Study } from '../../../families/family.ts';
import type { Round } from '../../../families/rounds.ts';
import { armOf, collect, computeIn, openSmall, pageContext, said, specOf } from './small-study.ts';

const ITEMS = 48;
const PERSONS = 40;
const names = Array.from({ length: ITEMS }, (_, item) => `i${item + 1}`);
const difficulty = (item: string): number => -2 + (4 * Number(item.slice(1))) / ITEMS;
const inputs = {
  'items.file': ['item_id,text', ...names.map((name) => `${name},Do you do ${name}?`)].join('\n'),
  'people.file': [
    ['person_id', 'age', 'gender', ...names].join(','),
    ...Array.from({ length: PERSONS }, (_, person) => {
      const stream = randomStream(1, 'people who stop', person);
      const theta = stream.normal();
      const answers = names.map((name) =>
        stream.uniform() < 1 / (1 + Math.exp(difficulty(name) - theta)) ? 'yes' : 'no',
      );
      return [`p${person + 1}`, 20 + person, 'woman', ...answers].join(',');
    }),
  ].join('\n'),
};
const arms = [armOf(), armOf({ name: 'other' })];
const open = (until?: object, changes: object = {}): Study =>
  openSmall({ arms, ...(until === undefined ? {} : { until }), ...changes }, inputs);

/** Follows the people's difficulties more or less; the arm `other` not at all. */
function answer(cell: ItemCell): ReturnType<typeof said> {
  const theta = randomStream(2, 'theta', cell.respondent).normal();
  const b = cell.arm === 'other' ? 0 : difficulty(cell.item) + randomStream(2, 'own', cell.item).normal();
  return said(randomStream(2, 'answer', cell.key).uniform() < 1 / (1 + Math.exp(b - theta)) ? 'C' : 'A');
}

async function through(study: Study): Promise<{ rounds: Round[]; cells: CellResult[]; looks: string[] }> {
  const all = new Map(collect(study, answer).map((cell) => [cell.key, cell]));
  const rounds: Round[] = [];
  const cells: CellResult[] = [];
  const looks: string[] = [];
  for (;;) {
    const before =
      rounds.length === 0 ? undefined : { rounds, cells: batchesOf(cells), compute: computeIn(3) };
    const { round, said: text } = await study.round(before);
    if (text !== undefined) looks.push(text);
    if (round === undefined) return { rounds, cells, looks };
    // What a worker has of a round is its plan.
    rounds.push(study.reopen(round.index, JSON.parse(JSON.stringify(round.memory)) as Json));
    for (const { key } of cellsIn(threadsOf(rounds.at(-1)?.blocks ?? [])))
      cells.push(all.get(key) as CellResult);
  }
}

async function aligned(
  study: Study,
  rounds: readonly Round[],
  cells: readonly CellResult[],
): Promise<AlignResult> {
  const context = {
    rounds,
    cells: batchesOf(cells),
    earlier: new Map<string, Json>(),
    compute: computeIn(1),
  };
  return (await study.analyse('align', context)).result as unknown as AlignResult;
}

test('waves are of one size, hold every item once, and keep testlets together', () => {
  const shape = fc.array(fc.option(fc.integer({ min: 0, max: 8 }), { nil: null }), {
    minLength: 20,
    maxLength: 200,
  });
  fc.assert(
    fc.property(shape, fc.integer({ min: 2, max: 10 }), fc.integer({ min: 0 }), (testlets, count, seed) => {
      const items = testlets.map((testlet, i) => ({
        id: `i${i}`,
        testlet: testlet === null ? null : `t${testlet}`,
      }));
      const waves = wavesOf(items, count, seed);
      expect(waves).toHaveLength(count);
      expect(waves.flat().sort()).toEqual(items.map(({ id }) => id).sort());
      for (const testlet of new Set(items.flatMap((item) => item.testlet ?? []))) {
        const own = items.filter((item) => item.testlet === testlet).map(({ id }) => id);
        expect(waves.filter((wave) => own.some((id) => wave.includes(id)))).toHaveLength(1);
      }
      if (testlets.every((testlet) => testlet === null))
        for (const wave of waves) expect(Math.abs(wave.length - items.length / count)).toBeLessThan(2);
      expect(wavesOf(items, count, seed)).toEqual(waves);
    }),
  );
});

test('it stops at the first interval that is narrow enough, and reports on what was asked', async () => {
  const study = open({ halfWidth: 0.6 });
  const { rounds, cells, looks } = await through(study);
  expect(rounds).toHaveLength(1);
  expect(cells).toHaveLength(2 * 16 * PERSONS);
  expect(looks).toHaveLength(1);
  expect(looks[0]).toMatch(
    /^look 1 of 3 at most: people: rho 0?\.\d+, 98\.3\s% interval .+ to .+, half-width 0?\.\d+ of 0?\.60? over 16 items; narrow enough: nothing more is asked$/,
  );
  const result = await aligned(study, rounds, cells);
  expect(result.items).toHaveLength(16);
  const [arm] = result.arms;
  expect(arm?.statuses.counts.missing).toBe(0);
  expect(arm?.record?.level).toBeCloseTo(0.98333, 5);
  expect(result.looks).toMatchObject([
    { items: 16, stops: 'narrow enough', interval: arm?.record?.interval },
  ]);
  const html = await study.page({
    ...pageContext(cells, new Map([['align', result as unknown as Json]])),
    rounds,
  });
  expect(html).toContain('>When it stopped</h2>');
  expect(html).toMatch(/98\.3\s% interval of rho/);
  expect(html).not.toMatch(/95 % interval of rho/);
});

test('what no interval satisfies is asked whole, in as many waves as it says, each looked at once', async () => {
  const study = open({ halfWidth: 0.001, atMost: 4 });
  const { rounds, cells, looks } = await through(study);
  expect(rounds.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  expect(new Set(cells.map(({ key }) => key)).size).toBe(2 * ITEMS * PERSONS);
  expect(looks).toHaveLength(4);
  expect(await study.headline({ rounds, cells: batchesOf(cells) })).toMatch(
    /^people: r so far .* over 48 items; look 3 of 4 at most: .*; the next wave is asked$/,
  );
  const result = await aligned(study, rounds, cells);
  expect(result.looks?.map(({ items, stops }) => [items, stops])).toEqual([
    [12, null],
    [24, null],
    [36, null],
    [48, 'the last look'],
  ]);
  // The figures of a wave are those of its look, and the last are those of a study that asked all at once.
  const whole = open();
  const once = await aligned(whole, [], collect(whole, answer));
  const rho = result.arms[0]?.record?.rho;
  expect(rho).toBe(once.arms[0]?.record?.rho);
  expect(result.looks?.at(-1)?.rho).toBe(rho);
  expect(result.looks?.at(-1)?.halfWidth).toBeGreaterThan(0);
  expect(once).not.toHaveProperty('looks');
  expect(once.arms[0]?.record).not.toHaveProperty('level');
});

test('cells and questions are those of a study that asks all at once: they serve each other', () => {
  const keys = (study: Study) => [...cellsIn(threadsOf(study.blocks))].map(({ key }) => key);
  expect(keys(open({ halfWidth: 0.2 }))).toEqual(keys(open()));
});

test('a spec without a rule keeps its identity; one with a rule is another collection', () => {
  const [without, ruled] = [specOf({ arms }), specOf({ arms, until: { halfWidth: 0.2 } })];
  expect(canonicalJson(alignment.identity(without))).not.toContain('until');
  expect(canonicalJson(alignment.collectionIdentity(without))).not.toContain('until');
  expect(canonicalJson(alignment.collectionIdentity(ruled))).toContain('"until":{"halfWidth":0.2}');
});

test.each([
  ['remembers its answers', { arms: [armOf({ memory: { earlier: 2 } })] }, {}],
  [
    'below 30 there is no interval',
    { arms: [armOf({ respondents: { kind: 'people', phrase: 'a {gender}' } })] },
    {},
  ],
  ['48 items (or testlets) in 5 waves', {}, { atMost: 5 }],
])('a rule is refused where it could not do: %s', (why, changes, more) => {
  expect(() => open({ halfWidth: 0.2, ...more }, changes)).toThrow(why);
});

test('a plan says what is asked in any case and at most, and what the looks may see', async () => {
  const study = open({ halfWidth: 0.2 });
  let [least, most] = [0, 0];
  for (const { times, callsAtLeast, callsAtMost } of study.estimates()) {
    least += times * callsAtLeast;
    most += times * callsAtMost;
  }
  expect([least, most]).toEqual([2 * 16 * PERSONS, 2 * 2 * ITEMS * PERSONS]);
  expect((await study.outlook(computeIn(1))).at(-1)).toMatch(
    /^stops at a half-width of 0\.2 \(people, 98\.3\s% at each look\): at a rho of 0\.5 expect .* after 16 items, .* after 32 items, .* after 48 items$/,
  );
  expect(study.frozenPlan()['until']).toEqual({ halfWidth: 0.2, atMost: 3 });
});
