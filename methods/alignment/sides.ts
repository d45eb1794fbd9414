/** The two sides of an alignment: people, and a model that answered in their place. */
import type { ResponseMatrix } from '../irt/responses.ts';

/** Responses of persons, one row each; what is resampled is the cluster. */
export interface Respondents {
  readonly kind: 'responses';
  /** Item ids, one a column. */
  readonly items: readonly string[];
  /** Person ids, one a row; without them rows are numbered from 1. */
  readonly persons?: readonly string[];
  readonly responses: ResponseMatrix;
  /**
   * The cluster of each row (class, school; persona, model). Without it every row is a cluster of its own, named as the
   * person.
   */
  readonly clusters?: readonly string[];
}

/**
 * Shares without persons: how many of the people got each item right, as published tables give it. There is no Rasch
 * fit, no ceiling and nothing to resample but items: difficulty is -logit(share).
 */
export interface ItemShares {
  readonly kind: 'shares';
  readonly items: readonly string[];
  /** In [0, 1], one an item. */
  readonly shares: Float64Array;
}

export type HumanSide = Respondents | ItemShares;

/**
 * The model's side.
 * `exact`: the cells are probabilities read from the model and carry no answering noise. Default: whether any cell
 * lies strictly between 0 and 1.
 */
export interface ModelSide extends Respondents {
  readonly exact?: boolean;
}

/**
 * What rho speaks of: the model asked through sampled personas (a cluster is a persona), models in general (a cluster
 * is a model), or, where nothing is resampled on the model's side, just the respondents at hand.
 */
export type Estimand = 'this model, sampled personas' | 'models in general' | 'these respondents';

export interface AlignmentOptions {
  /** Bootstrap draws; default 1,000. */
  readonly draws?: number;
  /** Default 1. */
  readonly seed?: number;
  /** `map` (default) keeps constant items by their prior; `ml` drops them, by name. */
  readonly estimation?: 'map' | 'ml';
  /** Level of the interval of rho; default .95. */
  readonly level?: number;
  /** Random disjoint halves for the ceiling; default 100. */
  readonly splits?: number;
  /** `rasch` (default), or `logit` for -logit(share) in place of b; people as shares are always on `logit`. */
  readonly scale?: 'rasch' | 'logit';
  /** The testlet of an item (a passage, a situation): items of one testlet are resampled together. */
  readonly testlets?: ReadonlyMap<string, string>;
  readonly estimand?: 'this model, sampled personas' | 'models in general';
}

/** One arm of a study: a way of asking, under its name. */
export interface Arm {
  readonly name: string;
  readonly model: ModelSide;
}
