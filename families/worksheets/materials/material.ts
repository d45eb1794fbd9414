/** Instructional problems and test items, as a folder of Markdown holds them. */

/** One problem with its worked solution. All texts are plain, without comments. */
export interface Problem {
  /** Its heading. */
  readonly name: string;
  /** Where it stands: `materials/shop.md:12`. */
  readonly place: string;
  readonly question: string;
  /** null where the file has none. */
  readonly solution: string | null;
  /** The same question in other words; null where the file has none. */
  readonly paraphrase: string | null;
  /** Statements for the exact solver, out of a comment `<!-- solve ... -->`; null where there are none. */
  readonly statements: string | null;
}

/** Problems of one worksheet pair: one list, or one for low and one for high variability. */
export interface Material {
  readonly name: string;
  readonly low: readonly Problem[];
  /** The same list as `low` where the effect is not about variability. */
  readonly high: readonly Problem[];
}

/** A problem of the post-test. */
export interface TestItem {
  /** Out of its heading: a to z, 0 to 9 and -. */
  readonly id: string;
  readonly question: string;
}
