/** Responses as packed columns, about 20 bytes each, told one by one: a vocabulary study has millions. */
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
  const items = new Int32Array(most);
  const people = new Int32Array(most);
  const choices = new Int32Array(most);
  const scores = new Float64Array(most);
  const persons: { readonly id: string; readonly repeat: number; readonly line: number }[] = [];
  const words: (string | null)[] = [];
  const places = new Map<string | null, number>();
  let length = 0;

  function placeOf(choice: string | null): number {
    const known = places.get(choice);
    if (known !== undefined) return known;
    places.set(choice, words.length);
    return words.push(choice) - 1;
  }

  return {
    of(id, repeat, line) {
      persons.push({ id, repeat, line });
    },
    lineOf: (index) => persons[people[index] as number]?.line ?? 0,
    add(item, choice, score) {
      items[length] = item;
      people[length] = persons.length - 1;
      choices[length] = placeOf(choice);
      scores[length] = score;
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
          choice: words[choices[index] as number] ?? null,
          score: scores[index] as number,
        };
      });
    },
  };
}
