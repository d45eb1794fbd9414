/** The part `align`: arms beside people, jointly resampled, with baselines and what the answers hang on. */
import { informativeItems } from '../../../methods/alignment/informative-items.ts';
import { prepareArms } from '../../../methods/alignment/prepare.ts';
import type { AlignmentOptions, HumanSide, ModelSide } from '../../../methods/alignment/sides.ts';
import type { Compute } from '../../family.ts';
import { clusterKind } from '../arms/respondents.ts';
import { estimandOf } from '../plan.ts';
import { recoveryOf } from '../planted/recovery.ts';
import type { Status } from '../outcome.ts';
import type { AlignmentStudy } from '../study.ts';
import { type ArmAnswers, analysedItems, silentRule, type StudyAnswers } from './answers.ts';
import { coinSide, peopleAgainstPeople } from './baselines.ts';
import { worstCase } from './bounds.ts';
import { optionOrder } from './option-order.ts';
import { personaAgreement } from './persona-agreement.ts';
import type { AlignResult, ArmResult } from './result.ts';
import { armSide, peopleTotal, personsSide } from './sides.ts';
import { statusSummary } from './statuses.ts';
import { COIN, jointRecords, onThreads } from './joint.ts';
import { type Look, lookAt } from '../rounds/look.ts';
import { variantOf } from './variants.ts';
import { verdictOf } from './verdict.ts';

/** @param looks at earlier rounds, where there is a stopping rule: the last one is at these figures */
export async function alignPart(
  study: AlignmentStudy,
  answers: Pick<StudyAnswers, 'arms'>,
  compute: Compute,
  looks?: readonly Look[],
): Promise<AlignResult> {
  const items = analysedItems(study);
  const { human, options, arms, joint, record: recordNamed } = await jointRecords(study, answers, compute);
  const bHuman = difficultiesOf(human, options);
  const armResults = arms.map(({ answers: own, side }): ArmResult => {
    const { arm } = own;
    const record = recordNamed(arm.spec.name);
    return {
      name: arm.spec.name,
      label: arm.label,
      planted: arm.spec.planted !== undefined,
      recovery:
        record === null || arm.spec.planted === undefined ? null : recoveryOf(record, arm.spec.planted),
      clusterKind: clusterKind(arm.spec),
      respondents: arm.respondents.length,
      record:
        record === null || record.estimand === 'these respondents'
          ? record
          : { ...record, estimand: estimandOf(arm) },
      statuses: statusSummary(own, study.spec.rules.flagMassBelow, bHuman),
      ...choices(study, human, own, side, bHuman),
      order: optionOrder(
        own,
        items.map((item) => bHuman.get(item.id) ?? NaN),
      ),
      persona:
        study.spec.baselines.permuted && arm.spec.planted === undefined ? personaAgreement(study, own) : null,
    };
  });
  const result = {
    primary: study.primary.spec.name,
    items: items.map((item) => item.id),
    excluded: study.spec.analysis.exclude,
    unanswered: study.unanswered,
    people: study.people.kind === 'responses' ? study.people.persons.length : null,
    arms: armResults,
    comparisons: (joint?.comparisons ?? []).map((pair) => ({
      ...pair,
      one: unmarked(pair.one),
      other: unmarked(pair.other),
      notEstimable:
        pair.notEstimable === null ? null : { ...pair.notEstimable, arm: unmarked(pair.notEstimable.arm) },
    })),
    baselines: {
      coin: recordNamed(`:${COIN}`),
      people:
        study.spec.baselines.people && human.kind === 'responses'
          ? peopleAgainstPeople(human, options)
          : null,
      groups: await groupRecords(study, options, compute),
    },
  };
  const { until } = study.spec;
  const now = { look: (looks?.length ?? 0) + 1, items: study.items.length };
  const stopping =
    until === undefined || looks === undefined
      ? {}
      : { until, looks: [...looks, lookAt(recordNamed(study.primary.spec.name), until, now)] };
  return { ...result, ...stopping, verdict: verdictOf({ ...result, ...stopping }) };
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

/** The people's difficulty by item; none where all of them answered alike. */
function difficultiesOf(human: HumanSide, options: AlignmentOptions): Map<string, number> {
  const side: ModelSide = human.kind === 'responses' ? human : coinSide(human.items, 2, 1);
  const prepared = prepareArms(human, [{ name: 'people', model: side }], options);
  const told = informativeItems(prepared.human, prepared.human);
  return new Map(told.map((index) => [prepared.items[index] ?? '', prepared.human.b[index] ?? NaN]));
}

async function groupRecords(
  study: AlignmentStudy,
  options: AlignmentOptions,
  compute: Compute,
): Promise<AlignResult['baselines']['groups']> {
  const { people } = study;
  if (people.kind !== 'responses') return [];
  const items = analysedItems(study);
  const groups: AlignResult['baselines']['groups'][number][] = [];
  for (const { name, label, covariate, values } of study.spec.baselines.groups) {
    const [one, other] = values.map((value) =>
      personsSide(people, items, (p) => p.covariates[covariate] === value),
    );
    if (one === undefined || other === undefined) continue;
    const record = await onThreads(compute, one, [{ name, model: { ...other, exact: false } }], options);
    const found = record.arms[0]?.record;
    if (found === undefined) continue;
    groups.push({
      name,
      label: label ?? name,
      persons: [one.responses.persons, other.responses.persons],
      record: found,
    });
  }
  return groups;
}

function unmarked(name: string): string {
  return name === `:${COIN}` ? COIN : name;
}
