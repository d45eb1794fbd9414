/** What the part `grade` leaves: JSON, without times and money, and null where nothing can be estimated. */
import type { Interval } from '../../../reports/numbers.ts';
import type { OutcomeStatus } from '../outcome.ts';

/** `published`: |predicted - gold| < 1e-3. `tolerant`: half a unit of the gold's last decimal, integers exactly. */
export const GRADE_KINDS = ['published', 'exact', 'tolerant'] as const;
export type GradeKind = (typeof GRADE_KINDS)[number];

/** A share with its 95 % interval. */
export interface Share {
  /** Mean over problems of the share of their settled runs; null without any. */
  readonly value: number | null;
  readonly interval: Interval;
  /** Wilson with one run a problem; problems resampled where there are several. */
  readonly by: 'wilson' | 'bootstrap';
  /** Cells counted, and those among them that are right. */
  readonly right: number;
  readonly cells: number;
  readonly problems: number;
}

export type ByGrade<T> = Readonly<Record<GradeKind, T>>;

export interface SectionResult {
  /** null: the problems of the file without a section. */
  readonly section: string | null;
  readonly accuracy: ByGrade<Share>;
}

/** One row of the confusion of statuses with grades. The four counts after `cells` add up to `cells`. */
export interface StatusRow {
  readonly status: OutcomeStatus;
  readonly cells: number;
  /** Right as published. */
  readonly right: number;
  /** Wrong by a factor of 100. */
  readonly scaleMiss: number;
  /** Any other answer, `ambiguous` without several golds included. */
  readonly wrong: number;
  /** No answer was given. */
  readonly silent: number;
  /** Right by the other two grades. */
  readonly exact: number;
  readonly tolerant: number;
}

/** Coverage: the share of settled cells whose answer is trusted. Precision: the share of those that are right. */
export interface CoveragePoint {
  readonly coverage: number;
  readonly precision: number | null;
  readonly trusted: number;
  readonly right: number;
}

export interface TrustRow {
  /** A signal is trusted from this precision on. */
  readonly threshold: number;
  /** Trusted when all problems choose. */
  readonly signals: readonly string[];
  /** Chosen and judged on the same problems. */
  readonly optimistic: CoveragePoint;
  /** Chosen on the other folds. */
  readonly crossFitted: CoveragePoint;
  readonly precisionInterval: Interval;
}

/** Which statuses to trust. */
export interface TrustResult {
  readonly folds: number;
  /** Each signal (status, and what else is known without the gold), best first. */
  readonly signals: readonly {
    readonly signal: string;
    readonly cells: number;
    readonly right: number;
    readonly precision: number;
    readonly interval: Interval;
  }[];
  /** By ascending threshold. */
  readonly rows: readonly TrustRow[];
  /** Signals let in one after the other, best first, chosen and judged on the same problems. */
  readonly curve: readonly (CoveragePoint & { readonly signal: string })[];
  /** The same with each fold's order taken from the other folds: point k lets in the k best. */
  readonly crossFittedCurve: readonly CoveragePoint[];
}

export interface RepairResult {
  /** Cells that asked for at least one repair. */
  readonly cells: number;
  /** Rounds in all. */
  readonly rounds: number;
  /** Right after repair, as published: none of them had an answer that counted before. */
  readonly right: number;
  /** Accuracy as it is, and had repaired cells stayed without an answer. */
  readonly accuracy: Share;
  readonly without: Share;
  readonly transitions: readonly {
    readonly from: OutcomeStatus;
    readonly to: OutcomeStatus;
    readonly cells: number;
    readonly right: number;
  }[];
}

export interface VoteResult {
  readonly of: readonly string[];
  readonly cells: number;
  readonly agreed: number;
  readonly agreedRight: number;
  readonly escalated: number;
  readonly escalatedRight: number;
  readonly abstained: number;
  /** Anything else that a vote came to. */
  readonly other: number;
  readonly coverage: Share;
  /** Of the cells with an answer. */
  readonly precision: Share;
  /** At least one of the methods that vote is right; null where not all of them are in the study. */
  readonly anyRight: Share | null;
}

