/** The analysis of a small study: rules, bounds, baselines, order of options, and the report. */
import { canonicalJson, type Json } from '../../../domain/json.ts';
import { randomStream } from '../../../domain/seeds.ts';
import type { AlignResult, ArmResult, FitResult } from '../../../families/alignment/analysis/result.ts';
import type { ItemCell } from '../../../families/alignment/arms/cells.ts';
import type { CellResult, Study } from '../../../families/family.ts';
import { misfits } from '../columns-fit.ts';
import {
  ITEMS,
  PERSONS,
  armOf,
  collect,
  collected,
  computeIn,
  difficulty,
  openSmall,
  pageContext,
  peopleCsv,
  said,
  scored,
} from './small-study.ts';

function itemOf(cell: ItemCell): number {
  return Number(cell.item.slice(1)) - 1;
}

/** A model that follows the people's difficulties. */
function faithful(cell: ItemCell): ReturnType<typeof said> {
  const stream = randomStream(1, 'faithful', cell.respondent);
  const theta = stream.normal();
  const u = randomStream(1, 'faithful answer', cell.key).uniform();
  return said(u < 1 / (1 + Math.exp(difficulty(itemOf(cell)) - theta)) ? 'C' : 'A');
}

async function run(
  study: Study,
  cells: readonly CellResult[],
  chunks = 1,
): Promise<{ fit: FitResult; align: AlignResult; results: Map<string, Json> }> {
  const context = { ...collected(cells), earlier: new Map<string, Json>(), compute: computeIn(chunks) };
  const fit = (await study.analyse('fit', context)).result;
  const align = (await study.analyse('align', context)).result;
  const results = new Map([
    ['fit', fit],
    ['align', align],
  ]);
  return { fit: fit as unknown as FitResult, align: align as unknown as AlignResult, results };
}

function only(result: AlignResult): ArmResult {
  const [arm] = result.arms;
  if (arm === undefined) throw new Error('no arm');
  return arm;
}

