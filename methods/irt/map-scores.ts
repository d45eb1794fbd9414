/** Scores of persons under a fitted model: the mode of the posterior (maximum a posteriori). */
import { logistic } from '../statistics/logistic.ts';
import type { ItemEstimate } from './estimates.ts';

export interface ModalScore {
  readonly theta: number;
  /** 1 / sqrt(test information at the mode + 1 / latent variance). */
  readonly se: number;
}

const STEPS = 100;
/** The last Newton step, in units of theta: the error left is its square. */
const SETTLED = 1e-9;

/**
 * The theta with the highest posterior density given answers of 0 and 1, theta ~ N(0, variance), by Newton's method. The log-posterior is
 * concave, with curvature of at least 1 / variance; a step that overshoots is halved.
 *
 * @param items the fit's items
 * @param answers one an item: 0, 1, or NaN where not observed; items without estimates do not count
 * @returns null for an answer between 0 and 1, and for a latent variance of 0, where every mode is 0 and says nothing
 */
export function modalScore(
  items: readonly Pick<ItemEstimate, 'a' | 'd'>[],
  answers: Float64Array,
  variance: number,
): ModalScore | null {
  const observed = items.flatMap(({ a, d }, item) => {
    const answer = answers[item] ?? NaN;
    return a === null || d === null || Number.isNaN(answer) ? [] : [{ a, d, answer }];
  });
  if (!(variance > 0) || observed.some(({ answer }) => answer !== 0 && answer !== 1)) return null;
  const slopeAt = (theta: number): { gradient: number; information: number } => {
    let gradient = -theta / variance;
    let information = 1 / variance;
    for (const { a, d, answer } of observed) {
      const p = logistic(a * theta + d);
      gradient += a * (answer - p);
      information += a * a * p * (1 - p);
    }
    return { gradient, information };
  };
  let theta = 0;
  let here = slopeAt(theta);
  for (let count = 0; count < STEPS; count++) {
    let step = here.gradient / here.information;
    let there = slopeAt(theta + step);
    // Past the mode by more than it was before it: of a concave function the gradient's size tells.
    while (Math.abs(there.gradient) > Math.abs(here.gradient)) {
      step /= 2;
      there = slopeAt(theta + step);
    }
    theta += step;
    here = there;
    if (Math.abs(step) < SETTLED) break;
  }
  return { theta, se: 1 / Math.sqrt(here.information) };
}
