/** Whether so many answers are none that no figure on the rest speaks for the model. */
import { formatPercent } from '../reports/numbers.ts';

/** Above this share it is said loudly, in the card and at the top of the report. */
const LOUD = 0.2;

/** `34 % of the answers are empty, cut off or filtered`; '' where few are. */
export function loudSilence({ silent, asked }: { readonly silent: number; readonly asked: number }): string {
  return asked > 0 && silent / asked > LOUD
    ? `${formatPercent(silent / asked, { digits: 0 })} of the answers are empty, cut off or filtered`
    : '';
}
