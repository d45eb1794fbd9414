/** Cells: one respondent x item x wording x order of options. */
import type { Cell, Thread } from '../../../domain/dialogue.ts';
import { randomStream } from '../../../domain/seeds.ts';
import type { Item } from '../responses/items.ts';
import type { ResponseTable } from '../responses/table.ts';
import type { Arm } from './arm.ts';
import type { Respondent } from './respondents.ts';

/** What is asked; words are looked up by these names, so that a cell stays small. */
export interface ItemCell extends Cell {
  readonly arm: string;
  readonly respondent: string;
  readonly item: string;
  /** Which paraphrase, from 0. */
  readonly wording: number;
  /** By how many places the options are shifted. */
  readonly order: number;
  /** Place in the respondent's sequence of items, from 0. */
  readonly position: number;
}

/** `arm/respondent/item/w0o0`: stable when arms, respondents, items, wordings or orders are added. */
export function cellKey(
  arm: string,
  respondent: string,
  item: string,
  wording: number,
  order: number,
): string {
  return `${escape(arm)}/${escape(respondent)}/${escape(item)}/w${wording}o${order}`;
}

/** The threads of an arm: a cell each, or a respondent's items in a chain where it remembers its answers. */
export function threadsOf(
  arm: Arm,
  items: readonly Item[],
  people: ResponseTable | null,
  seed: number,
): Thread<ItemCell>[] {
  const administered = administeredItems(arm, people);
  return arm.respondents.flatMap((respondent) => {
    const own = administered?.get(respondent.persona.personId ?? '');
    const asked = inOrder(
      arm,
      respondent,
      own === undefined ? items : items.filter((item) => own.has(item.id)),
      seed,
    );
    const facets = facetsOf(arm);
    if (arm.spec.memory === undefined) {
      return asked.flatMap((item, position) =>
        facets.map((facet) => [cellOf(arm, respondent, item, facet, position)]),
      );
    }
    if (asked.length === 0) return [];
    return facets.map((facet) =>
      asked.map((item, position) => cellOf(arm, respondent, item, facet, position)),
    );
  });
}

function cellOf(
  arm: Arm,
  respondent: Respondent,
  item: Item,
  { wording, order }: { readonly wording: number; readonly order: number },
  position: number,
): ItemCell {
  const key = cellKey(arm.spec.name, respondent.id, item.id, wording, order);
  return { key, arm: arm.spec.name, respondent: respondent.id, item: item.id, wording, order, position };
}

function facetsOf(arm: Arm): { wording: number; order: number }[] {
  return arm.wordings.flatMap((_, wording) =>
    Array.from({ length: arm.spec.ask.rotations }, (__, order) => ({ wording, order })),
  );
}

/** The items that each real person answered, where the arm asks only those. */
function administeredItems(arm: Arm, people: ResponseTable | null): Map<string, Set<string>> | null {
  const { respondents } = arm.spec;
  if (respondents.kind !== 'people' || !respondents.asAdministered || people === null) return null;
  const answered = new Map(people.persons.map((person) => [person.id, new Set<string>()]));
  for (const response of people.responses) answered.get(response.personId)?.add(response.itemId);
  return answered;
}

function inOrder(arm: Arm, respondent: Respondent, items: readonly Item[], seed: number): readonly Item[] {
  if (arm.spec.memory?.order !== 'shuffled') return items;
  const stream = randomStream(seed, 'item-order', arm.spec.name, respondent.id);
  return items
    .map((item) => ({ item, place: stream.uniform() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function escape(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('/', '%2F');
}
