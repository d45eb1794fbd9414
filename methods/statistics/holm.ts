/** Adjustment of several p-values at once. */

/**
 * Holm's step-down adjustment (Holm 1979): the family-wise error holds under any dependence.
 *
 * @param p p-values, in any order
 * @returns adjusted p-values in the same order
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => (p[a] ?? NaN) - (p[b] ?? NaN));
  const adjusted = new Array<number>(p.length);
  let running = 0;
  order.forEach((index, rank) => {
    running = Math.max(running, Math.min(1, (p.length - rank) * (p[index] ?? NaN)));
    adjusted[index] = running;
  });
  return adjusted;
}
