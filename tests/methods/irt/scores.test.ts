/** EAP scores and reliabilities. References: R mirt 1.47 on LSAT 6 and 7. */
import { eapScores, type PersonScores } from '../../../methods/irt/scores.ts';
import { fitIrt } from '../../../methods/irt/fit.ts';
import {
  centredErrorVariance,
  difficultyReliability,
  scoreReliability,
} from '../../../methods/irt/reliability.ts';
import type { ResponseMatrix } from '../../../methods/irt/responses.ts';
import { lsat6, lsat7, ofRows, simulate } from './samples.ts';

const all = (score: number): ResponseMatrix => ofRows([[score, score, score, score, score]]);

function scoresOf(...args: Parameters<typeof eapScores>): PersonScores {
  const scores = eapScores(...args);
  if (scores === null) throw new Error('no scores');
  return scores;
}

describe('EAP scores', () => {
  const cases = [
    ['LSAT6', lsat6, '2pl', [-1.89677, 0.80128], [0.64562, 0.85901]],
    ['LSAT7', lsat7, '2pl', [-1.86978, 0.6927], [0.72718, 0.80093]],
    ['LSAT7', lsat7, 'rasch', [-1.92586, 0.71226], [0.75066, 0.81301]],
  ] as const;
  it.each(cases)('%s, all wrong and all right (%#)', (_name, responses, model, wrong, right) => {
    const fit = fitIrt(responses, { model });
    for (const [score, [theta, sd]] of [
      [0, wrong],
      [1, right],
    ] as const) {
      const got = scoresOf(fit, all(score));
      expect(Math.abs((got.theta[0] ?? NaN) - theta)).toBeLessThan(5e-4);
      expect(Math.abs((got.sd[0] ?? NaN) - sd)).toBeLessThan(5e-4);
    }
  });

  it('gives the prior to a person without an answer', () => {
    const fit = fitIrt(lsat7, { model: 'rasch' });
    const { theta, sd } = scoresOf(fit, ofRows([[null, null, null, null, null]]));
    expect(theta[0]).toBeCloseTo(0, 10);
    expect(sd[0]).toBeCloseTo(Math.sqrt(fit.latent.variance ?? NaN), 6);
  });

  it('averages over the answers that a fractional person may give', () => {
    const fit = fitIrt(lsat7, { model: 'rasch' });
    const drawn = scoresOf(fit, ofRows([0, 1].map((x) => [x, 1, 0, 0, 1])));
    const exact = scoresOf(fit, ofRows([[0.25, 1, 0, 0, 1]]));
    const mean = 0.75 * (drawn.theta[0] as number) + 0.25 * (drawn.theta[1] as number);
    const square = [0.75, 0.25].reduce(
      (sum, p, k) => sum + p * ((drawn.theta[k] as number) ** 2 + (drawn.sd[k] as number) ** 2),
      0,
    );
    expect(exact.theta[0]).toBeCloseTo(mean, 10);
    expect(exact.sd[0]).toBeCloseTo(Math.sqrt(square - mean ** 2), 10);
  });

  it('is null where no item could be estimated', () => {
    const constant = ofRows([[1], [1], [1]]);
    expect(eapScores(fitIrt(constant, { model: 'rasch' }), constant)).toBeNull();
  });
});

describe('reliability', () => {
  it('of LSAT7 scores under the 2PL is .4523', () => {
    const scores = scoresOf(fitIrt(lsat7, { model: '2pl' }), lsat7);
    expect(Math.abs((scoreReliability(scores, lsat7.weights) ?? NaN) - 0.4523)).toBeLessThan(5e-5);
  });

  it('of difficulties does not count the shift that all of them share', () => {
    const shared = Float64Array.from([2, 1, 1, 1, 2, 1, 1, 1, 2]);
    expect(centredErrorVariance(shared, 3)).toBeCloseTo(1, 12);
    const { responses } = simulate(5, 150, 50, 0);
    const fit = fitIrt(responses, { model: 'rasch', standardErrors: true });
    const b = fit.items.map((item) => item.b ?? NaN);
    const mean = b.reduce((sum, x) => sum + x, 0) / b.length;
    const variance = b.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (b.length - 1);
    const uncentred =
      1 - fit.items.reduce((sum, item) => sum + (item.se.b ?? NaN) ** 2, 0) / b.length / variance;
    expect(difficultyReliability(fit) ?? NaN).toBeGreaterThan(uncentred);
    expect(difficultyReliability(fitIrt(responses, { model: 'rasch' }))).toBeNull();
  });
});