export interface TwinResult {
  /** Problems with a settled original and a settled twin. */
  readonly pairs: number;
  readonly original: Share;
  readonly twin: Share;
  /** Original minus twin. */
  readonly difference: Difference;
}

/** A paired difference of two accuracies. */
export interface Difference {
  readonly test: 'mcnemar' | 'bootstrap';
  readonly problems: number;
  readonly value: number | null;
  readonly interval: Interval;
  /** Problems that only the one, only the other solves; null with several runs a problem. */
  readonly discordant: { readonly one: number; readonly other: number } | null;
  /** McNemar's mid-p, or twice the smaller share of draws beyond zero. */
  readonly p: number | null;
  /** McNemar's exact binomial p, which is conservative; null with several runs a problem. */
  readonly pExact: number | null;
}

export interface Comparison {
  readonly one: string;
  readonly other: string;
  /** One minus other. */
  readonly difference: Difference;
  /** Adjusted over all pairs of this grade. */
  readonly pHolm: number | null;
  /** The difference that so many problems detect (power .8, level .05) at the share of discordant pairs seen. */
  readonly detectable: number | null;
}

export interface EqualCallsRow {
  readonly method: string;
  /** A self-consistency of the same model. */
  readonly against: string;
  /** Method minus self-consistency. */
  readonly difference: ByGrade<Difference>;
  readonly accuracy: Share;
  readonly cut: Share;
  /** Mean calls a cell, on the compared cells. */
  readonly calls: { readonly method: number; readonly cut: number };
  /** Compared cells where the method had more calls than self-consistency has samples. */
  readonly short: number;
  /** As published, adjusted over these rows. */
  readonly pHolm: number | null;
}

export interface UsageResult {
  readonly cells: number;
  /** Right as published. */
  readonly solved: number;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** null where none is solved. */
  readonly perSolved: {
    readonly calls: number;
    readonly promptTokens: number;
    readonly completionTokens: number;
  } | null;
}

export interface MethodResult {
  readonly name: string;
  readonly kind: string;
  readonly label: string;
  readonly model: string | null;
  /** Cells of the file's own problems. Missing ones are no part of any accuracy. */
  readonly cells: { readonly planned: number; readonly settled: number; readonly missing: number };
  readonly missingByClass: readonly { readonly missingClass: string; readonly cells: number }[];
  readonly accuracy: ByGrade<Share>;
  /** Standard deviation over runs of the accuracy as published; null with one run. */
  readonly runDeviation: number | null;
  /** Accuracy with every missing cell wrong, and with every one right; null where none is missing. */
  readonly bounds: ByGrade<{ readonly low: number; readonly high: number }> | null;
  readonly sections: readonly SectionResult[];
  readonly statuses: readonly StatusRow[];
  readonly trust: TrustResult;
  readonly repair: RepairResult | null;
  readonly vote: VoteResult | null;
  /** Several admissible values for one gold: never right. `among`: the gold is one of them. null without any. */
  readonly ambiguous: { readonly cells: number; readonly among: number } | null;
  /** Problems that have several gold answers; null without any. */
  readonly severalGold: ByGrade<Share> | null;
  readonly twins: TwinResult | null;
  readonly usage: UsageResult;
}

export interface GradeResult {
  /** The method that the headline names. */
  readonly primary: string | null;
  /** One sentence on the primary method. */
  readonly headline: string;
  /** Problems of the file, and twins of them. */
  readonly problems: number;
  readonly twins: number;
  readonly runs: readonly { readonly seed: number; readonly replicate: number }[];
  readonly methods: readonly MethodResult[];
  /** All pairs of methods. */
  readonly comparisons: ByGrade<readonly Comparison[]>;
  readonly equalCalls: readonly EqualCallsRow[];
  /** What a paired comparison of all problems with one run each detects (power .8, level .05), by share of discordant pairs. */
  readonly detectable: readonly { readonly discordant: number; readonly difference: number | null }[];
  /** SHA-256 of the graded rows (`gradedRows`), which a page and an export draw anew from the cells. */
  readonly rowsHash: string;
}
