/** Every cell of a study with its judgment; and scores made of them. */
import type { JsonObject } from '../../../domain/json.ts';
import { emptyScores, type Persona, scoreIndex, type Scores } from '../../../methods/instruction/scores.ts';
import { threadsOf, cellsIn } from '../../block.ts';
import type { CellResult } from '../../family.ts';
import type { JudgmentCell } from '../cells.ts';
import type { JudgmentOutcome } from '../outcome.ts';
import type { WorksheetStudy } from '../study.ts';

export type Judgment =
  | { readonly kind: 'settled'; readonly cell: JudgmentCell; readonly outcome: JudgmentOutcome }
  /** `not asked` where an experiment was stopped before. */
  | { readonly kind: 'missing'; readonly cell: JudgmentCell; readonly missingClass: string };

export type SettledJudgment = Extract<Judgment, { kind: 'settled' }>;

const NOT_ASKED = 'not asked';

/** What an analysis needs of a study. */
export type Judged = Pick<
  WorksheetStudy,
  | 'spec'
  | 'materials'
  | 'items'
  | 'judges'
  | 'personas'
  | 'controlPersonas'
  | 'conditions'
  | 'blocks'
  | 'worksheet'
>;

/** All cells, in the study's order. */
export function judgmentsOf({ blocks }: Pick<Judged, 'blocks'>, results: readonly CellResult[]): Judgment[] {
  const byKey = new Map(results.map((result) => [result.key, result]));
  return [...cellsIn(threadsOf(blocks))].map((cell): Judgment => {
    const result = byKey.get(cell.key);
    return result?.kind === 'settled'
      ? { kind: 'settled', cell, outcome: result.outcome as JudgmentOutcome }
      : { kind: 'missing', cell, missingClass: result?.missingClass ?? NOT_ASKED };
  });
}

export function isSettled(judgment: Judgment): judgment is SettledJudgment {
  return judgment.kind === 'settled';
}

/** Settled cells of one judge under one variant. */
export function under(
  judgments: readonly SettledJudgment[],
  judge: string,
  variant: string,
): readonly SettledJudgment[] {
  return judgments.filter(({ cell }) => cell.judge === judge && cell.variant === variant);
}

/** Means over replicates by the strict rule; a cell without a number has none. */
export function scoresOf(
  { materials, items }: Pick<Judged, 'materials' | 'items'>,
  personas: readonly Persona[],
  judgments: readonly SettledJudgment[],
): Scores {
  const scores = emptyScores(personas, materials.length, items.length);
  const personaAt = placesOf(personas.map((persona) => persona.join(' ')));
  const materialAt = placesOf(materials.map(({ name }) => name));
  const itemAt = placesOf(items.map(({ id }) => id));
  const counts = new Uint32Array(scores.values.length);
  for (const { cell, outcome } of judgments) {
    const persona = personaAt.get(cell.persona.join(' '));
    if (persona === undefined || outcome.probability === null) continue;
    const at = scoreIndex(scores, persona, materialAt.get(cell.material) ?? 0, itemAt.get(cell.item) ?? 0);
    const before = counts[at] ?? 0;
    scores.values[at] =
      ((before === 0 ? 0 : (scores.values[at] ?? 0)) * before + outcome.probability) / (before + 1);
    counts[at] = before + 1;
  }
  return scores;
}

function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}

/** One row a cell, for exports and for the hash of what was judged. */
export function judgmentRows(judgments: readonly Judgment[]): JsonObject[] {
  return judgments.map((judgment) => {
    const { key, judge, material, variant, persona, item, replicate } = judgment.cell;
    const where = {
      ...{ cell: key, judge, material, variant, skill_1: persona[0], skill_2: persona[1], item, replicate },
    };
    if (judgment.kind === 'missing')
      return { ...where, status: 'missing', missing_class: judgment.missingClass, ...NOTHING };
    const { status, probability, groups, sum, calls, promptTokens, completionTokens } = judgment.outcome;
    return {
      ...where,
      ...{ status, missing_class: null, probability, bracket_groups: groups, bracket_sum: sum, calls },
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
    };
  });
}

const NOTHING = {
  probability: null,
  bracket_groups: null,
  bracket_sum: null,
  calls: null,
  prompt_tokens: null,
  completion_tokens: null,
} as const;
