/** All arms beside the people, resampled together: the records that figures and looks are read from. */
import { alignArmsWith } from '../../../methods/alignment/align.ts';
import type { DrawChunk } from '../../../methods/alignment/draws.ts';
import type { AlignmentRecord, ArmsRecord } from '../../../methods/alignment/record.ts';
import type { AlignmentOptions, Arm, HumanSide, ModelSide } from '../../../methods/alignment/sides.ts';
import type { Compute } from '../../family.ts';
import { lookLevel } from '../rounds/look.ts';
import type { AlignmentStudy } from '../study.ts';
import { type ArmAnswers, analysedItems, type StudyAnswers } from './answers.ts';
import { coinSide } from './baselines.ts';
import { armSide, humanSide, peopleTotal } from './sides.ts';

/** An arm must have answers to this share of the items, or it would take the others' items away. */
const ENOUGH_ITEMS = 0.5;
export const COIN = 'coin';

export interface Joint {
  readonly human: HumanSide;
  readonly options: AlignmentOptions;
  readonly arms: readonly { readonly answers: ArmAnswers; readonly side: ModelSide | null }[];
  /** null where there is no arm at all. */
  readonly joint: ArmsRecord | null;
  /** Of an arm by its name (the coin's is `:coin`); null where too little was answered. */
  readonly record: (name: string) => AlignmentRecord | null;
}

export async function jointRecords(
  study: AlignmentStudy,
  { arms: collected }: Pick<StudyAnswers, 'arms'>,
  compute: Compute,
): Promise<Joint> {
  const items = analysedItems(study);
  const human = humanSide(study.people, items);
  const options = optionsOf(study);
  const total = peopleTotal(study.people);
  const arms = collected.map((answers) => ({ answers, side: armSide(answers, study.spec.rules, total) }));
  const sides = arms.flatMap(({ answers, side }) =>
    side !== null && answeredItems(side) >= ENOUGH_ITEMS * items.length
      ? [{ name: answers.arm.spec.name, model: side }]
      : [],
  );
  // The coin is an arm like the others: on the same items, people and draws.
  const coin = study.spec.baselines.coin
    ? [{ name: `:${COIN}`, model: coinSide(human.items, coinCount(study), study.spec.seed) }]
    : [];
  const joint =
    sides.length + coin.length > 0 ? await onThreads(compute, human, [...sides, ...coin], options) : null;
  const record = (name: string): AlignmentRecord | null =>
    joint?.arms.find((arm) => arm.name === name)?.record ?? null;
  return { human, options, arms, joint, record };
}

function optionsOf(study: AlignmentStudy): AlignmentOptions {
  const { until } = study.spec;
  const { estimation, draws, splits } = study.spec.analysis;
  const testlets = new Map(
    study.items.flatMap((item) => (item.testlet === null ? [] : [[item.id, item.testlet] as const])),
  );
  const level = until === undefined ? {} : { level: lookLevel(until) };
  return { draws, seed: study.spec.seed, estimation, splits, testlets, ...level };
}

/** With the draws on worker threads: the same bytes on any number of them. */
export function onThreads(
  compute: Compute,
  human: HumanSide,
  arms: readonly Arm[],
  options: AlignmentOptions,
): Promise<ArmsRecord> {
  return alignArmsWith(
    async (input, count) => (await compute.draws('alignment', input, count)) as DrawChunk[],
    human,
    arms,
    options,
  );
}

function answeredItems(side: ModelSide): number {
  const { persons, items, scores } = side.responses;
  let answered = 0;
  for (let item = 0; item < items; item++) {
    for (let person = 0; person < persons; person++) {
      if (Number.isNaN(scores[person * items + item])) continue;
      answered++;
      break;
    }
  }
  return answered;
}

function coinCount(study: AlignmentStudy): number {
  return study.people.kind === 'responses' ? study.people.persons.length : 300;
}
