/** The level of an interval in words. */
import type { AlignmentRecord } from '../../methods/alignment/record.ts';
import { formatPercent } from '../../reports/numbers.ts';

/** `95 %`, or that of each look where there is a stopping rule. */
export function levelWord({ level }: Pick<AlignmentRecord, 'level'>): string {
  return level === undefined ? '95 %' : formatPercent(level, { digits: 1 });
}
