/**
 * The demo's planted population, found again: 316 respondents whose difficulties correlate .8 with the people's, spread
 * .6 times as far, with three items displaced. Over 20 seeds at least 17 must be recovered.
 */
import { randomStream } from '../../../domain/seeds.ts';
import { plantDifficulties } from '../../../families/alignment/planted/plant.ts';
import { recoveryOf, type Recovery } from '../../../families/alignment/planted/recovery.ts';
import { align } from '../../../methods/alignment/align.ts';
import type { Respondents } from '../../../methods/alignment/sides.ts';
import { fitIrt } from '../../../methods/irt/fit.ts';
import { pearson } from '../../../methods/statistics/correlation.ts';
import { variance } from '../../../methods/statistics/mean.ts';

const ITEMS = 24;
const PERSONS = 316;
/** Spread of the latent variable and of the difficulties on the verbal aggression data (Rasch, MAP). */
const LATENT_SD = 1.385;
const DIFFICULTY_SD = 1.2;

function population(b: readonly number[], seed: number, who: string): Respondents {
  const scores = new Float64Array(PERSONS * ITEMS);
  const ids = Array.from({ length: PERSONS }, (_, person) => `${who} ${person}`);
  ids.forEach((id, person) => {
    const stream = randomStream(seed, 'respondent', id);
    const theta = LATENT_SD * stream.normal();
    b.forEach((difficulty, item) => {
      scores[person * ITEMS + item] = stream.uniform() < 1 / (1 + Math.exp(difficulty - theta)) ? 1 : 0;
    });
  });
  const items = b.map((_, item) => `i${item}`);
  return {
    kind: 'responses',
    items,
    persons: ids,
    responses: { persons: PERSONS, items: ITEMS, scores, weights: undefined },
  };
}

describe('planting', () => {
  it('gives correlation and spread exactly, displaced items included', () => {
    const stream = randomStream(1, 'b');
    const b = Array.from({ length: ITEMS }, () => DIFFICULTY_SD * stream.normal());
    for (let seed = 1; seed <= 20; seed++) {
      const planted = plantDifficulties(b, {
        rho: 0.8,
        spread: 0.6,
        displaced: [{ item: 3, direction: 1 }],
        seed,
      });
      expect(pearson(b, planted)).toBeCloseTo(0.8, 10);
      expect(Math.sqrt(variance(planted, 'population') / variance(b, 'population'))).toBeCloseTo(0.6, 10);
    }
  });
});

describe('a planted population', () => {
  it('is recovered in at least 17 of 20 seeds', () => {
    const recovered = Array.from({ length: 20 }, (_, index) => recover(index + 1));
    const count = (of: 'rho' | 'spread' | 'displaced'): number => recovered.filter((one) => one[of]).length;
    console.log(`interval ${count('rho')}, spread ${count('spread')}, displaced ${count('displaced')} of 20`);
    expect(recovered.filter((one) => one.rho && one.spread && one.displaced).length).toBeGreaterThanOrEqual(
      17,
    );
  }, 180_000);
});

function recover(seed: number): Recovery {
  const stream = randomStream(seed, 'difficulties');
  const truth = Array.from({ length: ITEMS }, () => DIFFICULTY_SD * stream.normal());
  const human = population(truth, seed, 'person');
  const fit = fitIrt(human.responses, { model: 'rasch', estimation: 'map' });
  const bHuman = fit.items.map((item) => item.b ?? 0);
  // Items of middling difficulty: no floor or ceiling takes part of the displacement away.
  const middling = bHuman
    .map((b, item) => ({ b, item }))
    .sort((x, y) => Math.abs(x.b) - Math.abs(y.b))
    .slice(0, 3)
    .map(({ item }) => item);
  const displaced = middling.map((item, index) => ({
    item,
    direction: index === 1 ? (-1 as const) : (1 as const),
  }));
  const planted = plantDifficulties(bHuman, { rho: 0.8, spread: 0.6, displaced, seed });
  const record = align(human, population(planted, seed, 'planted'), { draws: 200, splits: 20, seed });

  return recoveryOf(record, {
    rho: pearson(bHuman, planted) ?? NaN,
    spread: Math.sqrt(variance(planted, 'population') / variance(bHuman, 'population')),
    displaced: middling.map((item) => `i${item}`),
  });
}
