/** A spec that is made out of files, for its author to go on with. */

export interface DraftFile {
  readonly text: string;
  /** Named in errors. */
  readonly file: string;
}

/** What the author says of the files; what is absent is found in them. */
export interface Told {
  /** Columns that describe persons. */
  readonly covariates?: readonly string[] | undefined;
  /** Options of items that list none, in the order of the instrument. */
  readonly options?: readonly string[] | undefined;
  /** What stands for a missing answer. */
  readonly missing?: readonly string[] | undefined;
}

export interface DraftHead {
  readonly name: string;
  /** Paths relative to the spec. */
  readonly responses: string;
  readonly items: string;
  readonly endpoint: string;
  readonly model: string;
  /** Entries of the population card that are known. */
  readonly card: Readonly<Record<string, string>>;
}

export interface Draft {
  /** What was taken for granted, in words. */
  readonly assumed: readonly string[];
  /** Columns or items that are left out. */
  readonly leftOut: readonly string[];
  text(head: DraftHead): string;
}

export interface Drafting {
  /** Entries of the population card, and what goes into each. */
  readonly card: Readonly<Record<string, string>>;
  /** @throws UserError with a place in a file; without one where only the author knows what the options are */
  draft(responses: DraftFile, items: DraftFile, told: Told): Draft;
}
