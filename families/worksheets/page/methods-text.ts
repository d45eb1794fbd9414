/** What a paper says of a study on worksheets: sentences with counts, models and settings. */
import { formatCount } from '../../../reports/numbers.ts';
import { effectWords } from '../analysis/headline.ts';
import type { EffectResult } from '../analysis/result.ts';
import { BOOTSTRAP_DRAWS, PERMUTATIONS } from '../analysis/figures.ts';
import type { WorksheetStudy } from '../study.ts';
import { contrastWords } from './words.ts';

export function methodsText(study: WorksheetStudy, result: EffectResult | null): readonly string[] {
  const { spec, judges, materials, items, personas } = study;
  const asked = judges.map(
    ({ label, model, spec: { mode, temperature, replicates } }) =>
      `${label} (${model.model} at ${model.endpoint}, ${mode}, temperature ${temperature}, ${replicates} ${replicates === 1 ? 'judgment' : 'judgments'} of a cell)`,
  );
  const setting = [
    `Simulated experts predicted how probable it is that ${spec.persona.student} solves each of ${items.length} test items after a worksheet, for ${personas.length} personas with two skills (${spec.persona.skills.join('; ')}), ${materials.length} ${materials.length === 1 ? 'material' : 'materials'} and the conditions ${study.conditions.join(', ')}.`,
    `Judges: ${asked.join('; ')}.`,
    spec.controls.run.length === 0
      ? 'No controls were run.'
      : `Controls: ${spec.controls.run.join(', ')}, with a margin of ${spec.controls.margin} points.`,
  ];
  if (result === null) return [...setting, 'The judgments have not been analysed.'];
  const settled = result.judges.reduce((sum, { cells }) => sum + cells.settled, 0);
  const missing = result.judges.reduce((sum, { cells }) => sum + cells.missing, 0);
  const unread = result.judges
    .flatMap(({ statuses }) => statuses)
    .filter(({ status }) => status === 'unparsed');
  return [
    ...setting,
    `${formatCount(settled)} judgments were settled, ${formatCount(unread.reduce((sum, { cells }) => sum + cells, 0))} of them without a number that could be read, and ${formatCount(missing)} are missing; none of these is in a mean.`,
    `The ${effectWords(result.effect)} was estimated by contrasts over pairs of a material and a test item, fixed beforehand (${Object.values(contrastWords(spec)).join('; ')}), with 95 % intervals by a crossed bootstrap over materials and items (${formatCount(BOOTSTRAP_DRAWS)} draws) and p-values by flipping signs of pairs (${formatCount(PERMUTATIONS)} draws), adjusted for all contrasts (Holm).`,
  ];
}
