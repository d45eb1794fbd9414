/** Two methods on the same problems, each right or wrong once. */
import { fairBinomial } from './binomial.ts';

/** How many problems only the one method solves, only the other, and how many there are in all. */
export interface PairedCounts {
  readonly one: number;
  readonly other: number;
  readonly problems: number;
}

export interface McNemar {
  /** Exact binomial, two-sided: conservative. */
  readonly exact: number;
  /** The mid-p version, which holds the level nearly and detects more (Fagerland, Lydersen and Laake 2013). */
  readonly mid: number;
}

/** McNemar's test given the discordant pairs: under no difference, each is as likely to fall either way. */
export function mcnemar({ one, other }: Pick<PairedCounts, 'one' | 'other'>): McNemar {
  const discordant = one + other;
  const { at, upTo } = fairBinomial(Math.min(one, other), discordant);
  return { exact: Math.min(1, 2 * upTo), mid: Math.min(1, 2 * upTo - at) };
}
