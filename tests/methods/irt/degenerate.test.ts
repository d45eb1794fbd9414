/** Constant, sparse, extreme, flat and impossible items; bad input. */
import { UserError } from '../../../domain/errors.ts';
import { fitIrt } from '../../../methods/irt/fit.ts';
import { ofRows, simulate, toRows } from './samples.ts';

const { responses } = simulate(41, 400, 6, 0);
const rows = toRows(responses);
const withItem = (answers: (person: number) => number | null): ReturnType<typeof ofRows> =>
  ofRows(rows.map((row, person) => [...row, answers(person)]));

describe('a constant item', () => {
  const constant = withItem(() => 1);

  it('has no estimate under ml, and leaves the others as they are without it', () => {
    for (const model of ['rasch', '2pl'] as const) {
      const fit = fitIrt(constant, { model, standardErrors: true });
      const nothing = {
        a: null,
        d: null,
        b: null,
        se: { a: null, d: null, b: null },
        n: 400,
        flags: ['constant'],
      };
      expect(fit.items[6]).toEqual(nothing);
      expect(fit.bCovariance?.items).toEqual([0, 1, 2, 3, 4, 5]);
      expect(fit.logLikelihood).toBeCloseTo(fitIrt(responses, { model }).logLikelihood, 6);
    }
  });

  it('stays under map, flagged, at a finite difficulty', () => {
    for (const model of ['rasch', '2pl'] as const) {
      const item = fitIrt(constant, { model, estimation: 'map', standardErrors: true }).items[6];
      expect(item?.flags).toContain('constant');
      expect(item?.b ?? NaN).toBeLessThan(-3);
      expect(item?.se.b ?? NaN).toBeGreaterThan(0);
    }
  });

  it('everywhere leaves nothing to estimate under ml, and is no error', () => {
    const fit = fitIrt(
      ofRows([
        [1, 0],
        [1, 0],
      ]),
      { model: 'rasch', standardErrors: true },
    );
    expect(fit.items.map((item) => item.b)).toEqual([null, null]);
    expect(fit.latent).toEqual({ mean: 0, variance: null, se: { variance: null } });
  });
});

describe('flags', () => {
  it('sparse: fewer than ten persons', () => {
    const fit = fitIrt(
      withItem((person) => (person < 9 ? person % 2 : null)),
      { model: 'rasch', estimation: 'map' },
    );
    expect(fit.items.map((item) => item.n)).toEqual([400, 400, 400, 400, 400, 400, 9]);
    expect(fit.items[6]?.flags).toEqual(['sparse']);
    expect(fit.items[0]?.flags).toEqual([]);
  });

  it('extreme: |b| above 6; flat: a below .2', () => {
    const noise = withItem((person) => (Math.floor(person / 7) % 2 === 0 || person % 3 === 0 ? 1 : 0));
    const item = fitIrt(noise, { model: '2pl' }).items[6];
    expect(Math.abs(item?.a ?? NaN)).toBeLessThan(0.3);
    expect(item?.flags.includes('flat')).toBe((item?.a ?? NaN) < 0.2);
    const rare = ofRows(
      Array.from({ length: 3000 }, (_, k) => [k % 2, k === 0 ? 1 : 0, (k >> 1) % 2, (k >> 2) % 2]),
    );
    const fit = fitIrt(rare, { model: 'rasch' });
    expect(fit.items[1]?.b ?? NaN).toBeGreaterThan(6);
    expect(fit.items[1]?.flags).toEqual(['extreme']);
  });
});

describe('a latent variance of 0', () => {
  it('is reached, without a standard error', () => {
    const coins = ofRows(
      Array.from({ length: 64 }, (_, k) => [0, 1, 2, 3, 4, 5].map((bit) => (k >> bit) & 1)),
    );
    const fit = fitIrt(coins, { model: 'rasch', standardErrors: true });
    expect(fit.converged).toBe(true);
    expect(fit.latent).toEqual({ mean: 0, variance: 0, se: { variance: null } });
    expect(fit.items[0]?.se.b ?? NaN).toBeCloseTo(1 / Math.sqrt(64 / 4), 4);
  });
});

describe('missing at random', () => {
  it('leaves b within its standard error', () => {
    const whole = simulate(43, 1000, 20, 0).responses;
    const part = ofRows(
      toRows(whole).map((row, k) => row.map((score, i) => ((k * 7 + i * 3) % 5 === 0 ? null : score))),
    );
    for (const model of ['rasch', '2pl'] as const) {
      const full = fitIrt(whole, { model });
      const fit = fitIrt(part, { model, standardErrors: true });
      const z = fit.items.map(
        (item, k) => ((item.b ?? NaN) - (full.items[k]?.b ?? NaN)) / (item.se.b ?? NaN),
      );
      expect(Math.sqrt(z.reduce((sum, value) => sum + value * value, 0) / z.length)).toBeLessThan(1);
    }
  });
});

describe('bad input', () => {
  it('fractional scores on a 2PL name drawing as the remedy', () => {
    const fractional = ofRows([
      [0.3, 1],
      [0, 1],
      [1, 0],
    ]);
    expect(() => fitIrt(fractional, { model: '2pl' })).toThrow(UserError);
    try {
      fitIrt(fractional, { model: '2pl' });
    } catch (error) {
      expect((error as UserError).remedy).toMatch(/^Draw answers/);
    }
  });

  it('scores outside [0, 1], bad weights and no responses are refused', () => {
    expect(() => fitIrt(ofRows([[0, 2]]), { model: 'rasch' })).toThrow('score 2 lies outside [0, 1]');
    const negative = { ...ofRows([[0, 1]]), weights: Float64Array.from([-1]) };
    expect(() => fitIrt(negative, { model: 'rasch' })).toThrow('weight -1');
    expect(() => fitIrt(ofRows([]), { model: 'rasch' })).toThrow('no responses');
  });
});
