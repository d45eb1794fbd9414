/** How far r could move if the answers that are none had been known: filled item by item with 0 or 1. */
import { logitDifficulty } from '../../../methods/alignment/logit-difficulty.ts';
import { pearson } from '../../../methods/statistics/correlation.ts';
import type { ArmAnswers } from './answers.ts';
import { silentRule } from './answers.ts';
import { armSide, type Rules } from './sides.ts';
import type { SilentRule } from './scoring.ts';

export interface Bounds {
  /** r of -logit(share) with the people's difficulties; null where it is undefined. */
  readonly low: number | null;
  readonly high: number | null;
  /** The filling that gives each bound, by item. */
  readonly lowRules: Rules;
  readonly highRules: Rules;
}

/**
 * Worst-case bounds of r on the logit scale (difficulties are monotone in the share there). Each item's unknown
 * answers are all 0 or all 1, whichever moves r further; items are changed one at a time until none helps. It is a
 * local search: the true extremes may lie a little further out.
 *
 * @param bHuman difficulties of the people, by item in the order of `answers.items`; NaN where there is none
 * @returns null where every answer is there
 */
export function worstCase(answers: ArmAnswers, bHuman: readonly number[]): Bounds | null {
  const unknown = answers.items.flatMap((_, item) =>
    answers.respondents.some((__, row) =>
      answers.at(row, item).some(({ status }) => silentRule(status) !== null),
    )
      ? [item]
      : [],
  );
  if (unknown.length === 0) return null;
  const zero = logits(answers, () => 'zero');
  const one = logits(answers, () => 'one');
  const low = search(unknown, zero, one, bHuman, -1);
  const high = search(unknown, zero, one, bHuman, 1);
  return { low: low.r, high: high.r, lowRules: low.rules, highRules: high.rules };
}

function search(
  unknown: readonly number[],
  zero: readonly number[],
  one: readonly number[],
  bHuman: readonly number[],
  sign: 1 | -1,
): { r: number | null; rules: Rules } {
  const isOne = new Set<number>();
  const value = (): number => {
    const seen = bHuman.flatMap((b, item) => (Number.isNaN(b) ? [] : [item]));
    const r = pearson(
      seen.map((item) => bHuman[item] ?? NaN),
      seen.map((item) => (isOne.has(item) ? one : zero)[item] ?? NaN),
    );
    return r === null ? -Infinity : sign * r;
  };
  let best = value();
  for (let improved = true; improved;) {
    improved = false;
    for (const item of unknown) {
      toggle(isOne, item);
      const now = value();
      if (now > best + 1e-12) {
        best = now;
        improved = true;
      } else toggle(isOne, item);
    }
  }
  const byItem = (item: number): SilentRule => (isOne.has(item) ? 'one' : 'zero');
  return {
    r: Number.isFinite(best) ? sign * best : null,
    rules: { unparsed: 'zero', refused: 'zero', byItem },
  };
}

function toggle(set: Set<number>, item: number): void {
  if (!set.delete(item)) set.add(item);
}

/** -logit(share) of each item with the unknown answers filled in. */
function logits(answers: ArmAnswers, byItem: (item: number) => SilentRule): number[] {
  const side = armSide(answers, { unparsed: 'zero', refused: 'zero', byItem }, null);
  return answers.items.map((_, item) => {
    if (side === null) return NaN;
    const { persons, items, scores, weights } = side.responses;
    let sum = 0;
    let weight = 0;
    let n = 0;
    for (let person = 0; person < persons; person++) {
      const score = scores[person * items + item] ?? NaN;
      if (Number.isNaN(score)) continue;
      const w = weights?.[person] ?? 1;
      sum += w * score;
      weight += w;
      n++;
    }
    return weight > 0 ? logitDifficulty(sum / weight, n) : 0;
  });
}
