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

export interface Recovery {
  /** Root mean squared error of b over items. */
  readonly rmse: number;
  /** Root mean square of the standard errors of b: what the data allow, whoever estimates. */
  readonly allowed: number;
}

/**
 * One draw of b, theta ~ N(0, 1) and, under 2PL, log a ~ N(0, .3^2), and the maximum likelihood fit of the same model
 * with standard errors from the observed information.
 */
export function recovery({ seed, run, model, persons, items }: RecoveryTask): Recovery {
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
  const fit = fitIrt({ persons, items, scores, weights: undefined }, { model, standardErrors: true });
  const rootMean = (squares: readonly number[]): number =>
    Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / items);
  return {
    rmse: rootMean(fit.items.map((item, index) => ((item.b ?? NaN) - (b[index] as number)) ** 2)),
    allowed: rootMean(fit.items.map((item) => (item.se?.b ?? NaN) ** 2)),
  };
}
