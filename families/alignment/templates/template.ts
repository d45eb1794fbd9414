/** Templates: the words around an item. Data, in our own words; studies may bring their own. */

/** One way of putting it. Variables stand in braces: persona, item, options, format, who, scored. */
export interface Wording {
  /** Who is spoken to: `none` where there is no persona. */
  readonly person: 'first' | 'third' | 'none';
  readonly system?: string | undefined;
  readonly user: string;
}

export interface Template {
  readonly name: string;
  readonly summary: string;
  /** The answer comes after an explanation: it must be marked, so that a parser finds it. */
  readonly explains: boolean;
  /** Several of one person are paraphrases, in a fixed order: a new one goes to the end. */
  readonly wordings: readonly Wording[];
}
