/** Effects on surfaces whose effects are known, monotonicity, and verdicts in words. */
import fc from 'fast-check';
import { reversalContrasts, variabilityContrasts } from '../../../methods/instruction/contrasts.ts';
import {
  emptyScores,
  meanThere,
  monotonicityOf,
  type Persona,
  scoreIndex,
  type Scores,
  surfaceOf,
} from '../../../methods/instruction/scores.ts';
import {
  fallVerdict,
  reversalVerdict,
  stillVerdict,
  variabilityVerdict,
} from '../../../methods/instruction/verdict.ts';

const LEVELS = [1, 2, 3, 4, 5];
const PERSONAS: readonly Persona[] = LEVELS.flatMap((a) => LEVELS.map((b): Persona => [a, b]));
const isLow = ([a, b]: Persona): boolean => a <= 2 && b <= 2;
const isHigh = ([a, b]: Persona): boolean => a >= 4 && b >= 4;

function scoresBy(score: (persona: Persona, material: number, item: number) => number): Scores {
  const scores = emptyScores(PERSONAS, 3, 4);
  PERSONAS.forEach((persona, p) => {
    for (let material = 0; material < 3; material++)
      for (let item = 0; item < 4; item++)
        scores.values[scoreIndex(scores, p, material, item)] = score(persona, material, item);
  });
  return scores;
}

test('a planted expertise reversal: worked examples give 10 points less for each level, whatever materials and items add', () => {
  const practice = scoresBy(([a, b], material, item) => 5 * (a + b) + 3 * material + item);
  const worked = scoresBy(([a, b], material, item) => 5 * (a + b) + 3 * material + item + 30 - 5 * (a + b));
  const { low, high, interaction } = reversalContrasts({ worked, practice }, isLow, isHigh);
  // Levels add up to 3 on average over {1,2}^2, and to 9 over {4,5}^2.
  expect([...low]).toEqual(Array(12).fill(15));
  expect([...high]).toEqual(Array(12).fill(-15));
  expect([...interaction]).toEqual(Array(12).fill(30));
});

test('a pair without one condition has no contrast, and others are as they were', () => {
  const practice = scoresBy(() => 40);
  const worked = scoresBy(([a]) => 50 - a);
  PERSONAS.forEach((_, p) => (worked.values[scoreIndex(worked, p, 1, 2)] = NaN));
  const { low } = reversalContrasts({ worked, practice }, isLow, isHigh);
  expect([...low].map((value, pair) => [pair, value]).filter(([, value]) => Number.isNaN(value))).toEqual([
    [6, NaN],
  ]);
  expect(low[0]).toBe(8.5);
});

test('variability: what all conditions share goes out', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 4, maxLength: 4 }), (means) => {
      const [wh = 0, wl = 0, ph = 0, pl = 0] = means;
      const at = (own: number): Scores => scoresBy(([a, b], material, item) => own + a * b + material - item);
      const contrasts = variabilityContrasts({
        workedHigh: at(wh),
        workedLow: at(wl),
        practiceHigh: at(ph),
        practiceLow: at(pl),
      });
      expect(meanThere(contrasts.worked)).toBeCloseTo(wh - wl, 9);
      expect(meanThere(contrasts.practice)).toBeCloseTo(ph - pl, 9);
      expect(meanThere(contrasts.interaction)).toBeCloseTo(wh - wl - (ph - pl), 9);
    }),
    { numRuns: 40 },
  );
});

test('monotonicity: 40 neighbours on the whole surface; a fall is a violation, a tie is none', () => {
  const rising = surfaceOf(scoresBy(([a, b]) => 5 * a + 5 * b));
  expect(monotonicityOf(PERSONAS, rising)).toEqual({ compared: 40, violations: 0, largest: 0 });
  expect(monotonicityOf(PERSONAS, surfaceOf(scoresBy(() => 50))).violations).toBe(0);
  const falling = surfaceOf(scoresBy(([a, b]) => 5 * a - 2 * b));
  expect(monotonicityOf(PERSONAS, falling)).toEqual({ compared: 40, violations: 20, largest: 2 });
  const few: readonly Persona[] = [
    [1, 1],
    [1, 5],
    [5, 1],
    [5, 5],
  ];
  expect(monotonicityOf(few, Float64Array.of(10, 20, NaN, 15))).toEqual({
    compared: 2,
    violations: 1,
    largest: 5,
  });
});

test('verdicts: direction needs intervals that exclude zero, a full reversal one below zero for those who know much', () => {
  const figure = (low: number, high: number): { value: number; interval: [number, number] } => ({
    value: (low + high) / 2,
    interval: [low, high],
  });
  const none = { value: 3, interval: null };
  const [up, open, down] = [figure(1, 9), figure(-2, 5), figure(-9, -1)];
  expect(reversalVerdict({ low: up, high: down, interaction: up })).toBe('full reversal');
  expect(reversalVerdict({ low: up, high: open, interaction: up })).toBe('replicated in direction');
  expect(reversalVerdict({ low: up, high: up, interaction: open })).toBe('not found');
  expect(reversalVerdict({ low: open, high: down, interaction: up })).toBe('not found');
  expect(reversalVerdict({ low: none, high: none, interaction: none })).toBe('not estimable');
  expect(variabilityVerdict(up, true)).toBe('replicated in direction');
  expect(variabilityVerdict(up, false)).toBe('not found');
  expect([up, open, figure(-3, 3), none].map((one) => stillVerdict(one, 5))).toEqual([
    'moved',
    'cannot tell',
    'did not move',
    'not estimable',
  ]);
  expect([down, figure(-9, 1), figure(-2, 3), none].map((one) => fallVerdict(one, 5))).toEqual([
    'fell',
    'cannot tell',
    'did not fall',
    'not estimable',
  ]);
});
