/** People in a study: what of it is theirs alone, and the response file without them. */
import { Fault, UserError } from '../../domain/errors.ts';
import { csvWithout } from '../csv-without.ts';
import type { Inputs } from '../family.ts';
import type { PersonsData, PersonsHeld } from '../persons-held.ts';
import type { Respondent } from './arms/respondents.ts';
import { PEOPLE_FILE, REMOVED_PLACES } from './inputs.ts';
import { idColumnOf } from './responses/columns.ts';
import { type ResponseTable, placesOf } from './responses/table.ts';
import { type AlignmentStudy, openStudy } from './study.ts';

/** Undefined where the data are of no single persons: shares. */
export function personsHeld(study: AlignmentStudy, inputs: Inputs): PersonsHeld | undefined {
  const { people } = study;
  if (people.kind !== 'responses') return undefined;
  return {
    has: (person) => people.persons.some(({ id }) => id === person),
    examples: people.persons.slice(0, 3).map(({ id }) => id),
    dataOf: (persons) => dataOf(study, people, inputs, persons),
  };
}

/**
 * What the study has and would not have without them: their own cells, and those of a persona that describes nobody else,
 * which is a description of that person. A persona that others share stays.
 */
function dataOf(
  study: AlignmentStudy,
  people: ResponseTable,
  inputs: Inputs,
  persons: ReadonlySet<string>,
): PersonsData {
  if (people.persons.every(({ id }) => persons.has(id))) {
    throw new UserError('nobody would be left in the study', {
      remedy: 'Delete it whole: ./holdfast delete ID.',
    });
  }
  const changed = without(people, inputs, persons);
  const rest = openStudy(study.spec, new Map([...inputs, ...changed]));
  if (rest.people.kind !== 'responses' || rest.people.persons.some(({ id }) => persons.has(id)))
    throw new Fault('a person is still in the response file');
  const left = new Set(rest.arms.flatMap(({ respondents }) => respondents.map(phraseOf)));
  const gone = new Map<string, Set<string>>();
  const words = new Set<string>();
  study.arms.forEach((arm, index) => {
    const stay = new Set(rest.arms[index]?.respondents.map(({ id }) => id));
    const leave = arm.respondents.filter(({ id }) => !stay.has(id));
    gone.set(arm.spec.name, new Set(leave.map(({ id }) => id)));
    for (const respondent of leave) {
      words.add(respondent.id);
      const phrase = phraseOf(respondent);
      if (phrase !== null && !left.has(phrase)) words.add(phrase);
    }
  });
  const cells: string[] = [];
  for (const thread of study.threads) {
    for (const { arm, respondent, key } of thread)
      if (gone.get(arm)?.has(respondent) === true) cells.push(key);
  }
  for (const key of cells) words.add(key);
  return { cells, words: [...words], inputs: changed, held: [PEOPLE_FILE] };
}

function phraseOf({ persona }: Respondent): string | null {
  return persona.phrase;
}

/** The file without their records, and the places where they stood: a sample of people is drawn by place. */
function without(people: ResponseTable, inputs: Inputs, persons: ReadonlySet<string>): Inputs {
  const places = placesOf(people);
  const gone = people.persons.flatMap(({ id }, index) => (persons.has(id) ? [places[index] ?? 0] : []));
  const text = csvWithout(inputs.get(PEOPLE_FILE) ?? '', PEOPLE_FILE, (cells, header) => {
    const column = idColumnOf(header);
    if (column !== undefined) return !persons.has(cells[header.indexOf(column)] ?? '');
    throw new UserError('nobody has an id in this file: its rows are patterns of answers', {
      remedy: 'A pattern is no single person. Delete the experiment whole: ./holdfast delete ID.',
    });
  });
  const removed = [...(people.removed ?? []), ...gone].sort((a, b) => a - b);
  return new Map([
    [PEOPLE_FILE, text],
    [REMOVED_PLACES, JSON.stringify(removed)],
  ]);
}
