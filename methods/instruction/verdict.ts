/** What figures of an effect come to, in one word each: direction is what a simulated expert can replicate. */

/** A figure with its 95 % interval; null where there is none. */
export interface Figure {
  readonly value: number | null;
  readonly interval: readonly [low: number, high: number] | null;
}

/**
 * `replicated in direction`: the estimates point as the effect does and their intervals exclude zero. `full reversal`: besides,
 * practice is better for those who know much. `not found`: anything else that can be estimated.
 */
export type EffectVerdict = 'replicated in direction' | 'full reversal' | 'not found' | 'not estimable';

/** Expertise reversal: D(low) > 0 and D(low) - D(high) > 0; a full one besides D(high) < 0. */
export function reversalVerdict(figures: {
  readonly low: Figure;
  readonly high: Figure;
  readonly interaction: Figure;
}): EffectVerdict {
  const { low, high, interaction } = figures;
  if (low.interval === null || interaction.interval === null) return 'not estimable';
  if (!(isAbove(low) && isAbove(interaction))) return 'not found';
  return isBelow(high) ? 'full reversal' : 'replicated in direction';
}

/** Variability: the interaction is positive, and high variability with worked examples has the highest score of the four. */
export function variabilityVerdict(interaction: Figure, isHighest: boolean): EffectVerdict {
  if (interaction.interval === null) return 'not estimable';
  return isAbove(interaction) && isHighest ? 'replicated in direction' : 'not found';
}

/** What a control that must not move the score did, judged by a margin in points. */
export type StillVerdict = 'did not move' | 'moved' | 'cannot tell' | 'not estimable';

/** `did not move`: its whole interval lies within the margin; `moved`: it excludes zero and is not within the margin. */
export function stillVerdict({ interval }: Figure, margin: number): StillVerdict {
  if (interval === null) return 'not estimable';
  const [low, high] = interval;
  if (low > -margin && high < margin) return 'did not move';
  return low > 0 || high < 0 ? 'moved' : 'cannot tell';
}

/** What a control that must lower the score did. */
export type FallVerdict = 'fell' | 'did not fall' | 'cannot tell' | 'not estimable';

/** `fell`: its interval lies below zero; `did not fall`: a fall of the margin or more is outside it. */
export function fallVerdict(figure: Figure, margin: number): FallVerdict {
  if (figure.interval === null) return 'not estimable';
  if (isBelow(figure)) return 'fell';
  return figure.interval[0] > -margin ? 'did not fall' : 'cannot tell';
}

function isAbove({ interval }: Figure): boolean {
  return interval !== null && interval[0] > 0;
}

function isBelow({ interval }: Figure): boolean {
  return interval !== null && interval[1] < 0;
}
