/** Calls that were sent and have no answer that is kept, as commands print them. */
import type { Unanswered } from '../../domain/experiment.ts';
import { reasonsText } from '../../domain/unanswered.ts';
import { money } from '../../domain/figures.ts';

/** One line, or none. */
export function unansweredLines({ unanswered }: { readonly unanswered?: Unanswered | undefined }): string[] {
  if (unanswered === undefined || unanswered.calls === 0) return [];
  const { calls, promptTokens, completionTokens, costMicroUsd } = unanswered;
  return [
    `${calls} sent, perhaps paid, charged to the caps: ${reasonsText(unanswered)}; ${promptTokens + completionTokens} tokens, ${money(costMicroUsd)}`,
  ];
}

/** What `retry` sends again: cells by why they are missing, and what was sent for nothing until now. */
export function sendsAgain(
  counts: {
    readonly cells: number;
    readonly settled: number;
    readonly missing: Readonly<Record<string, number>>;
  },
  spend: { readonly unanswered?: Unanswered | undefined },
): string[] {
  const left = counts.cells - counts.settled;
  const missing = Object.entries(counts.missing);
  if (left === 0 || missing.length === 0) return [];
  const untried = left - missing.reduce((sum, [, cells]) => sum + cells, 0);
  const why = [
    ...missing.map(([name, cells]) => `${name} ${cells}`),
    ...(untried > 0 ? [`not tried ${untried}`] : []),
  ];
  const isUseless = missing.some(([name]) => name === 'useless' || name === 'other-model');
  return [
    `it asks ${left} cells (${why.join(', ')}), and sends what the memo does not hold`,
    ...(isUseless ? ['the first answer of no use stops it again'] : []),
    ...unansweredLines(spend).map((line) => `until now ${line}`),
  ];
}
