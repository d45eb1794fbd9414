/** Cells: one respondent x item x wording x order of options. */
import type { Cell, Thread } from '../../../domain/dialogue.ts';
import { indexed, stretches } from '../../../domain/indexed.ts';
import { randomStream } from '../../../domain/seeds.ts';
import type { Block, Threads } from '../../block.ts';
import { modelRef } from '../../spec-parts.ts';
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

/**
 * What an arm asks, a block for each model: a thread for each cell, or a respondent's items in a chain where it remembers its
 * answers. Respondents come one after the other, then items, then wordings and orders; nothing is held but counts.
 */
export function blocksOf(
  arm: Arm,
  items: readonly Item[],
  people: ResponseTable | null,
  seed: number,
): Block<ItemCell>[] {
  const administered = administeredItems(arm, people);
  const ownItems = (respondent: Respondent): readonly Item[] => {
    const own = administered?.get(respondent.persona.personId ?? '');
    return own === undefined ? items : items.filter((item) => own.has(item.id));
  };
  const counts = new Map<string, number>();
  for (const [person, own] of administered ?? [])
    counts.set(
      person,
      items.reduce((count, item) => count + Number(own.has(item.id)), 0),
    );
  const countOf = ({ persona }: Respondent): number => counts.get(persona.personId ?? '') ?? items.length;
  return byModel(arm.respondents).map((respondents) => {
    const asked = respondents.map(countOf);
    const cells = facetsOf(arm).length * asked.reduce((sum, count) => sum + count, 0);
    const threads =
      arm.spec.memory === undefined
        ? singles(arm, respondents, asked, ownItems)
        : chains(arm, respondents, asked, (respondent) =>
            inOrder(arm, respondent, ownItems(respondent), seed),
          );
    return { models: respondents.slice(0, 1).map(({ model }) => modelRef(model)), threads, cells };
  });
}

/** @param asked items of each respondent */
function singles(
  arm: Arm,
  respondents: readonly Respondent[],
  asked: readonly number[],
  itemsOf: (respondent: Respondent) => readonly Item[],
): Threads<ItemCell> {
  const facets = facetsOf(arm);
  const { total, find } = stretches(asked.map((count) => count * facets.length));
  const lists = latest(itemsOf);
  return indexed(total, (index) => {
    const { stretch, offset } = find(index);
    const respondent = respondents[stretch] as Respondent;
    const position = Math.floor(offset / facets.length);
    const item = lists(respondent)[position] as Item;
    return [cellOf(arm, respondent, item, facets[offset % facets.length] as Facet, position)];
  });
}

function chains(
  arm: Arm,
  respondents: readonly Respondent[],
  asked: readonly number[],
  itemsOf: (respondent: Respondent) => readonly Item[],
): Threads<ItemCell> {
  const facets = facetsOf(arm);
  const { total, find } = stretches(asked.map((count) => (count === 0 ? 0 : facets.length)));
  const lists = latest(itemsOf);
  return indexed(total, (index): Thread<ItemCell> => {
    const { stretch, offset } = find(index);
    const respondent = respondents[stretch] as Respondent;
    const facet = facets[offset] as Facet;
    return lists(respondent).map((item, position) => cellOf(arm, respondent, item, facet, position));
  });
}

/** Neighbours are asked for one after the other: the last list is kept. */
function latest(
  itemsOf: (respondent: Respondent) => readonly Item[],
): (respondent: Respondent) => readonly Item[] {
  let of: Respondent | undefined;
  let list: readonly Item[] = [];
  return (respondent) => {
    if (respondent !== of) [of, list] = [respondent, itemsOf(respondent)];
    return list;
  };
}

/** Runs of respondents of one model. */
function byModel(respondents: readonly Respondent[]): Respondent[][] {
  const runs: Respondent[][] = [];
  for (const respondent of respondents) {
    const run = runs.at(-1);
    if (run?.[0]?.model === respondent.model) run.push(respondent);
    else runs.push([respondent]);
  }
  return runs;
}

function cellOf(
  arm: Arm,
  respondent: Respondent,
  item: Item,
  { wording, order }: Facet,
  position: number,
): ItemCell {
  const key = cellKey(arm.spec.name, respondent.id, item.id, wording, order);
  return { key, arm: arm.spec.name, respondent: respondent.id, item: item.id, wording, order, position };
}

interface Facet {
  readonly wording: number;
  readonly order: number;
}

function facetsOf(arm: Arm): Facet[] {
  return arm.wordings.flatMap((_, wording) =>
    Array.from({ length: arm.spec.ask.rotations }, (__, order) => ({ wording, order })),
  );
}

/** The items that each real person answered, where the arm asks only those. */
export function administeredItems(arm: Arm, people: ResponseTable | null): Map<string, Set<string>> | null {
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

export interface CellParts {
  readonly arm: string;
  readonly respondent: string;
  readonly item: string;
  readonly wording: number;
  readonly order: number;
}

/** What a key names. @throws RangeError where it is none of this family's */
export function partsOf(key: string): CellParts {
  const [arm, respondent, item, facet] = key.split('/');
  const numbers = /^w(\d+)o(\d+)$/.exec(facet ?? '');
  if (arm === undefined || respondent === undefined || item === undefined || numbers === null)
    throw new RangeError(`'${key}' is no key of a cell`);
  const [wording, order] = [Number(numbers[1]), Number(numbers[2])];
  return { arm: unescape(arm), respondent: unescape(respondent), item: unescape(item), wording, order };
}

function unescape(part: string): string {
  return part.includes('%') ? part.replaceAll('%2F', '/').replaceAll('%25', '%') : part;
}

function escape(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('/', '%2F');
}
