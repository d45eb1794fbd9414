/** What a paper says of a worksheets study: sentences with counts, models and settings. */
import { formatCount } from '../../../reports/numbers.ts';
import type { EffectResult } from '../analysis/result.ts';
import type { WorksheetStudy } from '../study.ts';

export function methodsText(study: WorksheetStudy, result: EffectResult | null): readonly string[] {
  const { spec, judges, personas, materials, items } = study;
  const given = [
    `A simulated expert predicted how probable it is that ${spec.persona.student} with two skills (${spec.persona.skills.join('; ')}) solves each of ${items.length} test items after a worksheet, for ${personas.length} personas, ${materials.length} materials and ${study.conditions.length} conditions (${study.conditions.join(', ')}), with ${spec.controls.run.length} controls.`,
    ...judges.map(
      ({ label, model, spec: { mode, temperature, replicates } }) =>
        `Judge “${label}”: ${model.model} at ${model.endpoint}, ${mode}, temperature ${temperature}, ${replicates} ${replicates === 1 ? 'judgment' : 'judgments'} of a cell.`,
    ),
  ];
  if (result === null) return given;
  const sum = (pick: (judge: EffectResult['judges'][number]) => number): number =>
    result.judges.reduce((total, judge) => total + pick(judge), 0);
  return [
    ...given,
    `${formatCount(sum(({ cells }) => cells.settled))} judgments were settled and ${formatCount(sum(({ cells }) => cells.missing))} are missing.`,
    'Contrasts are means over pairs of a material and a test item; p-values are of flipped signs, adjusted for all contrasts of all judges (Holm).',
  ];
}