describe('a faithful model', () => {
  const study = openSmall({
    baselines: { groups: [{ name: 'g', covariate: 'gender', values: ['woman', 'man'] }] },
  });
  const cells = collect(study, faithful);

  it('correlates with the people, beside a coin and people against people', async () => {
    const { align, fit } = await run(study, cells);
    const arm = only(align);
    expect(arm.record?.r).toBeGreaterThan(0.8);
    expect(arm.record?.clusters).toEqual({ human: PERSONS, model: 20 });
    expect(arm.record?.interval).toBeNull();
    expect(arm.rules).toBeNull();
    expect(align.verdict).toContain('says nothing on a population');
    expect(Math.abs(align.baselines.coin?.r ?? 1)).toBeLessThan(0.9);
    expect(align.baselines.people?.r).toBeGreaterThan(0.7);
    expect(align.baselines.groups[0]?.persons).toEqual([40, 20]);
    expect(fit.people?.items).toHaveLength(ITEMS);
    expect(await study.headline(collected(cells))).toMatch(/^people: r so far 0\.\d\d over 8 items$/);
  });

  it('comes to the same bytes on any number of threads and in any order of settling', async () => {
    const one = await run(study, cells, 1);
    const other = await run(study, [...cells].reverse(), 7);
    expect(canonicalJson(other.align as unknown as Json)).toBe(canonicalJson(one.align as unknown as Json));
    expect(canonicalJson(other.fit as unknown as Json)).toBe(canonicalJson(one.fit as unknown as Json));
  });

  it('has a report and tables with every cell in them', async () => {
    const { results } = await run(study, cells);
    const context = pageContext(cells, results);
    const html = await study.page(context);
    for (const heading of [
      'The people',
      'Arms and baselines',
      'Items',
      'What the figures hang on',
      'What became of the answers',
      'Conversations',
      'How this was made',
      'Spend and provenance',
    ]) {
      expect(html).toContain(`>${heading}</h2>`);
    }
    expect(html).toContain('people of a test');
    const seen = html.slice(0, html.indexOf('<script type="application/json"'));
    expect(/\bNaN\b|undefined|\[object|<b>/.exec(seen)).toBeNull();
    expect((await study.page(context)) === html).toBe(true);
    const tables = await study.tables(context);
    expect(misfits(tables, study.columns)).toEqual([]);
    const responses = [...(tables.get('responses') ?? [])];
    expect(responses).toHaveLength(PERSONS * ITEMS);
    expect(responses[0]).toMatchObject({
      arm: 'people',
      item_id: 'i1',
      repeat: 0,
      position: 0,
      status: 'ok',
    });
    expect(tables.get('persons')).toHaveLength(PERSONS);
    expect(tables.get('items')).toHaveLength(2 * ITEMS);
    expect(tables.get('arms')).toHaveLength(3);
  });
});

describe('answers that are none', () => {
  const study = openSmall();
  // Hard items are refused more often: leaving the refusals out hides what the model would not do.
  const cells = collect(study, (cell) =>
    randomStream(2, 'refuses', cell.key).uniform() < itemOf(cell) / 10
      ? said("I'm sorry, I can't say.")
      : faithful(cell),
  );

  it('are counted, set beside difficulty, and bounded', async () => {
    const arm = only((await run(study, cells)).align);
    expect(arm.statuses.counts.refused).toBeGreaterThan(100);
    expect(arm.statuses.counts.ok + arm.statuses.counts.refused).toBe(PERSONS * ITEMS);
    expect(arm.statuses.withDifficulty).toBeGreaterThan(0.8);
    const { rules } = arm;
    if (rules === null) throw new Error('no rules');
    const [low, missing, zero, high] = [rules.lowest.r, rules.missing.r, rules.zero.r, rules.highest.r].map(
      (r) => r ?? NaN,
    );
    expect(low).toBeLessThan(Math.min(missing ?? 0, zero ?? 0));
    expect(high).toBeGreaterThanOrEqual(Math.max(missing ?? 0, zero ?? 0) - 0.01);
    expect(zero).not.toBe(missing);
    expect(missing).toBe(arm.record?.r);
  });

  it('count 0 where the spec says so', async () => {
    const strict = openSmall({ rules: { refused: 'zero' } });
    const arm = only((await run(strict, cells)).align);
    expect(arm.record?.r).toBe(arm.rules?.zero.r);
  });

  it('and cells that were lost are told apart: they are missing, and never bounded', async () => {
    const whole = collect(study, faithful);
    const lost = whole.map((cell, index): CellResult =>
      index % 5 === 0 ? { key: cell.key, kind: 'missing', missingClass: 'endpoint' } : cell,
    );
    const { align, results } = await run(study, lost);
    expect(only(align).statuses.counts.missing).toBe((PERSONS * ITEMS) / 5);
    expect(only(align).rules).toBeNull();
    expect(await study.page(pageContext(lost, results))).toContain('96 cells were lost');
  });
});

describe('repaired answers', () => {
  it('are marked, and r without them is shown', async () => {
    const study = openSmall();
    const cells = collect(study, (cell, turn) =>
      turn === 0 && randomStream(3, 'mumbles', cell.key).uniform() < 0.3 ? said('Well') : faithful(cell),
    );
    const arm = only((await run(study, cells)).align);
    expect(arm.statuses.counts.repaired).toBeGreaterThan(50);
    expect(arm.withoutRepaired?.r).toBeGreaterThan(0.7);
    expect(arm.withoutRepaired?.r).not.toBe(arm.record?.r);
  });
});

describe('a model that answers by place', () => {
  const arms = [
    armOf({
      name: 'place',
      respondents: { kind: 'personas', phrase: 'a {gender}' },
      ask: { mode: 'options', rotations: 3 },
    }),
  ];

  it('is called that, in the verdict', async () => {
    const study = openSmall({ arms });
    const cells = collect(study, (cell) => {
      const noise = 1 + 0.1 * randomStream(4, 'place', cell.key).uniform();
      return scored([0.3 * noise, 0.02, 0.02 * noise]);
    });
    const { align, results } = await run(study, cells);
    const arm = only(align);
    expect(arm.order?.betweenOrders).toBeGreaterThan(0.95);
    expect(arm.order?.byPlace[0]).toBeGreaterThan(0.85);
    expect(arm.statuses.lowMass).toBe(2 * ITEMS * 3);
    expect(align.verdict).toContain('by where an option stands');
    expect(await study.page(pageContext(cells, results))).toContain(
      'the options hold little of the probability',
    );
  });

  it('and its r by order stands on items that people tell apart, under map and under ml', async () => {
    // All people said yes to the last item, which the model finds hardest.
    const people = peopleCsv().replaceAll(/(?<=\d.*,)(no|perhaps|yes)$/gm, 'yes');
    for (const estimation of ['map', 'ml']) {
      const analysis = { draws: 100, splits: 20, estimation };
      const study = openSmall({ arms, analysis }, { 'people.file': people });
      const cells = collect(study, (cell) => {
        const yes = 1 / (1 + Math.exp(difficulty(itemOf(cell))));
        const choices =
          cell.order === 0 ? [1 - yes, 0, yes] : cell.order === 1 ? [0, yes, 1 - yes] : [yes, 1 - yes, 0];
        return scored(choices.map((p) => Math.max(p, 1e-6)));
      });
      const { align, results } = await run(study, cells);
      const rs = only(align).order?.orders.map(({ r }) => r ?? NaN) ?? [];
      expect(rs).toHaveLength(3);
      for (const r of rs) expect(r).toBeGreaterThan(0.9);
      const page = await study.page(pageContext(cells, results));
      expect(page).toContain(
        estimation === 'map' ? 'over 7 items, the fewest that a row stands on' : 'With 8 items',
      );
    }
  });

  it('which says the same to every item has no correlation, and no report falls over it', async () => {
    const study = openSmall({ arms });
    const cells = collect(study, () => scored([0.9, 0.05, 0.05]));
    const { align, results } = await run(study, cells);
    expect(align.verdict).toContain('the same to every item');
    expect(await study.page(pageContext(cells, results))).toContain('not estimable');
  });
});

test('a side is called silent only where it is: each may answer other items all alike', async () => {
  const people = peopleCsv()
    .split('\n')
    .map((row, index) =>
      index === 0 ? row : row.replace(/(,[a-z]+){8}$/, (all) => half(all.split(',').slice(1))),
    )
    .join('\n');
  function half(answers: readonly string[]): string {
    return `,${answers.map((answer, item) => (item < 4 ? 'yes' : answer)).join(',')}`;
  }
  const study = openSmall({}, { 'people.file': people });
  const { align } = await run(
    study,
    collect(study, (cell) => (itemOf(cell) < 4 ? faithful(cell) : said('A'))),
  );
  const { record } = only(align);
  expect(record).toMatchObject({ items: 0, notEstimable: 'no-information' });
  expect(align.verdict).toMatch(
    /^Of 8 items .* answered 4 all alike and the people 4, so that too few are left/,
  );
  const silent = await run(
    study,
    collect(study, () => said('A')),
  );
  expect(silent.align.verdict).toContain('answered all items alike, or all but one');
});

describe('shares in place of people', () => {
  it('have no fit, no ceiling and no groups, but an r and a report', async () => {
    const shares = Array.from(
      { length: ITEMS },
      (_, item) => `i${item + 1},${(1 / (1 + Math.exp(difficulty(item)))).toFixed(3)}`,
    );
    const study = openSmall(
      {
        people: { kind: 'shares', file: 's.csv' },
        arms: [
          armOf({
            respondents: {
              kind: 'grid',
              phrase: 'a {gender} of {age}',
              values: { gender: ['man', 'woman'], age: [20, 30, 40, 50] },
            },
            repeats: 5,
          }),
        ],
      },
      { 'people.file': ['item_id,share', ...shares].join('\n') },
    );
    const cells = collect(study, faithful);
    const { align, fit, results } = await run(study, cells);
    expect(fit.people).toBeNull();
    expect(only(align).record?.r).toBeGreaterThan(0.7);
    expect(only(align).record?.ceiling).toBeNull();
    expect(align.baselines.people).toBeNull();
    expect(await study.page(pageContext(cells, results))).toContain('no single persons');
  });
});

describe('a stopped study', () => {
  it('is reported on what is there', async () => {
    const study = openSmall();
    const cells = collect(study, faithful).slice(0, 3);
    const { align, results } = await run(study, cells);
    expect(only(align).record).toBeNull();
    expect(align.verdict).toContain('too few answers');
    const html = await study.page({ ...pageContext(cells, results), partial: true });
    expect(html).toContain('The experiment was stopped');
    expect(await study.page({ ...pageContext([], new Map()), partial: true })).toContain(
      'have not been analysed',
    );
    expect(await study.headline(collected([]))).toBe('');
  });
});
