/** What a study holds of single persons, and what it is without some of them. */
import type { Inputs } from './family.ts';

/** What goes with certain persons. */
export interface PersonsData {
  /** Cells that were asked in their place, or of a description that fits nobody else. */
  readonly cells: readonly string[];
  /** Texts that stand for them wherever they are found: keys of cells, ids of respondents, descriptions. */
  readonly words: readonly string[];
  /** The inputs that are others without them. A study that is opened with these has the same cells but theirs. */
  readonly inputs: Inputs;
  /** Places of inputs that held them. */
  readonly held: readonly string[];
}

export interface PersonsHeld {
  has(person: string): boolean;
  /** A few ids, for whoever mistyped one. */
  readonly examples: readonly string[];
  /** @throws UserError where the study cannot do without them */
  dataOf(persons: ReadonlySet<string>): PersonsData;
}
