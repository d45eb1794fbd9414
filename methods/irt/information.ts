/** How much a test tells at each theta. */
import { logistic } from '../statistics/logistic.ts';
import type { ItemEstimate } from './estimates.ts';

export interface InformationAt {
  readonly theta: number;
  /** The sum over items of a^2 P (1 - P) (Birnbaum 1968). */
  readonly information: number;
  /** 1 / sqrt(information): the standard error of theta from the answers alone; null where there is no information. */
  readonly se: number | null;
}

/** Where the table of a test stands: -6 to 6 by a half, on the scale of theta. */
const INFORMATION_GRID: readonly number[] = Array.from({ length: 25 }, (_, k) => k / 2 - 6);

/** The test information of the items that have estimates. */
export function testInformation(
  items: readonly Pick<ItemEstimate, 'a' | 'd'>[],
  thetas: readonly number[] = INFORMATION_GRID,
): InformationAt[] {
  return thetas.map((theta) => {
    let information = 0;
    for (const { a, d } of items) {
      if (a === null || d === null) continue;
      const x = a * theta + d;
      information += a * a * logistic(x) * logistic(-x);
    }
    return { theta, information, se: information > 0 ? 1 / Math.sqrt(information) : null };
  });
}
