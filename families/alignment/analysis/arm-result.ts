/** One arm's part of the result: its record, and what its answers hang on. */
import { clusterKind } from '../arms/respondents.ts';
import { estimandOf } from '../plan.ts';
import { recoveryOf } from '../planted/recovery.ts';
import type { Status } from '../outcome.ts';
import type { HumanSide, ModelSide } from '../../../methods/alignment/sides.ts';
import type { AlignmentStudy } from '../study.ts';
import { type ArmAnswers, silentRule } from './answers.ts';
import { worstCase } from './bounds.ts';
import type { Joint } from './joint.ts';
import { optionOrder } from './option-order.ts';
import { personaAgreement } from './persona-agreement.ts';
import type { ArmResult } from './result.ts';
import { armSide, peopleTotal } from './sides.ts';
import { statusSummary } from './statuses.ts';
import { variantOf } from './variants.ts';

/**
 * @param items ids of those that are analysed, in their order
 * @param bHuman the people's difficulty by item
 */
export function armResult(
  study: AlignmentStudy,
  { human, record: recordNamed }: Pick<Joint, 'human' | 'record'>,
  { answers, side }: Joint['arms'][number],
  items: readonly string[],
  bHuman: ReadonlyMap<string, number>,
): ArmResult {
  const { arm } = answers;
  const { name, planted } = arm.spec;
  const record = recordNamed(name);
  return {
    name,
    label: arm.label,
    planted: planted !== undefined,
    recovery: record === null || planted === undefined ? null : recoveryOf(record, planted),
    clusterKind: clusterKind(arm.spec),
    respondents: arm.respondents.length,
    record:
      record === null || record.estimand === 'these respondents'
        ? record
        : { ...record, estimand: estimandOf(arm) },
    statuses: statusSummary(answers, study.spec.rules.flagMassBelow, bHuman),
    ...choices(study, human, answers, side, bHuman),
    order: optionOrder(
      answers,
      items.map((item) => bHuman.get(item) ?? NaN),
    ),
    persona: study.spec.baselines.permuted && planted === undefined ? personaAgreement(study, answers) : null,
  };
}

/** What hangs on a choice: rules for silent answers, repaired answers, estimation. */
function choices(
  study: AlignmentStudy,
  human: HumanSide,
  answers: ArmAnswers,
  side: ModelSide | null,
  bHuman: ReadonlyMap<string, number>,
): Pick<ArmResult, 'rules' | 'otherEstimation' | 'withoutRepaired'> {
  const { estimation } = study.spec.analysis;
  const { rules } = study.spec;
  const total = peopleTotal(study.people);
  const statuses = new Set<Status>();
  for (const { status } of answers.each()) statuses.add(status);
  const bounds = worstCase(
    answers,
    answers.items.map((item) => bHuman.get(item.id) ?? NaN),
  );
  const under = (changed: Parameters<typeof armSide>[1]): ArmResult['otherEstimation'] =>
    variantOf(human, armSide(answers, changed, total), { estimation });
  return {
    rules:
      bounds === null || ![...statuses].some((status) => silentRule(status) !== null)
        ? null
        : {
            missing: under({ unparsed: 'missing', refused: 'missing' }),
            zero: under({ unparsed: 'zero', refused: 'zero' }),
            lowest: under(bounds.lowRules),
            highest: under(bounds.highRules),
          },
    otherEstimation: variantOf(human, side, { estimation: estimation === 'map' ? 'ml' : 'map' }),
    withoutRepaired: statuses.has('repaired') ? under({ ...rules, repaired: 'leave out' }) : null,
  };
}
