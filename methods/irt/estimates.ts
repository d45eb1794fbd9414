/** The result of a fit, as types. Nothing in it is NaN: what cannot be estimated is null. */

/** Rasch: a = 1, the latent variance free. 2PL: a per item, the latent variance 1. Both: latent mean 0. */
export type IrtModel = 'rasch' | '2pl';

/** `ml`: maximum marginal likelihood. `map`: with the priors d ~ N(0, 3^2) and log a ~ N(0, .5^2) on every item. */
export type Estimation = 'ml' | 'map';

/**
 * `constant`: nobody differed (or nobody answered); `sparse`: fewer than 10 persons; `extreme`: |b| > 6;
 * `flat`: |a| < .2; `reversed`: a < 0, whoever knows more answers it less; `fractional`: scores between 0 and 1;
 * `not-identified`: the answers do not determine its parameters.
 */
export type ItemFlag =
  'constant' | 'sparse' | 'extreme' | 'flat' | 'reversed' | 'fractional' | 'not-identified';

/** One item: P(score 1 | theta) = logistic(a theta + d), b = -d / a; a higher b is a harder item. */
export interface ItemEstimate {
  /** Discrimination; 1 in a Rasch fit. */
  readonly a: number | null;
  readonly d: number | null;
  /** Difficulty. */
  readonly b: number | null;
  /** Standard errors from the observed information; null where not asked for, not estimable, or fixed. */
  readonly se: { readonly a: number | null; readonly d: number | null; readonly b: number | null };
  /** Persons observed on the item; the sum of their weights where they have some. */
  readonly n: number;
  readonly flags: readonly ItemFlag[];
}

/** A covariance matrix of the difficulties that could be estimated. */
export interface DifficultyCovariance {
  /** Which items the rows are, by column of the response matrix, ascending. */
  readonly items: readonly number[];
  /** items.length squared, row-major. */
  readonly values: Float64Array;
}

/** A fitted model. */
export interface IrtFit {
  readonly model: IrtModel;
  readonly estimation: Estimation;
  /** The marginal log-likelihood, natural logarithm, without the prior; of fractional data its expectation. */
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** EM steps and Newton steps together. */
  readonly iterations: number;
  readonly quadraturePoints: number;
  readonly latent: {
    readonly mean: 0;
    /** null when no item could be estimated. */
    readonly variance: number | null;
    readonly se: { readonly variance: number | null };
  };
  readonly items: readonly ItemEstimate[];
  /** null without `standardErrors`, or where no difficulty has an error. */
  readonly bCovariance: DifficultyCovariance | null;
  /** Parameters that the answers do not determine: at other values of them the likelihood is the same. Column of the item. */
  readonly unidentified: readonly {
    readonly item: number | null;
    readonly parameter: 'a' | 'd' | 'latent variance';
  }[];
  /** The largest absolute component of the gradient of the objective at the estimates. */
  readonly gradientNorm: number;
  /** |log-likelihood now - with half the node spacing|; null when not verified. */
  readonly doublingDifference: number | null;
  /** The objective (log-likelihood plus log-prior) after each accepted step: it never falls. */
  readonly objectiveTrace: readonly number[];
}
