/** What an alignment says: the short record that `holdfast align` prints, and the whole one that a study reports. */
import type { Estimand } from './sides.ts';

export type Interval = readonly [low: number, high: number];

/**
 * Why there is no rho: `no-information`, fewer than two items are left that neither side answered all alike; `no-spread`, a side gives the same to every item; `noise`, its sampling noise explains all of a
 * side's variance; `at-bound`, the corrected estimate is 1 or more in size; `whole-line`, the interval leaves nothing out.
 */
export type NotEstimable = 'no-information' | 'no-spread' | 'noise' | 'at-bound' | 'whole-line';

/** MSD = shift^2 + (s_L - s_H)^2 + 2 s_L s_H (1 - r), variances with 1/I: the three summands and their sum. */
export interface Msd {
  readonly total: number;
  readonly shift: number;
  readonly spread: number;
  readonly pattern: number;
}

/** The JSON of `holdfast align`. What is not estimable is null. */
export interface Alignment {
  /** Pearson correlation of the difficulties over the common items. */
  readonly r: number | null;
  /** Noise-corrected estimate of the latent correlation, inside (-1, 1); null with a reason in `notEstimable`. */
  readonly rho: number | null;
  /** Interval of rho, 95 % unless `level` says otherwise; null below 30 model clusters. It may stand where rho is `at-bound`: what is left is a range. */
  readonly interval: Interval | null;
  /** Why rho is null; null where it is a figure. */
  readonly notEstimable: NotEstimable | null;
  /** sqrt(rel(N_H) rel(n_L)) from disjoint halves. */
  readonly ceiling: number | null;
  /** r / ceiling: the same estimand as rho by another estimator; may exceed 1. */
  readonly share: number | null;
  readonly spearman: number | null;
  readonly msd: Msd | null;
  /** Mean b of the model minus mean b of the people. */
  readonly meanDifference: number | null;
  /** Common items that were estimated on both sides, and that neither answered all alike. */
  readonly items: number;
  readonly clusters: { readonly human: number | null; readonly model: number };
}

/** What the figures stand on; it stands beside them in the JSON of `holdfast align`. */
export interface Standing {
  /** The common items behind the figures. */
  readonly used: readonly string[];
  /** Common items that a side answered all alike: no figure stands on them. */
  readonly constant: { readonly human: readonly string[]; readonly model: readonly string[] };
  readonly dropped: AlignmentRecord['dropped'];
  readonly unmatched: AlignmentRecord['unmatched'];
  readonly converged: AlignmentRecord['converged'];
  readonly warnings: readonly StandingWarning[];
}

/** A code for a program, a sentence for a reader, as in the JSON of `irt fit`. */
export interface StandingWarning {
  readonly code: 'not-converged' | 'constant' | 'dropped' | 'unmatched';
  readonly message: string;
}

export type EtsClass = 'A' | 'B' | 'C';

/** How far an item is off after linking, model minus people: positive is harder for the model than for people. */
export interface Residual {
  /** In logits of the human scale. */
  readonly logits: number;
  /** 95 % cluster-bootstrap interval; null below 30 model clusters. */
  readonly interval: Interval | null;
  /** -2.35 x logits: the ETS delta scale (negative: harder for the model). Relative to the other items. */
  readonly delta: number;
  /** A below 1 or not different from 0, C from 1.5 on and beyond 1 by its interval, else B; null without an interval. */
  readonly etsClass: EtsClass | null;
}

export interface ItemAlignment {
  readonly id: string;
  readonly bHuman: number;
  readonly bModel: number;
  /** Bootstrap standard errors of the centred difficulties; null where the side was not resampled. */
  readonly seHuman: number | null;
  readonly seModel: number | null;
  readonly shareHuman: number;
  readonly shareModel: number;
  /** After mean linking: what is left when both sides have mean difficulty 0. */
  readonly mean: Residual;
  /** After mean/sigma linking: what is left when the model's spread is made the people's too. */
  readonly meanSigma: Residual | null;
}

/** One model cluster alone, which is all that can be said when clusters are few. */
export interface UnitFigure {
  readonly cluster: string;
  readonly rows: number;
  /** r of -logit(p) of this cluster with the people's difficulties. */
  readonly r: number | null;
  /** Mean score. */
  readonly mean: number;
}

/** How far apart the two distributions of the share of items scored are. */
export interface ScoreDistance {
  readonly meanHuman: number;
  readonly meanModel: number;
  readonly sdHuman: number;
  readonly sdModel: number;
  /** Earth mover's distance (Wasserstein-1), in share of items. */
  readonly wasserstein: number;
  readonly kolmogorovSmirnov: number;
  /** Common area of the two distributions, 1 when they are equal. */
  readonly overlap: number;
}

export interface AlignmentRecord extends Alignment {
  readonly estimand: Estimand;
  /** `rasch`: difficulties are Rasch b; `logit`: -logit(p), because the people are shares without persons. */
  readonly scale: 'rasch' | 'logit';
  readonly estimation: 'map' | 'ml';
  readonly seed: number;
  readonly draws: number;
  /** Level of `interval`; .95 where absent. */
  readonly level?: number;
  /** r of -logit(p), to stand beside r of b. */
  readonly rLogit: number | null;
  /** Percentile interval of raw r when only items are resampled: these respondents, items like these. */
  readonly itemInterval: Interval | null;
  /** Difficulty reliabilities behind `ceiling`; 1 for a side without sampling noise. */
  readonly reliability: { readonly human: number | null; readonly model: number | null };
  /** Ratio of the spreads of difficulty, model over people. */
  readonly spreadRatio: number | null;
  readonly scoreDistance: ScoreDistance | null;
  readonly perItem: readonly ItemAlignment[];
  readonly units: readonly UnitFigure[];
  /** Common items that could not be estimated on a side (constant, under `ml`). */
  readonly dropped: readonly string[];
  /** Common items that a side answered all alike: no figure stands on them. */
  readonly constant: { readonly human: readonly string[]; readonly model: readonly string[] };
  /** Items that only one side has. */
  readonly unmatched: { readonly human: readonly string[]; readonly model: readonly string[] };
  /** Share of draws in which a noise-corrected variance was not positive: the data hardly tell items apart. */
  readonly undefinedDraws: number;
  readonly converged: { readonly human: boolean; readonly model: boolean };
}

/** Two arms on the same items, people and draws: the common items that neither of them, nor the people, answered all alike. */
export interface ArmComparison {
  readonly one: string;
  readonly other: string;
  /** rho of one minus rho of the other on those items; null where one of them is not estimable. */
  readonly difference: number | null;
  /** Why the difference is null: of `one` or, where that has a rho, of `other`. */
  readonly notEstimable: { readonly arm: string; readonly reason: NotEstimable } | null;
  /** 95 %, unadjusted; null below 30 model clusters in either arm. */
  readonly interval: Interval | null;
  /** Two-sided bootstrap p-value. */
  readonly p: number | null;
  /** Adjusted over all comparisons that have a p-value (Holm 1979). */
  readonly pHolm: number | null;
}

export interface ArmsRecord {
  readonly arms: readonly { readonly name: string; readonly record: AlignmentRecord }[];
  readonly comparisons: readonly ArmComparison[];
}
