/** Numbers as text: one place decides on minus signs, separators and what an absent figure is called. */

/** How a figure without a value is written everywhere. */
export const NOT_ESTIMABLE = 'not estimable';

export interface NumberFormat {
  /** Digits after the point; 2 by default. */
  readonly digits?: number;
  /** A plus sign before positive figures, for differences. */
  readonly plus?: boolean;
}

/** A lower and an upper bound; null where no interval can be given. */
export type Interval = readonly [low: number, high: number] | null;

/** A figure with its uncertainty; null where it is not estimable. */
export interface Estimate {
  readonly value: number | null;
  readonly interval: Interval;
}

/** `0.71`, `−1.20` (U+2212), `12,345`; null and what is not finite is `not estimable`. */
export function formatNumber(value: number | null | undefined, format: NumberFormat = {}): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOT_ESTIMABLE;
  const digits = format.digits ?? 2;
  const size = Math.abs(value).toFixed(digits);
  const grouped = size.includes('e') ? size : groupThousands(size);
  if (Number(size) === 0) return grouped;
  return `${value < 0 ? '−' : format.plus === true ? '+' : ''}${grouped}`;
}

/** A whole number with separators: `12,345`. */
export function formatCount(value: number | null | undefined): string {
  return formatNumber(value, { digits: 0 });
}

/** A share as a percentage: .125 is `12.5 %` with one digit (a no-break space before the sign). */
export function formatPercent(
  share: number | null | undefined,
  format: NumberFormat = { digits: 1 },
): string {
  const text = formatNumber(share === null || share === undefined ? share : share * 100, {
    digits: 1,
    ...format,
  });
  return text === NOT_ESTIMABLE ? text : `${text}\u00a0%`;
}

/** `0.52 to 0.81`; an absent interval is `not estimable`. */
export function formatInterval(interval: Interval | undefined, format: NumberFormat = {}): string {
  if (interval === null || interval === undefined) return NOT_ESTIMABLE;
  const [low, high] = interval;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return NOT_ESTIMABLE;
  return `${formatNumber(low, format)} to ${formatNumber(high, format)}`;
}

/** `0.71 (0.52 to 0.81)`; without an interval the figure alone. */
export function formatEstimate(estimate: Estimate, format: NumberFormat = {}): string {
  const value = formatNumber(estimate.value, format);
  return estimate.value === null || estimate.interval === null
    ? value
    : `${value} (${formatInterval(estimate.interval, format)})`;
}

/** An interval of shares: `52.1 to 61.0 %`. */
export function formatPercentInterval(
  interval: Interval | undefined,
  format: NumberFormat = { digits: 1 },
): string {
  const hundredfold: Interval =
    interval === null || interval === undefined ? null : [interval[0] * 100, interval[1] * 100];
  const text = formatInterval(hundredfold, { digits: 1, ...format });
  return text === NOT_ESTIMABLE ? text : `${text}\u00a0%`;
}

/** A share and its interval: `56.5 % (52.1 to 61.0 %)`; without an interval the share alone. */
export function formatPercentEstimate(estimate: Estimate, format: NumberFormat = { digits: 1 }): string {
  const share = formatPercent(estimate.value, format);
  return estimate.value === null || estimate.interval === null
    ? share
    : `${share} (${formatPercentInterval(estimate.interval, format)})`;
}

/** Money, given in integer micro-dollars: `$0.0123` below a cent's worth of detail, `$12.34` from a dollar on. */
export function formatMicroUsd(microUsd: number | null): string {
  if (microUsd === null) return NOT_ESTIMABLE;
  const usd = microUsd / 1e6;
  const text = formatNumber(Math.abs(usd), { digits: Math.abs(usd) >= 1 || usd === 0 ? 2 : 4 });
  return `${usd < 0 ? '−' : ''}$${text}`;
}

function groupThousands(digits: string): string {
  return digits.replace(/^\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ','));
}
