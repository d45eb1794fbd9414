/** What the analysis comes to: plain JSON, without money and times. */
import type { EffectVerdict, FallVerdict, StillVerdict } from '../../../methods/instruction/verdict.ts';
import type { ControlName, JudgeSpec } from '../spec.ts';
import type { Effect } from '../sheets/conditions.ts';

/** Points from 0 to 100, or differences of them; null where there are none. */
export interface Estimated {
  readonly value: number | null;
  readonly interval: readonly [low: number, high: number] | null;
}

/** A contrast over pairs of a material and a test item. */
export interface ContrastResult extends Estimated {
  readonly name: string;
  /** Pairs with a value. */
  readonly pairs: number;
  /** Standard deviation over pairs; null for fewer than two. */
  readonly deviation: number | null;
  /** Cohen's d_z. */
  readonly dz: number | null;
  /** Of flipped signs; null without pairs. */
  readonly p: number | null;
  /** Adjusted by Holm over all contrasts of all judges. */
  readonly pHolm: number | null;
}

/** One persona under one condition. */
export interface SurfaceCell {
  readonly persona: readonly [number, number];
  /** By the strict rule. */
  readonly strict: number | null;
  /** By the faithful rule: over all bracketed groups of its answers. */
  readonly faithful: number | null;
  /** Judgments with a number. */
  readonly judgments: number;
}

export interface ConditionResult {
  readonly name: string;
  readonly strict: number | null;
  readonly faithful: number | null;
  /** Of a worksheet on average. */
  readonly words: number;
  readonly surface: readonly SurfaceCell[];
  readonly monotonicity: {
    readonly compared: number;
    readonly violations: number;
    /** Points. */
    readonly largest: number;
  };
}

export interface ControlResult extends Estimated {
  readonly name: ControlName;
  /** The condition that it is compared with. */
  readonly base: string;
  readonly must: 'stay' | 'fall';
  readonly pairs: number;
  readonly verdict: StillVerdict | FallVerdict;
}

export interface JudgeResult {
  readonly name: string;
  readonly label: string;
  readonly model: string;
  readonly mode: JudgeSpec['mode'];
  readonly cells: { readonly planned: number; readonly settled: number; readonly missing: number };
  readonly missingByClass: readonly { readonly missingClass: string; readonly cells: number }[];
  readonly statuses: readonly { readonly status: string; readonly cells: number }[];
  readonly conditions: readonly ConditionResult[];
  /** expertise reversal: low, high, interaction; variability: worked, practice, interaction. */
  readonly contrasts: readonly ContrastResult[];
  readonly verdict: EffectVerdict;
  readonly controls: readonly ControlResult[];
  /** Standard deviation within a cell, pooled over cells with several judgments; null without any. */
  readonly replicateDeviation: number | null;
}

/** The same model by both modes on the same items: chained minus independent, over all conditions. */
export interface OrderEffect extends Estimated {
  readonly chained: string;
  readonly independent: string;
  readonly pairs: number;
}

export interface EffectResult {
  readonly effect: Effect;
  readonly headline: string;
  readonly primary: string;
  readonly materials: readonly string[];
  readonly items: readonly string[];
  readonly personas: number;
  readonly margin: number;
  readonly judges: readonly JudgeResult[];
  readonly orderEffects: readonly OrderEffect[];
  /** Of all cells with what they came to. */
  readonly rowsHash: string;
}
