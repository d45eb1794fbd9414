/** People and arms as the two sides of an alignment. */
import type { HumanSide, ItemShares, ModelSide, Respondents } from '../../../methods/alignment/sides.ts';
import type { ArmAnswers, Answer } from './answers.ts';
import { silentRule } from './answers.ts';
import type { Respondent } from '../arms/respondents.ts';
import type { Item } from '../responses/items.ts';
import { respondentsOf } from '../responses/matrix.ts';
import type { PeopleTable, Person, ResponseTable } from '../responses/table.ts';
import type { SilentRule } from './scoring.ts';

/** What becomes of answers that are none; a function decides by item (for bounds). */
export interface Rules {
  readonly unparsed: SilentRule;
  readonly refused: SilentRule;
  readonly repaired?: 'keep' | 'leave out';
  /** Overrides both for single items. */
  readonly byItem?: (item: number) => SilentRule;
}

/** The people's side on the given items. */
export function humanSide(people: PeopleTable, items: readonly Item[]): HumanSide {
  return people.kind === 'shares'
    ? sharesSide(people.itemIds, people.shares, items)
    : personsSide(people, items);
}

/** Some of the people. */
export function personsSide(
  people: ResponseTable,
  items: readonly Item[],
  wanted: (person: Person) => boolean = () => true,
): Respondents {
  const itemIds = items.map((item) => item.id);
  return respondentsOf({ ...people, persons: people.persons.filter(wanted), itemIds });
}

function sharesSide(ids: readonly string[], shares: Float64Array, items: readonly Item[]): ItemShares {
  const known = items.filter((item) => ids.includes(item.id));
  return {
    kind: 'shares',
    items: known.map((item) => item.id),
    shares: Float64Array.from(known, (item) => shares[ids.indexOf(item.id)] ?? NaN),
  };
}

/**
 * An arm's side: a row each respondent that answered anything. Answers to one item in several wordings and orders are
 * averaged.
 *
 * @param total what exact probabilities and weighted personas weigh together: as much as the people. It matters to the
 *   prior alone.
 * @returns null where nobody answered anything
 */
export function armSide(answers: ArmAnswers, rules: Rules, total: number | null): ModelSide | null {
  const { arm, items } = answers;
  const all = new Float64Array(answers.respondents.length * items.length);
  const rows: Respondent[] = [];
  answers.respondents.forEach((respondent, row) => {
    const start = rows.length * items.length;
    let isAnswered = false;
    for (let item = 0; item < items.length; item++) {
      const score = cellScore(answers.at(row, item), rules, item);
      all[start + item] = score ?? NaN;
      isAnswered ||= score !== null;
    }
    if (isAnswered) rows.push(respondent);
  });
  if (rows.length === 0) return null;
  const sum = rows.reduce((weight, respondent) => weight + respondent.weight, 0);
  const exact = arm.spec.ask.mode === 'options';
  const scaled = exact || arm.spec.respondents.kind === 'personas' || arm.spec.question === 'share';
  const factor = scaled && total !== null && sum > 0 ? total / sum : 1;
  const weights = Float64Array.from(rows, (respondent) => respondent.weight * factor);
  return {
    kind: 'responses',
    items: items.map((item) => item.id),
    persons: rows.map((respondent) => respondent.id),
    clusters: rows.map((respondent) => respondent.cluster),
    exact,
    responses: {
      persons: rows.length,
      items: items.length,
      scores: all.slice(0, rows.length * items.length),
      weights: weights.every((weight) => weight === 1) ? undefined : weights,
    },
  };
}

/** The weight of all people together; null where they are shares. */
export function peopleTotal(people: PeopleTable): number | null {
  return people.kind === 'shares' ? null : people.persons.reduce((sum, person) => sum + person.weight, 0);
}

function cellScore(cell: readonly Answer[], rules: Rules, item: number): number | null {
  const scores = cell.flatMap((answer) => {
    if (answer.score !== null)
      return answer.status === 'repaired' && rules.repaired === 'leave out' ? [] : [answer.score];
    const silent = silentRule(answer.status);
    if (silent === null) return [];
    const rule = rules.byItem?.(item) ?? rules[silent];
    return rule === 'missing' ? [] : [rule === 'one' ? 1 : 0];
  });
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
