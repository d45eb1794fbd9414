import fc from 'fast-check';
import { Fault } from '../../../../domain/errors.ts';
import { continuationsOf, optionLogProbs } from '../../../../services/inference/llama/options.ts';

/** Every sequence of three tokens out of three, each with a probability: an answer space to count in. */
const space = [0, 1, 2].flatMap((a) => [0, 1, 2].flatMap((b) => [0, 1, 2].map((c) => [a, b, c])));

const spelling = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 });
const options = fc.array(fc.array(spelling, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 27, maxLength: 27 });

const beginsWith = (answer: readonly number[], start: readonly number[]): boolean =>
  start.every((token, index) => answer[index] === token);

test('an option is the sum over the answers whose longest scored beginning is its own', () => {
  fc.assert(
    fc.property(options, weights, (spellings, counts) => {
      let continuations;
      try {
        continuations = continuationsOf(spellings);
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
        return;
      }
      const total = counts.reduce((sum, count) => sum + count, 0);
      const probability = (index: number): number => (counts[index] ?? 0) / total;
      const logs = continuations.map(({ tokens }) =>
        Math.log(
          space.reduce((sum, answer, at) => sum + (beginsWith(answer, tokens) ? probability(at) : 0), 0),
        ),
      );
      const expected = spellings.map(() => 0);
      space.forEach((answer, at) => {
        const longest = continuations
          .filter(({ tokens }) => beginsWith(answer, tokens))
          .sort((a, b) => b.tokens.length - a.tokens.length)[0];
        if (longest !== undefined)
          expected[longest.option] = (expected[longest.option] ?? 0) + probability(at);
      });
      const found = optionLogProbs(spellings.length, continuations, logs);
      found.forEach((log, option) => expect(Math.exp(log)).toBeCloseTo(expected[option] ?? NaN, 10));
      expect(found.reduce((sum, log) => sum + Math.exp(log), 0)).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});

test('equal spellings count once, and so does one that begins with another of its option', () => {
  expect(continuationsOf([[[1], [1], [1, 2]], [[2]]])).toEqual([
    { option: 0, tokens: [1] },
    { option: 1, tokens: [2] },
  ]);
});

test('1 and 10 are different options', () => {
  const continuations = continuationsOf([[[1]], [[1, 0]]]);
  const [one, ten] = optionLogProbs(2, continuations, [Math.log(0.5), Math.log(0.2)]);
  expect(one).toBeCloseTo(Math.log(0.3), 12);
  expect(ten).toBeCloseTo(Math.log(0.2), 12);
});

test('what is left of an option stays finite', () => {
  const [one] = optionLogProbs(2, continuationsOf([[[1]], [[1, 0]]]), [-2, -2]);
  expect(Number.isFinite(one)).toBe(true);
});

test('options that cannot be told apart, or are empty, are faults', () => {
  expect(() => continuationsOf([[[1]], [[2], [1]]])).toThrow(Fault);
  expect(() => continuationsOf([[[1]], []])).toThrow(Fault);
  expect(() => continuationsOf([[[]]])).toThrow(Fault);
});
