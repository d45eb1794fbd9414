/** What a model, a solver or a data file wrote, as text of the page: cut where it is long, and never markup. */
import { html, type SafeHtml } from '../../../reports/html.ts';
import { formatCount } from '../../../reports/numbers.ts';
import { cutText, hasHiddenCharacters } from '../../../reports/text.ts';

/** Characters of one text at most. */
export const LONGEST_TEXT = 6_000;

/** A block of text under a name; `mono` for statements and programs. */
export function textBlock(
  name: string,
  text: string,
  look: 'prose' | 'mono' = 'prose',
  longest: number = LONGEST_TEXT,
): SafeHtml {
  const shown = cutText(text, longest);
  const notes = [
    hasHiddenCharacters(text) ? 'control characters left out' : undefined,
    shown.left > 0 ? `${formatCount(shown.left)} more characters are not here` : undefined,
  ].filter((note) => note !== undefined);
  return html`<div class="turn">
    <p class="role">${name}${notes.length > 0 && html` <span class="note">${notes.join('; ')}</span>`}</p>
    <span class="said ${look}" dir="auto">${text === '' ? html`<em>(empty)</em>` : shown.text}</span>
  </div> `;
}
