/**
 * Rectangle quadrature over a standard normal latent variable. A posterior of standard deviation s is integrated with
 * relative error 2 exp(-2 pi^2 s^2 / h^2) at node spacing h: 5e-9 at h = s, and useless at h = 3 s. So the number of
 * nodes follows the test information, and nodes are in units of the latent standard deviation: a grid on theta itself
 * cuts wide populations off.
 */

/**
 * How far the grid reaches, in latent standard deviations. At 6 the outermost nodes hold enough to move the log-likelihood of 20,000
 * persons by 1e-5 with the spacing, however many nodes there are; at 8 they hold 1e-14.
 */
const REACH = 8;
/** Node spacing in units of the narrowest posterior: below 1, because a posterior is no exact normal. */
const SPACING = 0.85;
/** As many are enough for any test without information. */
export const FEWEST = 41;
const MOST = 2001;

/** Equally spaced nodes with the normal weights on them. */
export interface Quadrature {
  /** Ascending, symmetric about 0, in latent standard deviations. */
  readonly z: Float64Array;
  /** Natural logarithms of the weights; the weights sum to 1. */
  readonly logWeight: Float64Array;
}

/** A grid of `count` nodes from -8 to 8. */
export function quadrature(count: number): Quadrature {
  const z = Float64Array.from({ length: count }, (_, q) =>
    count === 1 ? 0 : REACH * ((2 * q) / (count - 1) - 1),
  );
  const logTotal = Math.log(z.reduce((sum, node) => sum + Math.exp(-0.5 * node * node), 0));
  return { z, logWeight: z.map((node) => -0.5 * node * node - logTotal) };
}

/** The grid with half the spacing. */
export function doubledCount(count: number): number {
  return 2 * count - 1;
}

/**
 * How many nodes a test needs.
 *
 * @param slopes the slope of each item in z, that is a times the latent standard deviation
 * @param intercepts d of each item
 */
export function nodesNeeded(slopes: Float64Array, intercepts: Float64Array): number {
  let information = 0;
  for (let z = -4; z <= 4; z += 0.25) {
    let here = 0;
    for (let item = 0; item < slopes.length; item++) {
      const slope = slopes[item] ?? NaN;
      const e = Math.exp(-Math.abs(slope * z + (intercepts[item] ?? NaN)));
      here += (slope * slope * e) / ((1 + e) * (1 + e));
    }
    information = Math.max(information, here);
  }
  const spacing = SPACING / Math.sqrt(1 + information);
  const count = 2 * Math.ceil(REACH / spacing) + 1;
  return Math.min(MOST, Math.max(FEWEST, count));
}
