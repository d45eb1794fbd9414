/** What controls did to the score, and what the order of asking did. */
import { overPersonas, type Persona } from '../../../methods/instruction/scores.ts';
import { fallVerdict, stillVerdict } from '../../../methods/instruction/verdict.ts';
import { baseOf, mustStayStill } from '../sheets/conditions.ts';
import type { ControlName } from '../spec.ts';
import type { Judge } from '../study.ts';
import type { Figures } from './figures.ts';
import { type Judged, scoresOf, type SettledJudgment, under } from './judgments.ts';
import type { ControlResult, OrderEffect } from './result.ts';

const DIFFERENCE = ([one = NaN, other = NaN]: readonly number[]): number => one - other;
const EVERYBODY = (_persona: Persona): boolean => true;

/** Control minus base, over the personas of the controls. @param judgments of one judge */
export function controlsOf(
  study: Judged,
  judge: string,
  judgments: readonly SettledJudgment[],
  { estimate }: Figures,
): ControlResult[] {
  const { effect, controls } = study.spec;
  const scores = (variant: string): ReturnType<typeof scoresOf> =>
    scoresOf(study, study.controlPersonas, under(judgments, judge, variant));
  return controls.run.map((name: ControlName): ControlResult => {
    const base = baseOf(effect, name);
    const figure = estimate(overPersonas([scores(name), scores(base)], EVERYBODY, DIFFERENCE));
    const stays = mustStayStill(name);
    const verdict = stays ? stillVerdict(figure, controls.margin) : fallVerdict(figure, controls.margin);
    return { name, base, must: stays ? 'stay' : 'fall', ...figure, verdict };
  });
}

/** Judges of one model that differ in their mode: the same items in one conversation and in calls of their own. */
export function orderEffectsOf(
  study: Judged,
  judgments: readonly SettledJudgment[],
  { estimate }: Figures,
): OrderEffect[] {
  const ofMode = (mode: string): readonly Judge[] => study.judges.filter(({ spec }) => spec.mode === mode);
  return ofMode('chained').flatMap(({ spec: chained }) =>
    ofMode('independent')
      .filter(({ spec: independent }) => independent.model === chained.model)
      .map(({ spec: independent }): OrderEffect => {
        const perCondition = study.conditions.map((condition) => {
          const scores = [chained, independent].map(({ name }) =>
            scoresOf(study, study.personas, under(judgments, name, condition)),
          );
          return overPersonas(scores, EVERYBODY, DIFFERENCE);
        });
        const [first] = perCondition;
        const means = (first ?? new Float64Array(0)).map(
          (_, pair) =>
            perCondition.reduce((sum, values) => sum + (values[pair] ?? NaN), 0) / perCondition.length,
        );
        return { chained: chained.name, independent: independent.name, ...estimate(means) };
      }),
  );
}
