/** One line on the first judge. */
import { formatEstimate } from '../../../reports/numbers.ts';
import { loudSilence } from '../../silence.ts';
import { SILENT_STATUSES } from '../outcome.ts';
import type { Effect } from '../sheets/conditions.ts';
import type { JudgeResult } from './result.ts';

const EFFECT_WORDS: Readonly<Record<Effect, string>> = {
  'expertise-reversal': 'expertise reversal',
  variability: 'variability effect',
};

export function effectWords(effect: Effect): string {
  return EFFECT_WORDS[effect];
}

/** `main: expertise reversal: not found; interaction +1.2 (-4.0 to 6.1) points`; '' where nothing is settled. */
export function headlineText(effect: Effect, judge: JudgeResult): string {
  if (judge.cells.settled === 0) return '';
  const interaction = judge.contrasts.find(({ name }) => name === 'interaction');
  const figure =
    interaction === undefined
      ? ''
      : `; interaction ${formatEstimate(interaction, { digits: 1, plus: true })} points`;
  const loud = loudSilence(silenceOf(judge));
  return `${judge.name}: ${effectWords(effect)}: ${judge.verdict}${figure}${loud === '' ? '' : `; ${loud}`}`;
}

/** Judgments without a number for no reason that the judge gives. */
export function silenceOf({ statuses, cells }: JudgeResult): {
  readonly silent: number;
  readonly asked: number;
} {
  const silent = statuses.filter(({ status }) => (SILENT_STATUSES as readonly string[]).includes(status));
  return { silent: silent.reduce((sum, { cells: count }) => sum + count, 0), asked: cells.settled };
}
