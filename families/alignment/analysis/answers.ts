/** The answers of an arm as a grid: respondents x items, each with its wordings and orders. */
import type { CellResult } from '../../family.ts';
import { administeredItems, cellKey } from '../arms/cells.ts';
import type { Arm } from '../arms/arm.ts';
import type { Respondent } from '../arms/respondents.ts';
import type { ItemOutcome, Status } from '../outcome.ts';
import type { Item } from '../responses/items.ts';
import type { AlignmentStudy } from '../study.ts';
import { scoreOfOutcome } from './scoring.ts';

/** One answer to one item in one wording and order. */
export interface Answer {
  readonly key: string;
  readonly wording: number;
  readonly order: number;
  readonly status: Status;
  readonly outcome: ItemOutcome | null;
  readonly score: number | null;
}

export interface ArmAnswers {
  readonly arm: Arm;
  readonly items: readonly Item[];
  readonly rows: readonly {
    readonly respondent: Respondent;
    readonly cells: readonly (readonly Answer[])[];
  }[];
}

/** All answers of an arm to the study's items, in the study's order. Cells that were never tried are missing. */
export function answersOf(
  study: AlignmentStudy,
  arm: Arm,
  results: ReadonlyMap<string, CellResult>,
): ArmAnswers {
  const items = analysedItems(study);
  const administered = administeredItems(arm, study.people.kind === 'responses' ? study.people : null);
  const scoring = { scores: study.spec.scores, question: arm.spec.question };
  const rows = arm.respondents.map((respondent) => ({
    respondent,
    cells: items.map((item) =>
      arm.wordings.flatMap((_, wording) =>
        Array.from({ length: arm.spec.ask.rotations }, (__, order): Answer => {
          const key = cellKey(arm.spec.name, respondent.id, item.id, wording, order);
          const result = results.get(key);
          const outcome = result?.kind === 'settled' ? (result.outcome as ItemOutcome) : null;
          const isAsked = administered?.get(respondent.persona.personId ?? '')?.has(item.id) ?? true;
          const status = outcome?.status ?? (isAsked ? 'missing' : 'not administered');
          const score = outcome === null ? null : scoreOfOutcome(outcome, item, scoring);
          return { key, wording, order, status, outcome, score };
        }),
      ),
    ),
  }));
  return { arm, items, rows };
}

/** The items of the study without the excluded ones. */
export function analysedItems(study: AlignmentStudy): readonly Item[] {
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
