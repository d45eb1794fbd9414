/** Responses as packed columns, 10 to 12 bytes each, told one by one: a vocabulary study has millions. */
import { type Indexed, indexed } from '../../../domain/indexed.ts';
import type { Response } from './table.ts';

export interface PackedResponses {
  /** @param item its place among the items; the person is the one named last */
  add(item: number, choice: string | null, score: number): void;
  /** Those that follow are of this person. @param line of the file, from 1 */
  of(personId: string, repeat: number, line: number): void;
  /** The line on which a response stood. */
  lineOf(index: number): number;
  readonly responses: Indexed<Response>;
}

/** @param most how many there can be */
export function packResponses(itemIds: readonly string[], most: number): PackedResponses {
  const items = itemIds.length < 2 ** 16 ? new Uint16Array(most) : new Int32Array(most);
  const people = new Int32Array(most);
  const answers = new Int32Array(most);
  const persons: { readonly id: string; readonly repeat: number; readonly line: number }[] = [];
  /** Each choice with its score stands once. */
  const known: { readonly choice: string | null; readonly score: number }[] = [];
  const places = new Map<string | null, Map<number, number>>();
  let length = 0;

  function placeOf(choice: string | null, score: number): number {
    const ofChoice = places.get(choice) ?? new Map<number, number>();
    const place = ofChoice.get(score);
    if (place !== undefined) return place;
    places.set(choice, ofChoice.set(score, known.length));
    return known.push({ choice, score }) - 1;
  }

  return {
    of(id, repeat, line) {
      persons.push({ id, repeat, line });
    },
    lineOf: (index) => persons[people[index] as number]?.line ?? 0,
    add(item, choice, score) {
      items[length] = item;
      people[length] = persons.length - 1;
      answers[length] = placeOf(choice, score);
      length++;
    },
    get responses() {
      return indexed(length, (index) => {
        const { id, repeat } = persons[people[index] as number] as (typeof persons)[number];
        return {
          personId: id,
          itemId: itemIds[items[index] as number] as string,
          repeat,
          position: null,
          ...(known[answers[index] as number] as (typeof known)[number]),
        };
      });
    },
  };
}
