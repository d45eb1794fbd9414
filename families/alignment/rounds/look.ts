/** A look at the headline figure: what a stopping rule sees after each wave. */
import type { AlignmentRecord, NotEstimable } from '../../../methods/alignment/record.ts';
import { halfWidthOf, levelOfEachLook, stopsAfter } from '../../../methods/statistics/repeated-looks.ts';
import { formatInterval, formatNumber, formatPercent } from '../../../reports/numbers.ts';
import type { UntilSpec } from '../spec/spec.ts';

export interface Look {
  /** Items that were asked by then, excluded ones among them. */
  readonly items: number;
  readonly rho: number | null;
  /** At the level of each look. */
  readonly interval: readonly [number, number] | null;
  readonly halfWidth: number | null;
  readonly notEstimable: NotEstimable | null;
  /** Why nothing more was asked; null where the next wave was. */
  readonly stops: 'narrow enough' | 'the last look' | null;
}

/** What all looks together are held to. */
const LEVEL = 0.95;

/** The level of each look's interval, and of every interval of rho in the report. */
export function lookLevel({ atMost }: UntilSpec): number {
  return levelOfEachLook(LEVEL, atMost);
}

/**
 * @param record of the primary arm; null where too little was answered
 * @param at which look it is, from 1, and how many items were asked
 */
export function lookAt(
  record: AlignmentRecord | null,
  rule: UntilSpec,
  at: { readonly look: number; readonly items: number },
): Look {
  const interval = record?.interval ?? null;
  return {
    items: at.items,
    rho: record?.rho ?? null,
    interval,
    halfWidth: halfWidthOf(interval),
    notEstimable: record?.notEstimable ?? null,
    stops: stopsAfter(at.look, interval, rule),
  };
}

/** A look in a line: for the history and the run card. */
export function lookText(arm: string, look: Look, rule: UntilSpec, number: number): string {
  const { rho, interval, halfWidth, items, stops } = look;
  const level = formatPercent(lookLevel(rule), { digits: 1 });
  const figure =
    interval === null || halfWidth === null
      ? `rho ${formatNumber(rho)}, no interval`
      : `rho ${formatNumber(rho)}, ${level} interval ${formatInterval(interval)}, half-width ${formatNumber(halfWidth)} of ${formatNumber(rule.halfWidth)}`;
  const next = stops === null ? 'the next wave is asked' : `${stops}: nothing more is asked`;
  return `look ${number} of ${rule.atMost} at most: ${arm}: ${figure} over ${items} items; ${next}`;
}
