/** Words and figures that several parts of the page share. */
import { formatEstimate, formatNumber } from '../../../reports/numbers.ts';
import type { Effect } from '../sheets/conditions.ts';
import type { ControlName, WorksheetsSpec } from '../spec.ts';
import type { Estimated } from '../analysis/result.ts';

/** A difference in points with its interval: `+4.2 (1.0 to 7.3)`. */
export function pointsText(figure: Estimated): string {
  return formatEstimate(figure, { digits: 1, plus: true });
}

/** A score from 0 to 100. */
export function scoreText(value: number | null): string {
  return formatNumber(value, { digits: 1 });
}

/** `0.031`; what is smaller than a thousandth is said to be. */
export function pText(p: number | null): string {
  return p !== null && p < 0.001 ? '< 0.001' : formatNumber(p, { digits: 3 });
}

/** What each contrast is. */
export function contrastWords({ effect, persona }: WorksheetsSpec): Readonly<Record<string, string>> {
  const both = (levels: readonly number[]): string =>
    `both skills ${levels.filter((level) => persona.levels.includes(level)).join(' or ')}`;
  return effect === 'expertise-reversal'
    ? {
        low: `worked minus practice, low prior knowledge (${both(persona.low)})`,
        high: `worked minus practice, high prior knowledge (${both(persona.high)})`,
        interaction: 'interaction: low minus high',
      }
    : {
        worked: 'high minus low variability, worked examples',
        practice: 'high minus low variability, practice',
        interaction: 'interaction: worked minus practice',
      };
}

export const CONTROL_WORDS: Readonly<Record<ControlName, string>> = {
  paraphrase: 'the problems in other words',
  shuffled: 'the problems in another order',
  padding: 'the practice sheet with neutral sentences, as long as the other',
  empty: 'an empty page',
  'off-topic': 'a text about tides',
  wrong: 'worked solutions with wrong answers',
};

/** What would be expected after the literature, in one sentence. */
export const EXPECTED: Readonly<Record<Effect, string>> = {
  'expertise-reversal':
    'Students who know little learn more from worked examples than from practice; for students who know much the advantage vanishes or turns round (expertise reversal).',
  variability:
    'Variety among the examples helps those who study worked solutions more than those who solve problems on their own (variability effect).',
};
