/** What an experiment spent, as a row of its report. */
import type { Spend } from '../domain/experiment.ts';
import { programsText } from '../domain/meters.ts';
import { reasonsText } from '../domain/unanswered.ts';
import type { SpendRow } from '../reports/provenance.ts';

export function spendRow({ calls, memoHits, callsSentAnew, unanswered, programs, ...used }: Spend): SpendRow {
  return {
    ...{ name: 'This experiment', paid: calls, fromMemo: memoHits, sentAnew: callsSentAnew, ...used },
    programs: programs === undefined ? [] : programsText({ programs }),
    ...(unanswered === undefined
      ? {}
      : {
          unanswered: {
            ...{ calls: unanswered.calls, costMicroUsd: unanswered.costMicroUsd },
            tokens: unanswered.promptTokens + unanswered.completionTokens,
            why: reasonsText(unanswered),
          },
        }),
  };
}
