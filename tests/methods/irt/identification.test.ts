/** What the answers do not determine is named, and takes nothing else along; a saddle is left. */
import { fitIrt } from '../../../methods/irt/fit.ts';
import { answerPatterns } from '../../../methods/irt/answer-patterns.ts';
import type { IrtFit } from '../../../methods/irt/estimates.ts';
import { identification, identificationByPasses } from '../../../methods/irt/identification.ts';
import type { MarginalModel } from '../../../methods/irt/marginal-model.ts';
import { quadrature } from '../../../methods/irt/quadrature.ts';
import { raschModel } from '../../../methods/irt/rasch-model.ts';
import { raschPersons, raschStatistics } from '../../../methods/irt/rasch-persons.ts';
import type { ResponseMatrix } from '../../../methods/irt/responses.ts';
import { twoParameterModel } from '../../../methods/irt/two-parameter-model.ts';
import { fitWarnings } from '../../../methods/irt/warnings.ts';
import { ofRows, simulate, toRows } from './samples.ts';

describe('an item of persons of its own', () => {
  const { responses } = simulate(7, 500, 8, 0);
  const rows = toRows(responses);
  const alone = ofRows([
    ...rows.map((row) => [...row, null]),
    ...Array.from({ length: 40 }, (_, k) => [...Array<null>(8).fill(null), k % 3 === 0 ? 1 : 0]),
  ]);
  const options = { model: '2pl', standardErrors: true } as const;
  const without = fitIrt(responses, options);
  const fit = fitIrt(alone, options);

  it('has a probability, but no slope and no difficulty: both are named, and it is not called converged', () => {
    expect(fit.unidentified).toEqual([
      { item: 8, parameter: 'a' },
      { item: 8, parameter: 'd' },
    ]);
    expect(fit.items.map(({ flags }) => flags.includes('not-identified'))).toEqual([
      ...Array<boolean>(8).fill(false),
      true,
    ]);
    expect(fit.converged).toBe(false);
    const warnings = fitWarnings(fit, alone, [...'abcdefghi']);
    expect(warnings.map(({ code }) => code)).toEqual(['not-converged', 'not-identified', 'unconnected']);
    expect(warnings[1]?.message).toContain('a of i, d of i');
  });

  it('leaves the others their estimates and their standard errors', () => {
    without.items.forEach((item, k) => {
      for (const name of ['a', 'd', 'b'] as const) {
        expect(fit.items[k]?.[name]).toBeCloseTo(item[name] ?? NaN, 5);
        expect(fit.items[k]?.se[name]).toBeCloseTo(item.se[name] ?? NaN, 5);
      }
    });
    expect(fit.items[8]?.se).toEqual({ a: null, d: null, b: null });
    expect(fit.bCovariance?.items).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('has a difficulty in a Rasch model, where the slope is everybody’s', () => {
    const rasch = fitIrt(alone, { model: 'rasch', standardErrors: true });
    expect(rasch.unidentified).toEqual([]);
    expect(rasch.converged).toBe(true);
    expect(rasch.items[8]?.se.b).toBeGreaterThan(0);
  });
});

test('two items are too few for a 2PL: three free proportions, four parameters', () => {
  const { responses } = simulate(9, 400, 2, 0);
  const fit = fitIrt(responses, { model: '2pl', standardErrors: true });
  expect(fit.unidentified.length).toBeGreaterThan(0);
  expect(fit.converged).toBe(false);
});

test('answers that exclude each other: slopes of 0 are a saddle, and a better point is found', () => {
  const shares = [31, 32, 27, 29, 36, 45];
  const oneOfSix = ofRows(
    shares.flatMap((many, item) =>
      Array.from({ length: many }, () => shares.map((_, k) => (k === item ? 1 : 0))),
    ),
  );
  const fit = fitIrt(oneOfSix, { model: '2pl' });
  const independent = shares.reduce((sum, many) => {
    const p = many / 200;
    return sum + many * Math.log(p) + (200 - many) * Math.log(1 - p);
  }, 0);
  expect(fit.logLikelihood).toBeGreaterThan(independent + 10);
  expect(fit.converged).toBe(false);
  expect(Math.max(...fit.items.map(({ a }) => Math.abs(a ?? 0)))).toBeGreaterThan(15);
});

describe('the observed information', () => {
  it('is inverted where it is positive definite', () => {
    const { covariance, unidentified, uphill } = identification(Float64Array.from([4, 0, 2, 3]), 2);
    [3 / 8, -2 / 8, -2 / 8, 4 / 8].forEach((value, k) => expect(covariance?.[k]).toBeCloseTo(value, 12));
    expect(unidentified).toEqual([]);
    expect(uphill).toBeUndefined();
  });

  it('is inverted beside a flat direction, which is named', () => {
    const flat = Float64Array.from([4, 0, 0, 0, 1, 0, 0, 1, 1]);
    const { covariance, unidentified, uphill } = identification(flat, 3);
    expect(covariance?.[0]).toBeCloseTo(1 / 4, 12);
    expect(covariance?.[4]).toBeNaN();
    expect(unidentified).toEqual([1, 2]);
    expect(uphill).toBeUndefined();
  });

  it('that is negative somewhere leads uphill', () => {
    const saddle = Float64Array.from([0, 0, 5, 0]);
    const { uphill } = identification(saddle, 2);
    const [a, b] = [uphill?.[0] ?? NaN, uphill?.[1] ?? NaN];
    expect(2 * 5 * a * b).toBeLessThan(0);
    expect(Math.max(Math.abs(a), Math.abs(b))).toBe(1);
  });
});

describe('by passes over the answers, where the information is too large to write down', () => {
  const { responses } = simulate(7, 500, 8, 0.2);
  const rows = toRows(responses);
  const apart = ofRows([
    ...rows.map((row) => [...row, null, null]),
    ...Array.from({ length: 40 }, (_, k) => [...Array<null>(8).fill(null), k % 3 === 0 ? 1 : 0, null]),
    ...Array.from({ length: 40 }, (_, k) => [...Array<null>(9).fill(null), k % 4 === 0 ? 1 : 0]),
  ]);
  const twoParameters = (answers: ResponseMatrix): MarginalModel =>
    twoParameterModel(answerPatterns(answers), quadrature(61), { estimation: 'ml' });

  test.each([
    ['all is identified', responses],
    ['two items, each of persons of its own', apart],
  ])('a 2PL, %s: as the information itself says', (_, answers) => {
    const model = twoParameters(answers);
    const at = parametersOf(fitIrt(answers, { model: '2pl', verifyIdentification: false }));
    const whole = identification(model.curvature(at).information, model.size);
    const passes = identificationByPasses(model, at);
    expect(passes.unidentified).toEqual(whole.unidentified);
    expect(passes.uphill === undefined).toBe(whole.uphill === undefined);
  });

  test('two items alone are too few', () => {
    const { responses: two } = simulate(9, 400, 2, 0);
    const at = parametersOf(fitIrt(two, { model: '2pl', verifyIdentification: false }));
    expect(identificationByPasses(twoParameters(two), at).unidentified.length).toBeGreaterThan(0);
  });

  test('a saddle is seen, and its way up climbs', () => {
    const exclusive = ofRows(
      Array.from({ length: 120 }, (_, k) => Array.from({ length: 5 }, (_, item) => (k % 5 === item ? 1 : 0))),
    );
    const model = twoParameters(exclusive);
    const saddle = Float64Array.from({ length: 10 }, (_, k) => (k < 5 ? 0 : Math.log(0.2 / 0.8)));
    const { uphill } = identificationByPasses(model, saddle);
    const up = saddle.map((value, k) => value + 0.1 * (uphill?.[k] ?? NaN));
    expect(model.objective(up)).toBeGreaterThan(model.objective(saddle) + 1e-6);
  });

  test('a Rasch model, with its latent variance', () => {
    const settings = { estimation: 'ml', latentVariance: 'free' } as const;
    const persons = raschPersons(apart);
    const model = raschModel(raschStatistics(persons, undefined), quadrature(61), settings);
    const fit = fitIrt(apart, { model: 'rasch' });
    const at = Float64Array.from([
      ...fit.items.map(({ d }) => d ?? NaN),
      Math.sqrt(fit.latent.variance ?? NaN),
    ]);
    expect(identificationByPasses(model, at).unidentified).toEqual([]);
  });

  test('a fit of more than 300 items names the one that nobody joins with the others', () => {
    const many = simulate(13, 200, 301, 0.2).responses;
    const joined = ofRows([
      ...toRows(many).map((row) => [...row, null]),
      ...Array.from({ length: 40 }, (_, k) => [...Array<null>(301).fill(null), k % 3 === 0 ? 1 : 0]),
    ]);
    const fit = fitIrt(joined, { model: '2pl' });
    expect(fit.unidentified).toEqual([
      { item: 301, parameter: 'a' },
      { item: 301, parameter: 'd' },
    ]);
    expect(fit.converged).toBe(false);
    expect(fitIrt(many, { model: '2pl' }).converged).toBe(true);
  });
});

/** All a, then all d. */
function parametersOf(fit: IrtFit): Float64Array {
  return Float64Array.from([...fit.items.map(({ a }) => a ?? NaN), ...fit.items.map(({ d }) => d ?? NaN)]);
}
