/** The frame of every plot: name, remark, legend, picture, and the plotted values as a table. */
import type { TopLevelSpec } from 'vega-lite';
import { details } from '../blocks.ts';
import { type Content, html, plainText, SafeHtml, shownIn } from '../html.ts';
import { elementId } from '../identifiers.ts';
import { drawSvg, type PlotText } from './svg.ts';

/** One entry of a legend. The symbol is drawn here as it is drawn in the plot. */
export interface LegendEntry {
  readonly symbol: 'point' | 'diamond' | 'square' | 'triangle' | 'bar' | 'line' | 'dashes';
  readonly colour: string;
  readonly label: string;
}

export interface Figure {
  readonly text: PlotText;
  /** The specification at a width in pixels, everything in it. */
  readonly draw: (width: number) => TopLevelSpec;
  /** How wide it is on a wide screen; 704 pixels by default. */
  readonly width?: number;
  /** One sentence below the name: what the marks mean. */
  readonly note?: Content;
  readonly legend?: readonly LegendEntry[];
  /** Everything that is plotted, and what could not be, as tables. */
  readonly values: Content;
}

const WIDE = 704;
/** A phone of 390 pixels less the page's margins. */
export const PHONE = 356;

/**
 * A figure with its table of values, which is closed at first. It is drawn twice, for a wide screen and for a phone: shrunk
 * to a phone no text of it could be read. The style sheet shows one of them.
 *
 * @throws Fault when Vega-Lite cannot compile the specification
 */
export async function figure(input: Figure): Promise<SafeHtml> {
  const { text } = input;
  const wide = await drawSvg(input.draw(input.width ?? WIDE), text);
  const phone = await drawSvg(input.draw(PHONE), text, 'phone');
  const markup = html`<figure id="${elementId(text.id)}">
    <figcaption>${text.title}</figcaption>
    ${
      input.note !== undefined && html`<p class="plot-note">${input.note}</p> `
    }${input.legend !== undefined && legend(input.legend)}
    <div class="plot-box">${wide.markup}${phone.markup}</div>
    ${details('Values of this plot as a table', input.values)}
  </figure> `;
  return SafeHtml.trusted(markup.toString(), [
    {
      kind: 'plot',
      id: text.id,
      title: text.title,
      description: text.description,
      note: input.note === undefined ? '' : plainText(input.note),
      legend: input.legend ?? [],
      drawing: wide.drawing,
      values: shownIn(input.values).filter((one) => one.kind === 'table'),
    },
  ]);
}

function legend(entries: readonly LegendEntry[]): SafeHtml {
  return html`<ul class="legend">
    ${entries.map(
      (entry) =>
        html`<li><svg width="18" height="12" aria-hidden="true">${symbol(entry)}</svg>${entry.label}</li> `,
    )}
  </ul> `;
}

/** The symbol of an entry, in a box of 18 by 12 pixels. */
export function symbol({ symbol: shape, colour }: LegendEntry): SafeHtml {
  switch (shape) {
    case 'point':
      return html`<circle cx="9" cy="6" r="4" fill="${colour}" />`;
    case 'diamond':
      return html`<path d="M9 1 14 6 9 11 4 6z" fill="${colour}" />`;
    case 'square':
      return html`<rect x="5" y="2" width="8" height="8" fill="${colour}" />`;
    case 'triangle':
      return html`<path d="M9 1 14 10 4 10z" fill="${colour}" />`;
    case 'bar':
      return html`<rect x="3" y="1" width="12" height="10" fill="${colour}" />`;
    case 'line':
      return html`<path d="M0 6h18" stroke="${colour}" stroke-width="2" />`;
    case 'dashes':
      return html`<path d="M0 6h18" stroke="${colour}" stroke-width="2" stroke-dasharray="4 3" />`;
  }
}
