/** The files that a spec names, read and checked against one another. */
import { Fault, UserError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/likely.ts';
import type { Inputs, NamedInput } from '../family.ts';
import { type Item, readItems } from './responses/items.ts';
import { readResponses } from './responses/read.ts';
import { readShares } from './responses/shares.ts';
import type { PeopleTable } from './responses/table.ts';
import type { AlignmentSpec } from './spec/spec.ts';
import { BUILT_IN, readTemplate } from './templates/library.ts';
import type { Template } from './templates/template.ts';

export interface Material {
  readonly people: PeopleTable;
  /** The items that people answered, in the order of the item file. */
  readonly items: readonly Item[];
  /** Items of the item file that people never met. */
  readonly unanswered: readonly string[];
  readonly templates: readonly Template[];
}

/** Where the people's data are among the inputs. */
export const PEOPLE_FILE = 'people.file';
/** What stands among the inputs where data of persons were removed: their places in the file, as JSON. */
export const REMOVED_PLACES = 'people.removed';

/** The files of a spec by their place in it. */
export function namedInputs(spec: AlignmentSpec): NamedInput[] {
  return [
    { name: PEOPLE_FILE, path: spec.people.file },
    { name: 'items.file', path: spec.items.file },
    ...spec.templates.map((template, index) => ({ name: `templates.${index}.file`, path: template.file })),
  ];
}

/** @throws UserError with file and line, or with the place in the spec */
export function readMaterial(spec: AlignmentSpec, inputs: Inputs): Material {
  const text = (name: string): string => {
    const found = inputs.get(name);
    if (found === undefined) throw new Fault(`the input ${name} was not handed over`);
    return found;
  };
  const listed = readItems(text('items.file'), spec.items);
  const people = withRemoved(readPeople(spec, text(PEOPLE_FILE), listed), inputs.get(REMOVED_PLACES));
  const answered = new Set(people.itemIds);
  const excluded = new Set(spec.analysis.exclude.map(({ item }) => item));
  const items = listed.filter((item) => answered.has(item.id));
  if (items.filter((item) => !excluded.has(item.id)).length < 2) {
    throw new UserError('people and the item file share fewer than two items', {
      place: spec.people.file,
      remedy: `The items of ${spec.items.file} must be columns (or item_id) of the response file, spelled the same.`,
    });
  }
  checkExclusions(spec, items);
  const templates = spec.templates.map((template, index) =>
    readTemplate(template.name, text(`templates.${index}.file`), template.file),
  );
  return {
    people,
    items,
    unanswered: listed.filter((item) => !answered.has(item.id)).map((item) => item.id),
    templates: [...BUILT_IN.filter(({ name }) => !templates.some((own) => own.name === name)), ...templates],
  };
}

function withRemoved(people: PeopleTable, removed: string | undefined): PeopleTable {
  if (removed === undefined || people.kind !== 'responses') return people;
  return { ...people, removed: JSON.parse(removed) as number[] };
}

function readPeople(spec: AlignmentSpec, text: string, items: readonly Item[]): PeopleTable {
  const { people } = spec;
  const knownItems = new Set(items.map((item) => item.id));
  if (people.kind === 'shares')
    return readShares(text, { file: people.file, knownItems, unlisted: people.unlisted });
  const keys = new Map(items.flatMap((item) => (item.key === null ? [] : [[item.id, item.key] as const])));
  const options = new Map(items.map((item) => [item.id, item.options]));
  return readResponses(text, { ...people, scoreMap: spec.scores, keys, options, knownItems });
}

function checkExclusions(spec: AlignmentSpec, items: readonly Item[]): void {
  spec.analysis.exclude.forEach(({ item }, index) => {
    if (items.some(({ id }) => id === item)) return;
    const known = items.map(({ id }) => id);
    throw new UserError(`unknown item '${item}'${didYouMean(item, known)}`, {
      place: `analysis.exclude.${index}.item`,
      remedy: 'Name an item of the item file.',
    });
  });
}
