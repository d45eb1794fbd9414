/** A worked example, in each of the forms in which a method shows it. All are our own. */
export interface Example {
  readonly question: string;
  readonly answer: number;
  /** Sentences, each with one statement in double brackets. */
  readonly declarative: string;
  /** Reasoning in words that ends with the answer. */
  readonly chain: string;
}

/** The first three are shown by every method. */
export interface FullExample extends Example {
  /** One equation, no sentences. */
  readonly oneStep: string;
  /** Python that prints the answer. */
  readonly program: string;
}
