/**
 * Markup that is safe by construction. `html` is the one way to write it: what stands in the template is markup, what
 * is put in is text. Only `SafeHtml` is put in as it is, and nothing outside this folder can make one of a string.
 */
import { Fault } from '../domain/errors.ts';
import { templateHoles, type Hole } from './holes.ts';
import type { Shown } from './shown.ts';
import { cleanText } from './text.ts';

/** Markup that came out of `html`. The private member makes the type a brand: no string is one. */
export class SafeHtml {
  readonly #markup: string;
  /** The plots and tables in it, in order: what a paper wants without the page around them. */
  readonly shown: readonly Shown[];

  private constructor(markup: string, shown: readonly Shown[]) {
    this.#markup = markup;
    this.shown = shown;
  }

  /** For the kit itself: markup from a renderer that escapes what it writes (Vega), or from `html`. */
  static trusted(markup: string, shown: readonly Shown[] = NOTHING): SafeHtml {
    return new SafeHtml(markup, shown);
  }

  toString(): string {
    return this.#markup;
  }
}

const NOTHING: readonly Shown[] = [];

/** What a template takes: text and numbers are escaped, lists are joined, `null`, `undefined` and `false` are nothing. */
export type Content = SafeHtml | string | number | null | undefined | false | readonly Content[];

/**
 * The tagged template of all markup: html`<p class="${name}">${text}</p>`. A value may stand for text or for (a part of)
 * a double-quoted attribute value. Terminal and bidirectional controls are taken out of it.
 *
 * @throws Fault when a value stands where no value may: in a tag or attribute name, an unquoted attribute, a comment,
 *   a `style`, `src` or `on…` attribute; or when markup is put into an attribute
 */
export function html(template: TemplateStringsArray, ...values: readonly Content[]): SafeHtml {
  const holes = templateHoles(template);
  let out = template[0] ?? '';
  values.forEach((value, index) => {
    const hole = holes[index];
    if (hole === undefined) throw new Fault('html: a value without a place');
    out += hole.kind === 'text' ? contentMarkup(value) : attributeMarkup(value, hole);
    out += template[index + 1] ?? '';
  });
  const shown = shownIn(values);
  return SafeHtml.trusted(out, shown.length === 0 ? NOTHING : shown);
}

/** Every plot and table in a piece of a page, in order. */
export function shownIn(content: Content): readonly Shown[] {
  if (content instanceof SafeHtml) return content.shown;
  return Array.isArray(content) ? (content as readonly Content[]).flatMap(shownIn) : NOTHING;
}

/** What a reader sees of it, without markup, in one line. */
export function plainText(content: Content): string {
  return contentMarkup(content)
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (escape) => UNESCAPES[escape] ?? escape)
    .replace(/[^\S\u00a0]+/g, ' ')
    .trim();
}

/** Several pieces after one another. */
export function join(parts: readonly Content[], separator: Content = null): SafeHtml {
  return html`${parts.map((part, index) => (index === 0 ? part : [separator, part]))}`;
}

/** Text with the five characters escaped that could end text or a quoted attribute; controls are taken out. */
export function escapeText(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const UNESCAPES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ESCAPES).map(([character, escape]) => [escape, character]),
);

/**
 * A link where the address is http or https; elsewhere (`javascript:`, `file:`, nonsense) its text alone.
 * Addresses come out of data files, so a bad one is not an error.
 */
export function link(address: string, text: Content): SafeHtml {
  return isWebAddress(address) ? html`<a href="${address}" rel="noreferrer">${text}</a>` : html`${text}`;
}

function contentMarkup(value: Content): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof SafeHtml) return value.toString();
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  return value.map(contentMarkup).join('');
}

function attributeMarkup(value: Content, hole: Extract<Hole, { kind: 'attribute' }>): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new Fault(`html: markup or a list in the attribute ${hole.name}`);
  }
  const text = String(value);
  if (
    hole.name === 'href' &&
    !hole.isFragment &&
    !(hole.isWhole && (text.startsWith('#') || isWebAddress(text)))
  ) {
    throw new Fault('html: href takes a fragment or an http(s) address');
  }
  return escapeText(text);
}

function isWebAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
}
