/** Personas: covariates put into words. */
import { UserError } from '../../../domain/errors.ts';
import { didYouMean } from '../../../domain/likely.ts';
import { randomStream } from '../../../domain/seeds.ts';
import { listed } from '../../csv.ts';
import { type PeopleTable, type Person, placesOf, type ResponseTable } from '../responses/table.ts';
import type { FieldSpec, RespondentsSpec } from '../spec/arms.ts';
import { fill, variablesOf } from '../templates/fill.ts';

/** Somebody to answer as. Equal phrases are one persona. */
export interface Persona {
  /** Stable part of a respondent's id. */
  readonly id: string;
  /** The phrase with the fields filled in; null where there is no persona. */
  readonly phrase: string | null;
  readonly weight: number;
  /** The real person whose covariates these are, where there is one. */
  readonly personId: string | null;
}

/**
 * The personas of an arm, in a fixed order.
 *
 * @param place the arm in the spec, for errors
 * @throws UserError for a field that the data lack, a value without a word, bands without words
 */
export function personasOf(
  respondents: RespondentsSpec,
  people: PeopleTable,
  draw: { readonly seed: number; readonly arm: string; readonly place: string },
): Persona[] {
  switch (respondents.kind) {
    case 'none':
      return [{ id: 'none', phrase: null, weight: 1, personId: null }];
    case 'grid':
      return gridPersonas(respondents, draw.place);
    case 'people':
      return sampled(personsOf(people, draw.place), respondents.sample, draw).map((person) => ({
        id: person.id,
        phrase: phraseOf(respondents, valuesOf(person), draw.place).phrase,
        weight: person.weight,
        personId: person.id,
      }));
    case 'personas':
      return distinctPersonas(respondents, personsOf(people, draw.place).persons, draw.place);
  }
}

type WithPhrase = Extract<RespondentsSpec, { phrase: string }>;
type Values = Readonly<Record<string, string>>;

function distinctPersonas(respondents: WithPhrase, persons: readonly Person[], place: string): Persona[] {
  const personas = new Map<string, Persona>();
  for (const person of persons) {
    const { phrase, id } = phraseOf(respondents, valuesOf(person), place);
    const weight = (personas.get(id)?.weight ?? 0) + person.weight;
    personas.set(id, { id, phrase, weight, personId: null });
  }
  return [...personas.values()].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

function gridPersonas(respondents: Extract<RespondentsSpec, { kind: 'grid' }>, place: string): Persona[] {
  let rows: Values[] = [{}];
  for (const [name, values] of Object.entries(respondents.values)) {
    rows = rows.flatMap((row) => values.map((value) => ({ ...row, [name]: String(value) })));
  }
  return rows.map((row) => ({ ...phraseOf(respondents, row, place), weight: 1, personId: null }));
}

function personsOf(people: PeopleTable, place: string): ResponseTable {
  if (people.kind === 'responses') return people;
  throw new UserError('there are no persons to take personas from: the people are shares', {
    place: `${place}.respondents`,
    remedy: 'Use respondents of kind grid or none, or give responses of persons.',
  });
}

/** Drawn by place in the file, so that the sample stays the same when data of persons are removed. */
function sampled(
  people: ResponseTable,
  count: number | undefined,
  draw: { readonly seed: number; readonly arm: string; readonly place: string },
): readonly Person[] {
  const { persons, removed = [] } = people;
  if (count === undefined) return persons;
  const length = persons.length + removed.length;
  if (count > length) {
    throw new UserError(`a sample of ${count} out of ${length} people`, {
      place: `${draw.place}.respondents.sample`,
      remedy: `Draw at most ${length}.`,
    });
  }
  const stream = randomStream(draw.seed, 'people-sample', draw.arm);
  const order = Array.from({ length }, (_, index) => index);
  for (let i = 0; i < count; i++) {
    const j = i + stream.integer(order.length - i);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  const chosen = new Set(order.slice(0, count));
  const places = placesOf(people);
  return persons.filter((_, index) => chosen.has(places[index] ?? -1));
}

function valuesOf(person: Person): Values {
  return { ...person.covariates, person_id: person.id };
}

/** The phrase, and an id made of the values (bands by number) that it depends on. */
function phraseOf(respondents: WithPhrase, values: Values, place: string): { id: string; phrase: string } {
  const words: Record<string, string> = {};
  const parts: string[] = [];
  for (const name of variablesOf(respondents.phrase)) {
    const value = values[name];
    if (value === undefined) {
      const known = Object.keys(values);
      throw new UserError(`the data have no field '${name}' for a persona${didYouMean(name, known)}`, {
        place: `${place}.respondents.phrase`,
        remedy: `Known fields are ${listed(known)}; covariates of the people are named in people.covariates.`,
      });
    }
    const { id, word } = inWords(
      respondents.fields[name],
      name,
      value,
      `${place}.respondents.fields.${name}`,
    );
    words[name] = word;
    parts.push(`${name}=${id}`);
  }
  return { id: parts.join('+') || 'all', phrase: fill(respondents.phrase, words) };
}

function inWords(
  field: FieldSpec | undefined,
  name: string,
  value: string,
  place: string,
): { id: string; word: string } {
  if (field?.cuts === undefined) {
    if (field?.words === undefined) return { id: value, word: value };
    const word = Array.isArray(field.words) ? undefined : (field.words as Values)[value];
    if (word !== undefined) return { id: value, word };
    throw new UserError(`there is no word for ${name} = '${value}'`, {
      place: `${place}.words`,
      remedy: 'Give a word for each value, or cuts with a word for each band.',
    });
  }
  const number = Number(value);
  const words = field.words;
  if (value === '' || !Number.isFinite(number)) {
    throw new UserError(`${name} = '${value}' is no number and falls in no band`, {
      place: `${place}.cuts`,
      remedy: 'Mend the data, or use words for values in place of cuts.',
    });
  }
  if (!Array.isArray(words) || words.length !== field.cuts.length + 1) {
    throw new UserError(`${field.cuts.length} cuts make ${field.cuts.length + 1} bands, each needs a word`, {
      place: `${place}.words`,
      remedy: 'List the words of the bands, lowest first.',
    });
  }
  const band = field.cuts.filter((cut) => number >= cut).length;
  return { id: `${band + 1}`, word: words[band] ?? '' };
}
