/**
 * Shares, paired shares and what they can detect. Reference values were computed with SciPy 1.17.1 and statsmodels 0.15.0
 * (`proportion_confint(method='wilson')`, `scipy.stats.binom`, `contingency_tables.mcnemar(exact=True)`); Tango's
 * bounds by maximizing the constrained multinomial likelihood numerically and finding the roots of the score statistic.
 */
import fc from 'fast-check';
import { fairBinomial } from '../../../methods/statistics/binomial.ts';
import { detectableDifference } from '../../../methods/statistics/detectable-difference.ts';
import { mcnemar } from '../../../methods/statistics/mcnemar.ts';
import { normalQuantile } from '../../../methods/statistics/normal.ts';
import { pairedDifferenceInterval } from '../../../methods/statistics/paired-proportions.ts';
import { wilsonInterval } from '../../../methods/statistics/wilson.ts';

function close(actual: readonly number[] | null, expected: readonly number[], digits: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, k) => expect(actual?.[k]).toBeCloseTo(value, digits));
}

describe("Wilson's interval", () => {
  it.each([
    [169, 222, 0.7010400443682586, 0.8125946115790256],
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371106, 1],
    // The first two rows of table I in Newcombe (1998): .2553 to .3662 and .0624 to .1605.
    [81, 263, 0.2552885198782742, 0.3662095769828],
    [15, 148, 0.06238639953073628, 0.16048724172330803],
    [1, 29, 0.006113214292762667, 0.17175521879320294],
    [910, 1319, 0.6644341915925975, 0.7142960006457366],
  ])('%i of %i', (hits, n, low, high) => close(wilsonInterval(hits, n), [low, high], 12));

  it('is none without observations', () => expect(wilsonInterval(0, 0)).toBeNull());

  it('inverts the score test: at a bound, the share is z standard errors away', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, part) => {
          const hits = Math.round(part * n);
          const [low = NaN, high = NaN] = wilsonInterval(hits, n) ?? [];
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          for (const bound of [low, high]) {
            if (bound <= 0 || bound >= 1) continue;
            const z = Math.abs(hits / n - bound) / Math.sqrt((bound * (1 - bound)) / n);
            expect(z).toBeCloseTo(normalQuantile(0.975), 6);
          }
        },
      ),
    );
  });

  it('is narrower at a lower level', () => {
    const [low = NaN, high = NaN] = wilsonInterval(30, 100, 0.8) ?? [];
    expect([low > (wilsonInterval(30, 100)?.[0] ?? 1), high < (wilsonInterval(30, 100)?.[1] ?? 0)]).toEqual([
      true,
      true,
    ]);
  });
});

describe('the fair binomial distribution', () => {
  it('adds up to one, and holds for thousands of trials', () => {
    expect(fairBinomial(3000, 3000).upTo).toBeCloseTo(1, 10);
    expect(fairBinomial(1450, 3000).upTo / 0.035334522405879094).toBeCloseTo(1, 10);
    expect(fairBinomial(1450, 3000).at / 0.0027518601580415196).toBeCloseTo(1, 10);
    expect(fairBinomial(2, 4)).toEqual({ at: expect.closeTo(0.375, 14), upTo: expect.closeTo(0.6875, 14) });
  });
});

describe("McNemar's test", () => {
  it.each([
    [10, 3, 0.09228515625, 0.057373046875],
    [5, 5, 1, 1],
    [0, 0, 1, 1],
    [0, 6, 0.03125, 0.015625],
    // Agresti, Categorical Data Analysis, table 11.1: approval of the prime minister.
    [86, 150, 3.7159361395713866e-5, 2.893389517615428e-5],
    [700, 619, 0.027573696259397113, 0.025746704115236628],
    [1, 12, 0.00341796875, 0.0018310546875],
    [59, 86, 0.030481814649487685, 0.02511137725625679],
  ])('%i against %i', (one, other, exact, mid) => {
    const p = mcnemar({ one, other });
    expect(p.exact / exact).toBeCloseTo(1, 10);
    expect(p.mid / mid).toBeCloseTo(1, 10);
    expect(mcnemar({ one: other, other: one })).toEqual(p);
  });

  it('has a mid-p below the exact one, and both fall as the split gets more uneven', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(), (n, seed) => {
        const one = seed % (Math.floor(n / 2) + 1);
        const p = mcnemar({ one, other: n - one });
        expect(p.mid).toBeLessThanOrEqual(p.exact);
        expect(p.mid).toBeGreaterThan(0);
        if (one > 0) expect(mcnemar({ one: one - 1, other: n - one + 1 }).exact).toBeLessThan(p.exact);
      }),
    );
  });
});

