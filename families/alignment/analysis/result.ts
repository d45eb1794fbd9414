/** What the two parts of the analysis leave: JSON, without times, and null where nothing can be estimated. */
import type { AlignmentRecord, ArmComparison } from '../../../methods/alignment/record.ts';
import type { SplitFigure } from './baselines.ts';
import type { Recovery } from '../planted/recovery.ts';
import type { OptionOrder } from './option-order.ts';
import type { PersonaAgreement } from './persona-agreement.ts';
import type { StatusSummary } from './statuses.ts';
import type { Look } from '../rounds/look.ts';
import type { UntilSpec } from '../spec/spec.ts';

/** A Rasch fit of one group, with its persons on the scale. */
export interface GroupFit {
  readonly persons: number;
  readonly clusters: number;
  readonly converged: boolean;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly quadraturePoints: number;
  readonly latentVariance: number | null;
  readonly scoreReliability: number | null;
  readonly items: readonly {
    readonly id: string;
    readonly b: number | null;
    readonly se: number | null;
    readonly n: number;
    readonly flags: readonly string[];
  }[];
  /** EAP of each person, and the weights. */
  readonly theta: readonly number[];
  readonly weights: readonly number[];
}

export interface FitResult {
  readonly estimation: 'map' | 'ml';
  /** null where the people are shares. */
  readonly people: GroupFit | null;
  readonly arms: readonly { readonly name: string; readonly fit: GroupFit | null }[];
}

/** A correlation under another choice, to see what hangs on the choice. */
export interface Variant {
  readonly r: number | null;
  readonly items: number;
  readonly dropped: readonly string[];
}

export interface ArmResult {
  readonly name: string;
  readonly label: string;
  readonly planted: boolean;
  /** Whether what was planted was found; null for arms that are real. */
  readonly recovery: Recovery | null;
  readonly clusterKind: 'persona' | 'model' | 'respondent';
  readonly respondents: number;
  /** null where too little was answered. */
  readonly record: AlignmentRecord | null;
  readonly statuses: StatusSummary;
  /** r when silent answers are left out, count 0, and are as unfavourable or favourable as can be; null without any. */
  readonly rules: {
    readonly missing: Variant;
    readonly zero: Variant;
    readonly lowest: Variant;
    readonly highest: Variant;
  } | null;
  /** The other estimation. */
  readonly otherEstimation: Variant;
  /** Without the answers that needed a second asking; null where none did. */
  readonly withoutRepaired: Variant | null;
  readonly order: OptionOrder | null;
  readonly persona: PersonaAgreement | null;
}

export interface AlignResult {
  readonly primary: string;
  readonly verdict: string;
  readonly items: readonly string[];
  /** The stopping rule, and every look at it, the last one at these figures; absent without one. */
  readonly until?: UntilSpec;
  readonly looks?: readonly Look[];
  readonly excluded: readonly { readonly item: string; readonly reason: string }[];
  readonly unanswered: readonly string[];
  readonly people: number | null;
  readonly arms: readonly ArmResult[];
  readonly comparisons: readonly ArmComparison[];
  readonly baselines: {
    readonly coin: AlignmentRecord | null;
    readonly people: SplitFigure | null;
    readonly groups: readonly {
      readonly name: string;
      readonly label: string;
      readonly persons: readonly [number, number];
      readonly record: AlignmentRecord;
    }[];
  };
}
