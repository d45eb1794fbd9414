/** The part `align`: arms beside people, jointly resampled, with baselines and what the answers hang on. */
import { informativeItems } from '../../../methods/alignment/informative-items.ts';
import { prepareArms } from '../../../methods/alignment/prepare.ts';
import type { AlignmentOptions, HumanSide, ModelSide } from '../../../methods/alignment/sides.ts';
import type { Compute } from '../../family.ts';
import type { AlignmentStudy } from '../study.ts';
import { analysedItems, type StudyAnswers } from './answers.ts';
import { armResult } from './arm-result.ts';
import { baselineRecords } from './baseline-records.ts';
import { coinSide } from './baselines.ts';
import { COIN, type Joint, jointRecords } from './joint.ts';
import type { AlignResult } from './result.ts';
import { type Look, lookAt } from '../rounds/look.ts';
import { verdictOf } from './verdict.ts';

/** @param looks at earlier rounds, where there is a stopping rule: the last one is at these figures */
export async function alignPart(
  study: AlignmentStudy,
  answers: Pick<StudyAnswers, 'arms'>,
  compute: Compute,
  looks?: readonly Look[],
): Promise<AlignResult> {
  const joint = await jointRecords(study, answers, compute);
  const items = analysedItems(study).map(({ id }) => id);
  const bHuman = difficultiesOf(joint.human, joint.options);
  const result = {
    primary: study.primary.spec.name,
    items,
    excluded: study.spec.analysis.exclude,
    unanswered: study.unanswered,
    people: study.people.kind === 'responses' ? study.people.persons.length : null,
    arms: joint.arms.map((arm) => armResult(study, joint, arm, items, bHuman)),
    comparisons: comparisonsOf(joint),
    baselines: await baselineRecords(study, joint, compute),
    ...stoppingOf(study, joint, looks),
  };
  return { ...result, verdict: verdictOf(result) };
}

/** Every two arms, the coin by its plain name. */
function comparisonsOf({ joint }: Pick<Joint, 'joint'>): AlignResult['comparisons'] {
  return (joint?.comparisons ?? []).map((pair) => ({
    ...pair,
    one: unmarked(pair.one),
    other: unmarked(pair.other),
    notEstimable:
      pair.notEstimable === null ? null : { ...pair.notEstimable, arm: unmarked(pair.notEstimable.arm) },
  }));
}

/** The rule, and every look that was taken, this one included; nothing where there is no rule. */
function stoppingOf(
  { spec, items, primary }: AlignmentStudy,
  { record }: Pick<Joint, 'record'>,
  looks: readonly Look[] | undefined,
): Pick<AlignResult, 'until' | 'looks'> {
  const { until } = spec;
  if (until === undefined || looks === undefined) return {};
  const now = { look: looks.length + 1, items: items.length };
  return { until, looks: [...looks, lookAt(record(primary.spec.name), until, now)] };
}

/** The people's difficulty by item; none where all of them answered alike. */
function difficultiesOf(human: HumanSide, options: AlignmentOptions): Map<string, number> {
  const side: ModelSide = human.kind === 'responses' ? human : coinSide(human.items, 2, 1);
  const prepared = prepareArms(human, [{ name: 'people', model: side }], options);
  const told = informativeItems(prepared.human, prepared.human);
  return new Map(told.map((index) => [prepared.items[index] ?? '', prepared.human.b[index] ?? NaN]));
}

function unmarked(name: string): string {
  return name === `:${COIN}` ? COIN : name;
}
