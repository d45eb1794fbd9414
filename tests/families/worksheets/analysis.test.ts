/** Effects, controls and order on judgments whose truth is known. */
import { analyse, effectResult, headlineSoFar } from '../../../families/worksheets/analysis/analyse.ts';
import { COLUMNS } from '../../../families/worksheets/page/columns.ts';
import { exportTables } from '../../../families/worksheets/tables.ts';
import { threadsOf } from '../../../families/block.ts';
import { randomStream } from '../../../domain/seeds.ts';
import { misfits } from '../columns-fit.ts';
import { judgedBy } from './judged.ts';
import { problem, study } from './small-study.ts';

const TEST = Array.from({ length: 6 }, (_, index) => `## Item ${index}\n\nWhat is ${index} and 1?`).join(
  '\n\n',
);
const SETS = ['one', 'two', 'three', 'four'];
const large = (spec: object = {}): ReturnType<typeof study> =>
  study({ materials: { folder: 'sheets', sets: SETS }, ...spec }, { 'post-test': TEST });

/** A little noise that is the same for the same cell. */
const noise = (key: string, sd: number): number => sd * randomStream(1, 'noise', key).normal();

test('a planted reversal is found with its size, controls that hold are said to, and a chain that adds 4 points is seen', () => {
  const planted = large();
  const results = judgedBy(planted, ({ judge, variant, persona: [a, b], key }) => {
    const level = a + b - 2;
    const worked = !['practice', 'padding'].includes(variant);
    const nothing = ['empty', 'off-topic', 'wrong'].includes(variant);
    return (
      30 +
      5 * level +
      (nothing ? -12 : worked ? 16 - 3 * level : 0) +
      (judge === 'chain' ? 4 : 0) +
      noise(key, 1)
    );
  });
  const result = effectResult(planted, results);
  const [alone] = result.judges;
  const value = (name: string): number =>
    alone?.contrasts.find((contrast) => contrast.name === name)?.value ?? NaN;
  expect(value('low')).toBeCloseTo(16, 0);
  expect(value('high')).toBeCloseTo(-8, 0);
  expect(value('interaction')).toBeCloseTo(24, 0);
  expect(alone?.verdict).toBe('full reversal');
  expect(alone?.contrasts.every(({ pairs, pHolm }) => pairs === 24 && (pHolm ?? 1) < 0.01)).toBe(true);
  expect(alone?.controls.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['paraphrase', 'did not move'],
    ['shuffled', 'did not move'],
    ['padding', 'did not move'],
    ['empty', 'fell'],
    ['off-topic', 'fell'],
    ['wrong', 'fell'],
  ]);
  expect(alone?.conditions.map(({ monotonicity }) => monotonicity.violations)).toEqual([0, 0]);
  expect(result.orderEffects).toHaveLength(1);
  expect(result.orderEffects[0]?.value).toBeCloseTo(4, 0);
  expect(result.headline).toContain('alone: expertise reversal: full reversal; interaction +2');
});

test('noise alone is no effect, and a judge that moves with every control is told', () => {
  const noisy = large();
  const result = effectResult(
    noisy,
    judgedBy(noisy, ({ variant, key }) => 50 + noise(key, 8) + (variant === 'shuffled' ? 30 : 0)),
  );
  const [alone] = result.judges;
  expect(alone?.verdict).toBe('not found');
  const verdicts = new Map(alone?.controls.map(({ name, verdict }) => [name, verdict]));
  expect(verdicts.get('shuffled')).toBe('moved');
  expect(verdicts.get('empty')).not.toBe('fell');
});

test('what is missing or unparsed is in no mean, and counted; nothing at all is not estimable', () => {
  const holed = large();
  const whole = effectResult(
    holed,
    judgedBy(holed, () => 60),
  );
  const result = effectResult(
    holed,
    judgedBy(holed, ({ item, persona }) =>
      item === 'item-0' ? null : persona[0] === 1 && item === 'item-1' ? 'missing' : 60,
    ),
  );
  expect(result.judges[0]?.conditions.map(({ strict, faithful }) => [strict, faithful])).toEqual([
    [60, 60],
    [60, 60],
  ]);
  expect(result.judges[0]?.statuses).toEqual([
    { status: 'ok', cells: expect.any(Number) as number },
    { status: 'unparsed', cells: expect.any(Number) as number },
  ]);
  expect(result.judges[0]?.missingByClass[0]?.missingClass).toBe('endpoint');
  expect(result.judges[0]?.contrasts[0]?.pairs).toBe(16);
  expect(result.rowsHash).not.toBe(whole.rowsHash);
  const nothing = effectResult(holed, []);
  expect(nothing.judges[0]?.verdict).toBe('not estimable');
  expect(headlineSoFar(holed, [])).toBe('');
});

test('replicates are averaged: more clones are no more pairs', () => {
  const judges = [{ name: 'alone', model: 'm', temperature: 0.7, replicates: 3 }];
  const cloned = large({ judges });
  const result = effectResult(
    cloned,
    judgedBy(cloned, ({ replicate }) => 40 + 10 * replicate),
  );
  expect(result.judges[0]?.contrasts[0]?.pairs).toBe(24);
  expect(result.judges[0]?.conditions[0]?.strict).toBeCloseTo(60, 9);
  expect(result.judges[0]?.replicateDeviation).toBeCloseTo(10, 9);
});

test('variability: worked examples that vary are best, and the interaction is positive', () => {
  const four = study(
    { effect: 'variability', materials: { folder: 'sheets', sets: SETS }, controls: { run: [] } },
    {
      'post-test': TEST,
      'one.low': [problem('P', 40), problem('Q', 41)].join('\n'),
      'one.high': [problem('R', 50), problem('S', 51)].join('\n'),
    },
  );
  const by: Record<string, number> = {
    'worked-high': 70,
    'worked-low': 50,
    'practice-high': 45,
    'practice-low': 44,
  };
  const result = effectResult(
    four,
    judgedBy(four, ({ variant, key }) => (by[variant] ?? 0) + noise(key, 1)),
  );
  expect(result.judges[0]?.verdict).toBe('replicated in direction');
  expect(result.judges[0]?.contrasts.find(({ name }) => name === 'interaction')?.value).toBeCloseTo(19, 0);
});

test('the result is JSON, the same for the same cells; tables have a row for each', () => {
  const small = large();
  const cells = judgedBy(small, ({ key }) => Math.round(50 + noise(key, 5)));
  const { result } = analyse(small, 'effect', cells);
  expect(analyse(small, 'effect', cells.toReversed())).toEqual(analyse(small, 'effect', cells));
  expect(() => analyse(small, 'fit', cells)).toThrow("no part 'fit'");
  const tables = exportTables(small, { cells, results: new Map([['effect', result]]) });
  expect(tables.get('judgments')).toHaveLength(
    threadsOf(small.blocks).length +
      small.blocks.reduce((sum, { cells: count, threads }) => sum + count - threads.length, 0),
  );
  expect(misfits(tables, COLUMNS)).toEqual([]);
  expect(tables.get('contrasts')).toHaveLength(6);
  expect(tables.get('surfaces')).toHaveLength(2 * 2 * 4);
});
