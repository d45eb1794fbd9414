/** Responses as a study keeps them: what was chosen apart from how it is scored. */

import type { Indexed } from '../../../domain/indexed.ts';

/** One response, keyed by (personId, itemId, repeat, position). */
export interface Response {
  readonly personId: string;
  readonly itemId: string;
  /** The repetition, from 0. */
  readonly repeat: number;
  /** The place in the sequence that the person was given, from 0; null where the data do not say. */
  readonly position: number | null;
  /** The category as chosen; null where the file holds scores only. */
  readonly choice: string | null;
  /** In [0, 1], by the key or the score map. */
  readonly score: number;
}

export interface Person {
  readonly id: string;
  readonly covariates: Readonly<Record<string, string>>;
  readonly weight: number;
  /** What is resampled; the person where the data name no cluster. */
  readonly cluster: string;
  readonly form: string | null;
}

/** The responses of persons. */
export interface ResponseTable {
  readonly kind: 'responses';
  readonly persons: readonly Person[];
  /** Item ids in the order of the columns, or of first appearance. */
  readonly itemIds: readonly string[];
  /** At most one for each person and item: `repeats` was applied. */
  readonly responses: Indexed<Response>;
  /** Items of the file that the item file does not list, where they are left out; none if absent. */
  readonly leftOut?: readonly string[];
  /** Places, from 0 and ascending, of persons who stood in the file and whose data were removed; none if absent. */
  readonly removed?: readonly number[];
}

/** Where each person stood before any was removed. */
export function placesOf({ persons, removed = [] }: ResponseTable): number[] {
  const gone = new Set(removed);
  const places: number[] = [];
  for (let place = 0; places.length < persons.length; place++) if (!gone.has(place)) places.push(place);
  return places;
}

/** Published shares of people by item, without persons. */
export interface ShareTable {
  readonly kind: 'shares';
  readonly itemIds: readonly string[];
  /** Share of people who score 1, in [0, 1], by item. */
  readonly shares: Float64Array;
  /** People behind each share, where known. */
  readonly counts: readonly (number | null)[];
}

export type PeopleTable = ResponseTable | ShareTable;

export type RepeatsRule = 'first' | 'last' | 'mean';
export type ScoreMap = Readonly<Record<string, number>>;

/** What a reader must know of a file. */
export interface ReadOptions {
  /** Named in errors. */
  readonly file: string;
  /** By default long when there are columns item_id and score or choice, else wide. */
  readonly format?: 'wide' | 'long' | undefined;
  /** Columns under other names than ours: the person, the item, the score. */
  readonly id?: string | undefined;
  readonly item?: string | undefined;
  readonly score?: string | undefined;
  readonly covariates?: readonly string[] | undefined;
  readonly weight?: string | undefined;
  readonly cluster?: string | undefined;
  readonly form?: string | undefined;
  readonly scoreMap?: ScoreMap | undefined;
  /** The right choice of items that have a key. */
  readonly keys?: ReadonlyMap<string, string> | undefined;
  /** The options of items that list some, in the order of the instrument. */
  readonly options?: ReadonlyMap<string, readonly string[]> | undefined;
  /** What stands for a missing answer, beside a blank and NA. */
  readonly missing?: readonly (string | number)[] | undefined;
  /** Cells hold the letter of an option: A for the first. */
  readonly letters?: boolean | undefined;
  /** `scores`: cells are scores, whatever key or options an item has. */
  readonly cells?: 'choices' | 'scores' | undefined;
  readonly repeats?: RepeatsRule | undefined;
  /** Gets a line for each thing that was found of the file and is worth a word. */
  readonly found?: string[] | undefined;
  /** Items that may appear; any where absent. */
  readonly knownItems?: ReadonlySet<string> | undefined;
  /** Whether other items are an error (the default) or left out. */
  readonly unlisted?: 'error' | 'ignore' | undefined;
}
