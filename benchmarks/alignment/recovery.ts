/** How well difficulties are recovered from data whose parameters are known. */
import { randomStream } from '../../domain/seeds.ts';
import { fitIrt } from '../../methods/irt/fit.ts';

export interface RecoveryTask {
  readonly seed: number;
  readonly run: number;
  readonly model: 'rasch' | '2pl';
  readonly persons: number;
  readonly items: number;
}

/**
 * Root mean squared error of b over items in one draw of b, theta ~ N(0, 1) and, under 2PL, log a ~ N(0, .3^2), with
 * the maximum likelihood fit of the same model.
 */
export function recoveryRmse({ seed, run, model, persons, items }: RecoveryTask): number {
  const stream = randomStream(seed, 'recovery', model, run);
  const a = Float64Array.from({ length: items }, () =>
    model === '2pl' ? Math.exp(0.3 * stream.normal()) : 1,
  );
  const b = Float64Array.from({ length: items }, () => stream.normal());
  const scores = new Float64Array(persons * items);
  for (let person = 0; person < persons; person++) {
    const theta = stream.normal();
    for (let item = 0; item < items; item++) {
      const p = 1 / (1 + Math.exp(-(a[item] as number) * (theta - (b[item] as number))));
      scores[person * items + item] = stream.uniform() < p ? 1 : 0;
    }
  }
  const fit = fitIrt({ persons, items, scores, weights: undefined }, { model });
  const square = fit.items.reduce(
    (sum, item, index) => sum + ((item.b ?? NaN) - (b[index] as number)) ** 2,
    0,
  );
  return Math.sqrt(square / items);
}
