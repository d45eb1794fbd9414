/** Whether a planted population was found again. */
import type { AlignmentRecord } from '../../../methods/alignment/record.ts';

/** What was planted: known, because it was made. */
export interface Planted {
  /** The realized correlation of all planted difficulties with the people's. */
  readonly rho: number;
  /** Their standard deviation over the people's. */
  readonly spread: number;
  /** Items that are off by much more than the others. */
  readonly displaced: readonly string[];
}

export interface Recovery {
  readonly planted: Planted;
  /** The interval of rho holds the planted correlation. */
  readonly rho: boolean;
  /** The ratio of spreads is within .1. */
  readonly spread: boolean;
  /** The displaced items have the largest residuals after mean/sigma linking. */
  readonly displaced: boolean;
  /** The items with the largest residuals, as many as were displaced. */
  readonly leading: readonly string[];
}

const SPREAD_TOLERANCE = 0.1;

export function recoveryOf(record: AlignmentRecord, planted: Planted): Recovery {
  const leading = [...record.perItem]
    .sort((x, y) => Math.abs(y.meanSigma?.logits ?? 0) - Math.abs(x.meanSigma?.logits ?? 0))
    .slice(0, planted.displaced.length)
    .map(({ id }) => id);
  const { interval, spreadRatio } = record;
  return {
    planted,
    rho: interval !== null && interval[0] <= planted.rho && planted.rho <= interval[1],
    spread: spreadRatio !== null && Math.abs(spreadRatio - planted.spread) <= SPREAD_TOLERANCE,
    displaced: planted.displaced.every((id) => leading.includes(id)),
    leading,
  };
}
