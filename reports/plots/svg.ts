/** A Vega-Lite specification becomes an SVG that a screen reader can name and that takes its colours from the page. */
import { View, parse } from 'vega';
import { type TopLevelSpec, compile } from 'vega-lite';
import { Fault } from '../../domain/errors.ts';
import { SafeHtml, escapeText } from '../html.ts';
import { elementId } from '../identifiers.ts';
import { cleanText } from '../text.ts';
import type { Drawing } from '../shown.ts';
import { GRID, INK, LINE, MUTED, PAPER } from './colours.ts';

/** Every plot says what it is: `title` is its name, `description` what a reader who cannot see it should know. */
export interface PlotText {
  /** Element id; names within the plot are derived from it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** Text over lines: a rim in the colour of the paper keeps it readable. It is drawn below the text itself. */
export const TEXT_RIM = { stroke: PAPER, strokeWidth: 5, strokeJoin: 'round' } as const;

const CONFIG: TopLevelSpec['config'] = {
  // Names and roles are ours: the picture is one image with one name, and its table is beside it.
  aria: false,
  background: 'transparent',
  font: 'inherit',
  view: { stroke: null },
  concat: { spacing: 8 },
  axis: {
    domainColor: LINE,
    tickColor: LINE,
    gridColor: GRID,
    labelColor: MUTED,
    titleColor: INK,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    labelOverlap: true,
    labelFlush: false,
  },
  text: { fontSize: 12, color: INK },
};

/** A drawing as markup of a page, and by itself. */
export interface Drawn {
  readonly markup: SafeHtml;
  readonly drawing: Drawing;
}

/** Nothing is ever loaded: all data are in the specification. */
const OFFLINE = {
  load: () => Promise.reject(new Fault('a plot loads nothing')),
  sanitize: () => Promise.reject(new Fault('a plot links nowhere')),
  http: () => Promise.reject(new Fault('a plot loads nothing')),
  file: () => Promise.reject(new Fault('a plot loads nothing')),
};

const SILENT = {
  level: () => SILENT,
  error: fail,
  warn: () => SILENT,
  info: () => SILENT,
  debug: () => SILENT,
};

function fail(...messages: readonly unknown[]): never {
  throw new Fault(`vega-lite: ${messages.map(String).join(' ')}`);
}

/**
 * Draws a specification without a browser. The same specification gives the same bytes.
 *
 * @throws Fault when Vega-Lite cannot compile the specification
 */
export async function drawSvg(
  spec: TopLevelSpec,
  text: PlotText,
  screen: 'wide' | 'phone' = 'wide',
): Promise<Drawn> {
  const compiled = compile(cleaned({ ...spec, config: { ...CONFIG, ...spec.config } }), { logger: SILENT });
  const view = new View(parse(compiled.spec), { renderer: 'none', loader: OFFLINE });
  try {
    return named(await view.toSVG(), text, screen);
  } finally {
    view.finalize();
  }
}

/** The specification with every text in it cleaned, as `html` cleans what it is given. */
function cleaned<Value>(value: Value): Value {
  if (typeof value === 'string') return cleanText(value) as Value;
  if (Array.isArray(value)) return value.map(cleaned) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cleaned(member)])) as Value;
}

/** Vega's root element in exchange for ours; fonts are left to the style sheet, ids made this plot's own. */
function named(svg: string, text: PlotText, screen: 'wide' | 'phone'): Drawn {
  const id = screen === 'wide' ? elementId(text.id) : elementId(`${text.id}-phone`);
  const root = /^<svg[^>]*? width="([\d.]+)" height="([\d.]+)" viewBox="([\d. ]+)">/.exec(svg);
  if (root === null) throw new Fault('vega: an SVG without a known root');
  const [tag, width, height, viewBox] = root;
  const ours =
    `<svg class="plot ${screen}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc" width="${width}" height="${height}" viewBox="${viewBox}">` +
    `<title id="${id}-title">${escapeText(text.title)}</title><desc id="${id}-desc">${escapeText(text.description)}</desc>`;
  const content = svg.slice(tag.length).replaceAll(' font-family="inherit"', '');
  if (/ (?:style|id|clip-path|href|xlink:href)=/.test(content.replace(/>[^<]*</g, '><'))) {
    throw new Fault('vega: an SVG with styles, ids or links, which a report does not take');
  }
  return {
    markup: SafeHtml.trusted(ours + content),
    drawing: {
      width: Number(width),
      height: Number(height),
      content: content.slice(0, content.lastIndexOf('</svg>')),
    },
  };
}
