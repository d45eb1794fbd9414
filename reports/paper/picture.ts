/** A plot of a page as a picture that stands alone: white paper, its legend in it, no style sheet needed. */
import { escapeText } from '../html.ts';
import { symbol } from '../plots/figure.ts';
import { textWidth } from '../plots/labels.ts';
import type { ShownPlot } from '../shown.ts';
import { STYLE } from '../style.ts';

const LINE = 20;
const SYMBOL = 24;
const GAP = 18;
const MARGIN = 10;
const FONT = "'DejaVu Sans Condensed', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";

/** The style sheet's colours of light paper: the first value of each variable. */
const LIGHT = new Map<string, string>();
for (const [, name = '', colour = ''] of STYLE.matchAll(/--([a-z0-9]+): (#[0-9a-f]{6})/g))
  if (!LIGHT.has(name)) LIGHT.set(name, colour);

/** The picture as SVG, one unit a pixel of the page. The same plot gives the same bytes. */
export function picture(plot: ShownPlot): string {
  const { width, content } = plot.drawing;
  const { entries, lines } = placed(plot, width);
  const top = lines === 0 ? 0 : lines * LINE + MARGIN;
  const height = plot.drawing.height + top;
  const legend = entries
    .map(
      ({ entry, x, y }) =>
        `<g transform="translate(${x},${y})">${symbol(entry).toString()}<text x="${SYMBOL}" y="10" font-size="12" fill="var(--ink)">${escapeText(entry.label)}</text></g>`,
    )
    .join('');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">` +
    `<title>${escapeText(plot.title)}</title><desc>${escapeText(plot.description)}</desc>` +
    `<rect width="${width}" height="${height}" fill="var(--paper)"/>${legend}<g transform="translate(0,${top})">${content}</g></svg>\n`;
  return svg.replace(/var\(--([a-z0-9]+)\)/g, (variable, name: string) => LIGHT.get(name) ?? variable);
}

/** Entries of the legend beside one another, in as many lines as the width asks for. */
function placed(
  { legend }: ShownPlot,
  width: number,
): {
  readonly entries: readonly {
    readonly entry: ShownPlot['legend'][number];
    readonly x: number;
    readonly y: number;
  }[];
  readonly lines: number;
} {
  let [x, line] = [MARGIN, 0];
  const entries = legend.map((entry) => {
    const room = SYMBOL + textWidth(entry.label) + GAP;
    if (x > MARGIN && x + room > width) [x, line] = [MARGIN, line + 1];
    const place = { entry, x, y: MARGIN / 2 + line * LINE };
    x += room;
    return place;
  });
  return { entries, lines: legend.length === 0 ? 0 : line + 1 };
}
