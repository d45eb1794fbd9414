import fc from 'fast-check';
import { randomStream } from '../../../../domain/seeds.ts';
import { drawToken, mostProbable } from '../../../../services/inference/llama/sample.ts';
import { logProbs, logSumExp } from '../../../../services/inference/llama/softmax.ts';

const LOGS = Float64Array.from([0.1, 0.6, 0.1, 0.2], Math.log);

function shares(rule: { temperature: number; topP: number }, draws = 20_000): number[] {
  const stream = randomStream(1, 'test');
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < draws; i++) {
    const { token } = drawToken(LOGS, rule, stream);
    counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts.map((count) => count / draws);
}

test('tokens come as often as they are probable', () => {
  // Four standard errors of a share of 20,000 draws: at most .014.
  const found = shares({ temperature: 1, topP: 1 });
  [0.1, 0.6, 0.1, 0.2].forEach((share, token) =>
    expect(Math.abs((found[token] ?? 0) - share)).toBeLessThan(0.014),
  );
});

test('temperature 1/2 squares the odds', () => {
  const total = 0.01 + 0.36 + 0.01 + 0.04;
  const found = shares({ temperature: 0.5, topP: 1 });
  expect(Math.abs((found[1] ?? 0) - 0.36 / total)).toBeLessThan(0.014);
});

test('top-p keeps the fewest tokens that hold it, of equal ones the first', () => {
  expect(shares({ temperature: 1, topP: 0.85 }, 2000)[2]).toBe(0);
  expect(shares({ temperature: 1, topP: 0.85 }, 2000)[0]).toBeGreaterThan(0);
  expect(shares({ temperature: 1, topP: 0.5 }, 200)).toEqual([0, 1, 0, 0]);
});

test('a draw depends on the seed alone, and reports the probability at temperature 1', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.1, max: 3, noNaN: true }), (seed, temperature) => {
      const draw = (): { token: number; logProb: number } =>
        drawToken(LOGS, { temperature, topP: 0.95 }, randomStream(seed, 'test'));
      expect(draw()).toEqual(draw());
      expect(draw().logProb).toBe(LOGS[draw().token]);
    }),
  );
});

test('the most probable token, of equal ones the first', () => {
  expect(mostProbable(LOGS)).toEqual({ token: 1, logProb: Math.log(0.6) });
  expect(mostProbable(Float64Array.from([-1, -0.5, -0.5])).token).toBe(1);
});

test('log-probabilities are normalised, finite and at most 0', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (weights) => {
      fc.pre(weights.some((weight) => weight > 1e-6));
      const logs = [...logProbs(Float32Array.from(weights))];
      expect(logs.every((log) => Number.isFinite(log) && log <= 0)).toBe(true);
      expect(logSumExp(logs)).toBeCloseTo(0, 9);
    }),
  );
});
