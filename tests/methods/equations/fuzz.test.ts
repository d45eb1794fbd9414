/** 2,000 hostile texts against the solver: no hang, no crash, no prototype touched. */
import { BY_HAND, hostileTexts } from '../../../benchmarks/solver/hostile.ts';
import { measureFuzz } from '../../../benchmarks/solver/measure.ts';
import { solve } from '../../../methods/equations/solve.ts';
import { SOLUTION_STATUSES } from '../../../methods/equations/solution.ts';

const SEED = Number(process.env['HOLDFAST_FUZZ_SEED'] ?? Date.now() % 1_000_000);
const COUNT = 2000;
/** The limit is a second; other tests may run beside this one. */
const SLOWEST_MS = 10_000;

test('they all end with a status', () => {
  process.stderr.write(`fuzz: seed ${SEED} (HOLDFAST_FUZZ_SEED)\n`);
  const texts = hostileTexts(COUNT, SEED);
  expect(texts).toHaveLength(COUNT);
  expect(texts.slice(0, BY_HAND.length)).toEqual(BY_HAND);
  const fuzzed = measureFuzz(texts);
  expect(fuzzed.slowestMs).toBeLessThan(SLOWEST_MS);
  expect(fuzzed.prototypeTouched).toBe(false);
  expect(
    [...fuzzed.statuses.keys()].filter((status) => !SOLUTION_STATUSES.includes(status as never)),
  ).toEqual([]);
  // It is no fuzz where the parser turns everything away.
  expect(fuzzed.statuses.get('unparsable')).toBeLessThan(COUNT * 0.9);
  expect(fuzzed.statuses.size).toBeGreaterThan(5);
}, 120_000);

test('names of prototypes and constants are names like any other', () => {
  for (const name of ['__proto__', 'constructor', 'I', 'E', 'lambda', 'pi', 'hasOwnProperty']) {
    const solution = solve(`[[var ${name}]] [[eq ${name} = 2]] [[eq b = ${name} * 3]] [[answer b]]`);
    expect(solution).toMatchObject({ status: 'solved', answers: [{ name: 'b', value: 6 }] });
  }
});
