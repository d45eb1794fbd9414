/** People's data seen before they are used: what each item was answered, and what a file holds as a whole. */
import { cronbachAlpha, itemRestCorrelations } from '../../../methods/irt/item-rest.ts';
import type { DataOverview, ItemOverview } from '../../data-overview.ts';
import { respondentsOf } from './matrix.ts';
import type { ResponseTable } from './table.ts';

export function overviewOf(table: ResponseTable): DataOverview {
  const { responses: matrix } = respondentsOf(table);
  const { persons } = table;
  const itemRest = itemRestCorrelations(matrix);
  const weights = new Map(table.persons.map(({ id, weight }) => [id, weight]));
  const answers = new Map<string, number>();
  const byItem = new Map(table.itemIds.map((id) => [id, nobody()]));
  for (const { personId, itemId, choice, score } of table.responses) {
    const item = byItem.get(itemId);
    if (item === undefined) continue;
    const weight = weights.get(personId) ?? 1;
    item.n += 1;
    item.sum += weight * score;
    item.weight += weight;
    if (choice !== null) item.choices.set(choice, (item.choices.get(choice) ?? 0) + 1);
    answers.set(personId, (answers.get(personId) ?? 0) + 1);
  }
  const items = table.itemIds.map((id, index): ItemOverview => {
    const { n, sum, weight, choices } = byItem.get(id) ?? nobody();
    return {
      id,
      n,
      missing: persons.length - n,
      share: weight === 0 ? null : sum / weight,
      choices: Object.fromEntries([...choices].sort(([a], [b]) => (a < b ? -1 : 1))),
      itemRest: itemRest[index] ?? null,
    };
  });
  return {
    people: persons.length,
    items,
    alpha: cronbachAlpha(matrix),
    withOneAnswer: [...answers.values()].filter((count) => count === 1).length,
    withoutAnswer: persons.length - answers.size,
  };
}

/** An item that nobody has answered yet. */
function nobody(): { n: number; sum: number; weight: number; readonly choices: Map<string, number> } {
  return { n: 0, sum: 0, weight: 0, choices: new Map<string, number>() };
}
