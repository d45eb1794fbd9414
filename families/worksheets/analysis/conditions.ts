/** The surface of each condition, by both rules of reading, and where it falls with a skill that rises. */
import { faithfulScore } from '../../../methods/instruction/bracketed.ts';
import { meanThere, monotonicityOf, surfaceOf } from '../../../methods/instruction/scores.ts';
import { mean, variance } from '../../../methods/statistics/mean.ts';
import { wordsIn } from '../sheets/layout.ts';
import { type Judged, scoresOf, type SettledJudgment } from './judgments.ts';
import type { ConditionResult } from './result.ts';

/** @param judgments settled cells of one judge under this condition */
export function conditionOf(
  study: Judged,
  name: string,
  judgments: readonly SettledJudgment[],
): ConditionResult {
  const { personas, materials } = study;
  const scores = scoresOf(study, personas, judgments);
  const strict = surfaceOf(scores);
  const words = materials.map((material) =>
    wordsIn(study.worksheet({ material: material.name, variant: name })),
  );
  return {
    name,
    strict: orNull(meanThere(scores.values)),
    faithful: faithfulScore(judgments.map(({ outcome }) => outcome)),
    words: mean(words),
    surface: personas.map((persona, index) => {
      const own = judgments.filter(({ cell }) => cell.persona.join(' ') === persona.join(' '));
      return {
        persona,
        strict: orNull(strict[index] ?? NaN),
        faithful: faithfulScore(own.map(({ outcome }) => outcome)),
        judgments: own.filter(({ outcome }) => outcome.probability !== null).length,
      };
    }),
    monotonicity: monotonicityOf(personas, strict),
  };
}

/** Pooled over cells with several judgments; null without any. */
export function replicateDeviationOf(judgments: readonly SettledJudgment[]): number | null {
  const groups = Map.groupBy(judgments, ({ cell: { material, variant, persona, item } }) =>
    JSON.stringify([material, variant, persona, item]),
  );
  let [squares, freedom] = [0, 0];
  for (const group of groups.values()) {
    const values = group.flatMap(({ outcome }) => outcome.probability ?? []);
    if (values.length < 2) continue;
    squares += variance(values, 'sample') * (values.length - 1);
    freedom += values.length - 1;
  }
  return freedom === 0 ? null : Math.sqrt(squares / freedom);
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
