/** r so far, for the run card: on the logit scale, which needs no fit. */
import { logitDifficulty } from '../../../methods/alignment/logit-difficulty.ts';
import { pearson } from '../../../methods/statistics/correlation.ts';
import { formatNumber } from '../../../reports/numbers.ts';
import type { Cells } from '../../cell-results.ts';
import type { AlignmentStudy } from '../study.ts';
import { loudSilence } from '../../silence.ts';
import { analysedItems, answersOf, type ArmAnswers } from './answers.ts';
import { silenceOf } from './statuses.ts';
import { armSide, humanSide } from './sides.ts';
import type { HumanSide, ModelSide } from '../../../methods/alignment/sides.ts';

export async function headline(study: AlignmentStudy, cells: Cells): Promise<string> {
  const [answers] = (await answersOf(study, cells, [study.primary])).arms;
  if (answers === undefined) return '';
  const loud = loudSilence(silenceOf(answers));
  return [figureSoFar(study, answers), loud].filter((part) => part !== '').join('; ');
}

function figureSoFar(study: AlignmentStudy, answers: ArmAnswers): string {
  const side = armSide(answers, study.spec.rules, null);
  if (side === null) return '';
  const human = new Map(difficulties(humanSide(study.people, analysedItems(study))));
  const model = difficulties(side).filter(([id]) => human.has(id));
  const r = pearson(
    model.map(([id]) => human.get(id) ?? NaN),
    model.map(([, b]) => b),
  );
  return r === null
    ? ''
    : `${study.primary.spec.name}: r so far ${formatNumber(r)} over ${model.length} items`;
}

/** -logit(share) of each item that anybody answered. */
function difficulties(side: HumanSide | ModelSide): [id: string, b: number][] {
  if (side.kind === 'shares')
    return side.items.map((id, index) => [id, logitDifficulty(side.shares[index] ?? 0.5, 'exact')]);
  const { persons, items, scores, weights } = side.responses;
  return side.items.flatMap((id, item): [string, number][] => {
    let sum = 0;
    let weight = 0;
    let n = 0;
    for (let person = 0; person < persons; person++) {
      const score = scores[person * items + item] ?? NaN;
      if (Number.isNaN(score)) continue;
      sum += (weights?.[person] ?? 1) * score;
      weight += weights?.[person] ?? 1;
      n++;
    }
    return weight > 0 ? [[id, logitDifficulty(sum / weight, n)]] : [];
  });
}
