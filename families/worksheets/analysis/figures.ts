/** Contrasts with their intervals and tests: one place draws materials and items. */
import { deriveSeed } from '../../../domain/seeds.ts';
import {
  crossedMean,
  type CrossedResamples,
  resampleCrossed,
} from '../../../methods/statistics/crossed-bootstrap.ts';
import { deviationOf, standardizedDifference } from '../../../methods/statistics/mean-differences.ts';
import { holm } from '../../../methods/statistics/holm.ts';
import { signFlip } from '../../../methods/statistics/sign-flip.ts';
import type { ContrastResult, Estimated } from './result.ts';

export const BOOTSTRAP_DRAWS = 2000;
export const PERMUTATIONS = 10_000;

export interface Figures {
  /** @param pairs materials x items, row-major; NaN where there is none */
  readonly estimate: (pairs: Float64Array) => Estimated & { readonly pairs: number };
  /** With its test, not adjusted yet. */
  readonly contrast: (name: string, pairs: Float64Array) => ContrastResult;
}

/** The same resampled materials and items serve every figure. */
export function figuresWith(seed: number, materials: number, items: number): Figures {
  let drawn: CrossedResamples | undefined;
  const estimate: Figures['estimate'] = (pairs) => {
    drawn ??= resampleCrossed(materials, items, BOOTSTRAP_DRAWS, seed);
    const { value, interval, cells } = crossedMean(pairs, drawn);
    return { value, interval, pairs: cells };
  };
  return {
    estimate,
    contrast(name, pairs) {
      const test = signFlip(pairs, { draws: PERMUTATIONS, seed: deriveSeed(seed, 'permutation') });
      return {
        name,
        ...estimate(pairs),
        deviation: deviationOf(pairs),
        dz: standardizedDifference(pairs),
        ...{ p: test.p, pHolm: null },
      };
    },
  };
}

/** All contrasts are one family; one without a p is no part of it. */
export function adjusted(groups: readonly (readonly ContrastResult[])[]): ContrastResult[][] {
  const there = groups.flat().flatMap(({ p }) => (p === null ? [] : [p]));
  const holmed = holm(there);
  let next = 0;
  return groups.map((group) =>
    group.map((contrast) =>
      contrast.p === null ? contrast : { ...contrast, pHolm: holmed[next++] ?? null },
    ),
  );
}
