/** The answers of an arm as a grid: respondents x items, each with its wordings and orders. */
import type { Cells } from '../../cell-results.ts';
import { partsOf } from '../arms/cells.ts';
import type { Arm } from '../arms/arm.ts';
import type { Respondent } from '../arms/respondents.ts';
import type { ItemOutcome, Status } from '../outcome.ts';
import type { Item } from '../responses/items.ts';
import type { AlignmentStudy } from '../study.ts';
import { AnswerColumns } from './columns.ts';

/** One answer to one item in one wording and order. */
export interface Answer {
  readonly key: string;
  readonly wording: number;
  readonly order: number;
  readonly status: Status;
  readonly outcome: ItemOutcome | null;
  readonly score: number | null;
}

/** All answers of an arm to the study's items, in the study's order. Cells that were never tried are missing. */
export interface ArmAnswers {
  readonly arm: Arm;
  readonly items: readonly Item[];
  readonly respondents: readonly Respondent[];
  /** The answers of a respondent to an item, by their places in the two lists: one for each wording and order. */
  at(respondent: number, item: number): readonly Answer[];
  /** Every answer, respondent by respondent. */
  each(): Iterable<Answer>;
}

export interface StudyAnswers {
  /** In the order that was asked for. */
  readonly arms: readonly ArmAnswers[];
  /** Cells of the whole study, excluded items among them. */
  readonly settled: number;
  readonly missing: number;
}

/** Goes through the cells once, a batch at a time. */
export async function answersOf(
  study: AlignmentStudy,
  cells: Cells,
  arms: readonly Arm[] = study.arms,
): Promise<StudyAnswers> {
  const columns = new Map(
    arms.map((arm) => [arm.spec.name, new AnswerColumns(study, arm, analysedItems(study))]),
  );
  let [settled, missing] = [0, 0];
  for await (const batch of cells) {
    for (const cell of batch) {
      if (cell.kind === 'missing') {
        missing++;
        continue;
      }
      settled++;
      const parts = partsOf(cell.key);
      columns.get(parts.arm)?.put(parts, cell.outcome as ItemOutcome);
    }
  }
  return { arms: [...columns.values()], settled, missing };
}

/** The items of the study without the excluded ones. */
export function analysedItems(study: Pick<AlignmentStudy, 'items' | 'spec'>): readonly Item[] {
  const excluded = new Set(study.spec.analysis.exclude.map(({ item }) => item));
  return study.items.filter((item) => !excluded.has(item.id));
}

/** Whether a status is an answer that is none, and which rule it falls under. */
export function silentRule(status: Status): 'unparsed' | 'refused' | null {
  switch (status) {
    case 'refused':
    case 'filtered':
      return 'refused';
    case 'unparsed':
    case 'truncated':
    case 'too-long':
      return 'unparsed';
    case 'ok':
    case 'repaired':
    case 'missing':
    case 'not administered':
      return null;
  }
}
