/** A response table as the matrix that fits and alignments start from. */
import type { Respondents } from '../../../methods/alignment/sides.ts';
import type { ResponseTable } from './table.ts';

/** Rows are persons, columns items, in the table's order; NaN where nobody answered. */
export function respondentsOf(table: ResponseTable): Respondents {
  const { persons, itemIds } = table;
  const row = new Map(persons.map((person, index) => [person.id, index]));
  const column = new Map(itemIds.map((id, index) => [id, index]));
  const scores = new Float64Array(persons.length * itemIds.length).fill(NaN);
  for (const { personId, itemId, score } of table.responses) {
    const i = row.get(personId);
    const j = column.get(itemId);
    if (i !== undefined && j !== undefined) scores[i * itemIds.length + j] = score;
  }
  const weighted = persons.some((person) => person.weight !== 1);
  return {
    kind: 'responses',
    items: itemIds,
    persons: persons.map((person) => person.id),
    responses: {
      persons: persons.length,
      items: itemIds.length,
      scores,
      weights: weighted ? Float64Array.from(persons, (person) => person.weight) : undefined,
    },
    clusters: persons.map((person) => person.cluster),
  };
}
