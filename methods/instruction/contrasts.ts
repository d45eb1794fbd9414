/** Two effects of instruction as contrasts of scores, one value for each material x item pair. */
import { overPersonas, type Persona, type Scores } from './scores.ts';

export interface ReversalContrasts {
  /** Worked minus practice for students who know little. */
  readonly low: Float64Array;
  /** The same for those who know much. */
  readonly high: Float64Array;
  /** low - high: positive where worked examples help those more who know less. */
  readonly interaction: Float64Array;
}

/**
 * Expertise reversal (Kalyuga, Ayres, Chandler and Sweller 2003, _Educational Psychologist_ 38: 23-31): D = S(worked) -
 * S(practice), over low and over high prior knowledge.
 *
 * @param isLow, isHigh which personas count, fixed before scores are seen
 */
export function reversalContrasts(
  scores: { readonly worked: Scores; readonly practice: Scores },
  isLow: (persona: Persona) => boolean,
  isHigh: (persona: Persona) => boolean,
): ReversalContrasts {
  const both = [scores.worked, scores.practice];
  const difference = ([worked = NaN, practice = NaN]: readonly number[]): number => worked - practice;
  const low = overPersonas(both, isLow, difference);
  const high = overPersonas(both, isHigh, difference);
  return { low, high, interaction: low.map((value, pair) => value - (high[pair] ?? NaN)) };
}

/** Scores under the four conditions of variability x format. */
export interface VariabilityScores {
  readonly workedHigh: Scores;
  readonly workedLow: Scores;
  readonly practiceHigh: Scores;
  readonly practiceLow: Scores;
}

export interface VariabilityContrasts {
  /** High minus low variability with worked examples. */
  readonly worked: Float64Array;
  /** The same with practice. */
  readonly practice: Float64Array;
  /** worked - practice. */
  readonly interaction: Float64Array;
}

/**
 * The variability effect (Paas and van Merrienboer 1994, _Journal of Educational Psychology_ 86: 122-133):
 * V = (S_WH - S_WL) - (S_PH - S_PL), over all personas.
 */
export function variabilityContrasts(scores: VariabilityScores): VariabilityContrasts {
  const all = [scores.workedHigh, scores.workedLow, scores.practiceHigh, scores.practiceLow];
  const over = (combine: (wh: number, wl: number, ph: number, pl: number) => number): Float64Array =>
    overPersonas(
      all,
      () => true,
      ([wh = NaN, wl = NaN, ph = NaN, pl = NaN]) => combine(wh, wl, ph, pl),
    );
  return {
    worked: over((wh, wl) => wh - wl),
    practice: over((_wh, _wl, ph, pl) => ph - pl),
    interaction: over((wh, wl, ph, pl) => wh - wl - (ph - pl)),
  };
}
