/** The contrasts of an effect for one judge, and what they come to. */
import { reversalContrasts, variabilityContrasts } from '../../../methods/instruction/contrasts.ts';
import type { Scores } from '../../../methods/instruction/scores.ts';
import {
  type EffectVerdict,
  reversalVerdict,
  variabilityVerdict,
} from '../../../methods/instruction/verdict.ts';
import { hasLevels } from '../personas.ts';
import type { WorksheetsSpec } from '../spec.ts';
import type { Figures } from './figures.ts';
import type { ContrastResult } from './result.ts';

/** @param scores by the name of the condition */
export function contrastsOf(
  { effect, persona }: WorksheetsSpec,
  scores: (condition: string) => Scores,
  { contrast }: Figures,
): readonly ContrastResult[] {
  switch (effect) {
    case 'expertise-reversal': {
      const both = { worked: scores('worked'), practice: scores('practice') };
      const { low, high, interaction } = reversalContrasts(
        both,
        hasLevels(persona.low),
        hasLevels(persona.high),
      );
      return [contrast('low', low), contrast('high', high), contrast('interaction', interaction)];
    }
    case 'variability': {
      const { worked, practice, interaction } = variabilityContrasts({
        workedHigh: scores('worked-high'),
        workedLow: scores('worked-low'),
        practiceHigh: scores('practice-high'),
        practiceLow: scores('practice-low'),
      });
      return [
        contrast('worked', worked),
        contrast('practice', practice),
        contrast('interaction', interaction),
      ];
    }
  }
}

/** @param conditions mean scores by condition, in any order */
export function verdictOf(
  effect: WorksheetsSpec['effect'],
  contrasts: readonly ContrastResult[],
  conditions: readonly { readonly name: string; readonly strict: number | null }[],
): EffectVerdict {
  const named = (name: string): Pick<ContrastResult, 'value' | 'interval'> =>
    contrasts.find((contrast) => contrast.name === name) ?? { value: null, interval: null };
  if (effect === 'expertise-reversal')
    return reversalVerdict({ low: named('low'), high: named('high'), interaction: named('interaction') });
  const best = conditions.find(({ name }) => name === 'worked-high')?.strict ?? -Infinity;
  const isHighest = conditions.every(
    ({ name, strict }) => name === 'worked-high' || best > (strict ?? -Infinity),
  );
  return variabilityVerdict(named('interaction'), isHighest);
}
