/** From outcomes to scores, by the score map and the rules of the spec. */
import type { ItemOutcome } from '../outcome.ts';
import type { Item } from '../responses/items.ts';
import { scoreOf } from '../responses/score.ts';
import type { ScoreMap } from '../responses/table.ts';

/** How answers that are none count: left out, as 0, or (for bounds) as 1. */
export type SilentRule = 'missing' | 'zero' | 'one';

export interface Scoring {
  readonly scores: ScoreMap | undefined;
  readonly question: 'answer' | 'share';
}

/** The score of an answer, in [0, 1]; null where the outcome holds none. Options count by their share of the mass. */
export function scoreOfOutcome(outcome: ItemOutcome, item: Item, scoring: Scoring): number | null {
  if (outcome.status !== 'ok' && outcome.status !== 'repaired') return null;
  if (outcome.probabilities !== undefined) return expectedScore(outcome.probabilities, item, scoring.scores);
  if (outcome.choice === undefined) return null;
  if (scoring.question === 'share') return Number(outcome.choice) / 100;
  return scoreOf(outcome.choice, item.key ?? undefined, scoring.scores);
}

function expectedScore(
  probabilities: readonly number[],
  item: Item,
  scores: ScoreMap | undefined,
): number | null {
  let mass = 0;
  let scored = 0;
  item.options.forEach((option, index) => {
    const p = probabilities[index] ?? 0;
    mass += p;
    scored += p * (scoreOf(option, item.key ?? undefined, scores) ?? 0);
  });
  return mass > 0 ? Math.min(1, scored / mass) : null;
}