describe("Tango's interval of a paired difference", () => {
  it.each([
    // Agresti's table again: .0214 to .0590.
    [150, 86, 1600, 0.02136156, 0.05899803],
    [12, 2, 50, 0.06111241, 0.34470875],
    [1, 0, 44, -0.05939323, 0.1180771],
    [0, 0, 30, -0.1135134, 0.1135134],
    [40, 20, 222, 0.02229746, 0.15883323],
    [10, 0, 10, 0.4449344, 1],
  ])('%i and %i of %i', (one, other, problems, low, high) => {
    close(pairedDifferenceInterval({ one, other, problems }), [low, high], 6);
  });

  it('is none without problems', () => {
    expect(pairedDifferenceInterval({ one: 0, other: 0, problems: 0 })).toBeNull();
  });

  const counts = fc
    .tuple(fc.nat({ max: 60 }), fc.nat({ max: 60 }), fc.nat({ max: 300 }))
    .filter(([one, other, rest]) => one + other + rest > 0)
    .map(([one, other, rest]) => ({ one, other, problems: one + other + rest }));

  it('holds the estimate, stays in [-1, 1], and turns over with the methods', () => {
    fc.assert(
      fc.property(counts, ({ one, other, problems }) => {
        const [low = NaN, high = NaN] = pairedDifferenceInterval({ one, other, problems }) ?? [];
        const estimate = (one - other) / problems;
        expect(low).toBeLessThanOrEqual(estimate + 1e-9);
        expect(high).toBeGreaterThanOrEqual(estimate - 1e-9);
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        close(pairedDifferenceInterval({ one: other, other: one, problems }), [-high, -low], 9);
      }),
    );
  });

  it("leaves zero out when McNemar's statistic without correction is beyond 1.96", () => {
    fc.assert(
      fc.property(counts, ({ one, other, problems }) => {
        const z = (one - other) / Math.sqrt(Math.max(1, one + other));
        if (Math.abs(Math.abs(z) - 1.96) < 0.01) return;
        const [low = NaN, high = NaN] = pairedDifferenceInterval({ one, other, problems }) ?? [];
        expect(low > 0 || high < 0).toBe(Math.abs(z) > 1.96);
      }),
    );
  });
});

describe('the difference that problems detect', () => {
  it.each([
    // About 10 points at 222 problems and 4 at 1,319, 30 % discordant. By enumeration of the binomials (SciPy), McNemar's
    // mid-p test detects these differences with power .806, .801, .821, .802 and .816.
    [222, 0.3, 0.1024423648699073],
    [1319, 0.3, 0.04221374014722679],
    [222, 0.1, 0.05914512693443624],
    [1000, 0.2, 0.0395737066157447],
    [50, 0.4, 0.24471791925569492],
  ])('%i, %f discordant', (problems, discordant, difference) => {
    expect(detectableDifference(problems, discordant)).toBeCloseTo(difference, 9);
  });

  it('is none where not even one-sided discordance is seen, and without discordant pairs', () => {
    expect(detectableDifference(5, 0.3)).toBeNull();
    expect(detectableDifference(222, 0)).toBeNull();
    expect(detectableDifference(0, 0.3)).toBeNull();
  });

  it('falls with problems, grows with power and with discordance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 5000 }),
        fc.double({ min: 0.15, max: 0.9, noNaN: true }),
        (n, discordant) => {
          const d = detectableDifference(n, discordant) ?? NaN;
          expect(d).toBeGreaterThan(0);
          expect(d).toBeLessThanOrEqual(discordant);
          expect(detectableDifference(2 * n, discordant) ?? NaN).toBeLessThan(d);
          expect(detectableDifference(n, discordant, { power: 0.7 }) ?? NaN).toBeLessThan(d);
          expect(detectableDifference(n, discordant, { alpha: 0.1 }) ?? NaN).toBeLessThan(d);
          expect(detectableDifference(n, discordant * 0.9) ?? NaN).toBeLessThan(d);
        },
      ),
    );
  });
});
