/** Words and columns that several parts of the page share. */
import {
  formatInterval,
  formatNumber,
  formatPercent,
  formatPercentInterval,
  NOT_ESTIMABLE,
} from '../../../reports/numbers.ts';
import type { Column } from '../../../reports/table.ts';
import type { ByGrade, Difference, GradeKind, GradeResult, MethodResult, Share } from '../analysis/result.ts';

export const GRADE_WORDS: Readonly<Record<GradeKind, string>> = {
  published: 'as published (within 0.001)',
  exact: 'exact',
  tolerant: 'tolerant (half a unit of the gold’s last decimal)',
};

/** What one cell is called: with one run a problem, a problem. */
export function cellWord({ runs }: GradeResult): string {
  return runs.length === 1 ? 'problems' : 'cells (problems times runs)';
}

export function labelOf({ methods }: GradeResult, name: string): string {
  return methods.find((method) => method.name === name)?.label ?? name;
}

/** `71.2 %`. */
export function shareText(share: Share): string {
  return formatPercent(share.value);
}

/** `71.2 % (65.0 to 76.6 %)`. */
export function shareWithInterval(share: Share): string {
  return share.value === null || share.interval === null
    ? shareText(share)
    : `${shareText(share)} (${formatPercentInterval(share.interval)})`;
}

/** A column of shares with their intervals. */
export function shareColumn<Row>(heading: string, share: (row: Row) => Share): Column<Row> {
  return { heading, align: 'end', cell: (row) => shareWithInterval(share(row)) };
}

/** A difference of shares in percentage points: `+4.2`. */
export function pointsText(value: number | null): string {
  return formatNumber(value === null ? null : value * 100, { digits: 1, plus: true });
}

export function pointsInterval({ interval }: Difference): string {
  return interval === null
    ? NOT_ESTIMABLE
    : formatInterval([interval[0] * 100, interval[1] * 100], { digits: 1, plus: true });
}

/** `0.031`; what is smaller than a thousandth is said to be. */
export function pText(p: number | null): string {
  if (p !== null && p < 0.001) return '< 0.001';
  return formatNumber(p, { digits: 3 });
}

/** The Wilson interval is named where it is one. */
export function intervalWords(shares: readonly ByGrade<Share>[]): string {
  return shares.some(({ published }) => published.by === 'bootstrap')
    ? '95 % intervals; problems are resampled with all their runs'
    : '95 % Wilson intervals';
}

/** A method's label, and what it is when it is no model. */
export function methodLabel(method: Pick<MethodResult, 'kind' | 'label'>): string {
  return method.kind === 'written' && !method.label.includes('hand-written')
    ? `${method.label} (hand-written)`
    : method.label;
}
