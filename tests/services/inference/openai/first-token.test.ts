import fc from 'fast-check';
import { scoreFirstTokens } from '../../../../services/inference/openai/first-token.ts';

const letters = ['A', 'B', 'C', 'D', 'E'];

test('listed options keep their probability; the others get a finite upper bound that fits what is left', () => {
  const weights = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(weights, fc.double({ min: 0.01, max: 1, noNaN: true }), (raw, mass) => {
      const sum = raw.reduce((a, b) => a + b, 0);
      const probabilities = raw.map((weight) => (weight / sum) * mass);
      const tokens = new Map(probabilities.map((p, i) => [letters[i] ?? '', Math.log(p)]));
      const { logProbs, bounded } = scoreFirstTokens(
        tokens,
        letters.map((letter) => [letter, ` ${letter}`]),
      );
      expect(bounded).toEqual(letters.map((_, i) => i).slice(raw.length));
      logProbs.forEach((logProb, index) => {
        expect(Number.isFinite(logProb)).toBe(true);
        const listed = probabilities[index];
        if (listed !== undefined) expect(Math.exp(logProb)).toBeCloseTo(listed, 10);
        else expect(Math.exp(logProb)).toBeLessThanOrEqual(Math.min(...probabilities) + 1e-9);
      });
      expect(logProbs.map(Math.exp).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});

test("an option that another one begins is not scored by the other one's token", () => {
  const tokens = new Map([['1', Math.log(0.9)]]);
  expect(() => scoreFirstTokens(tokens, [['1'], ['10']])).toThrow("begins with '1'");
});

test('a space of its own begins nothing', () => {
  const tokens = new Map([
    [' ', Math.log(0.4)],
    ['A', Math.log(0.5)],
  ]);
  expect(scoreFirstTokens(tokens, [['A', ' A'], [' B']]).bounded).toEqual([1]);
});
