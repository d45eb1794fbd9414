/** What became of the answers: counts by status, and whether answers fail where items are hard. */
import { spearman } from '../../../methods/statistics/correlation.ts';
import { STATUSES, type Status } from '../outcome.ts';
import type { ArmAnswers } from './answers.ts';

export type StatusCounts = Readonly<Record<Status, number>>;

export interface StatusSummary {
  readonly counts: StatusCounts;
  /** Cells whose option probabilities together stay below the limit, and the mean mass; null without probabilities. */
  readonly lowMass: number | null;
  readonly meanMass: number | null;
  /** Share of asked cells without a readable answer, by item. */
  readonly perItem: readonly { readonly id: string; readonly silent: number; readonly asked: number }[];
  /** Spearman correlation of that share with the people's difficulty; null where no answer failed. */
  readonly withDifficulty: number | null;
}

/** Empty or unreadable, cut off, filtered, too long: answers that are none, of those that are there. A refusal is one. */
export function silenceOf(answers: ArmAnswers): { readonly silent: number; readonly asked: number } {
  let [silent, asked] = [0, 0];
  for (const { outcome, status } of answers.each()) {
    if (outcome === null) continue;
    asked++;
    if (SILENT.has(status)) silent++;
  }
  return { silent, asked };
}

const SILENT: ReadonlySet<Status> = new Set<Status>(['unparsed', 'truncated', 'filtered', 'too-long']);

/** @param bHuman difficulty by item id */
export function statusSummary(
  answers: ArmAnswers,
  flagMassBelow: number,
  bHuman: ReadonlyMap<string, number>,
): StatusSummary {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  const masses: number[] = [];
  const perItem = answers.items.map((item, index) => {
    let silent = 0;
    let asked = 0;
    for (let row = 0; row < answers.respondents.length; row++) {
      for (const answer of answers.at(row, index)) {
        counts[answer.status]++;
        if (answer.outcome === null) continue;
        asked++;
        if (answer.score === null) silent++;
        if (answer.outcome.optionMass !== undefined) masses.push(answer.outcome.optionMass);
      }
    }
    return { id: item.id, silent, asked };
  });
  const rated = perItem.filter(({ id, asked }) => asked > 0 && bHuman.has(id));
  const rates = rated.map(({ silent, asked }) => silent / asked);
  return {
    counts,
    lowMass: masses.length === 0 ? null : masses.filter((mass) => mass < flagMassBelow).length,
    meanMass: masses.length === 0 ? null : masses.reduce((sum, mass) => sum + mass, 0) / masses.length,
    perItem,
    withDifficulty: rates.some((rate) => rate > 0)
      ? spearman(
          rates,
          rated.map(({ id }) => bHuman.get(id) ?? NaN),
        )
      : null,
  };
}
