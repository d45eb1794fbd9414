/** The page: one HTML file that needs no network and runs no program. */
import { createHash } from 'node:crypto';
import { type Json, canonicalJson } from '../domain/json.ts';
import { type Content, SafeHtml, escapeText, html, shownIn } from './html.ts';
import { assertUniqueIds, elementId } from './identifiers.ts';
import type { Shown } from './shown.ts';
import { STYLE } from './style.ts';

/** One part of a report, under a heading of the second level. */
export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly body: Content;
}

export interface Page {
  readonly title: string;
  /** What kind of experiment this is: one line above the title. */
  readonly kicker?: string;
  /** Language of the report's own words (BCP 47): `en`. */
  readonly lang: string;
  /** What the reader sees first: `verdict(...)`. */
  readonly verdict: SafeHtml;
  /** What the reader must know before the figures: `notice(...)`. */
  readonly notices?: readonly SafeHtml[];
  readonly sections: readonly Section[];
  readonly footer?: Content;
  /** What a paper says of the study, a paragraph each; it stands in a section too. */
  readonly paper?: readonly string[];
  /** The result itself for programs, embedded as JSON in `script#result` (a data block: it never runs). */
  readonly data?: Json;
}

/**
 * The whole file. The same page gives the same bytes: nothing is read from clock, machine or network.
 * A content policy forbids every script, every address and every style but the page's own.
 *
 * @throws Fault when an id stands twice
 */
export function page(input: Page): string {
  const policy = `default-src 'none'; style-src '${contentHash(STYLE)}'; base-uri 'none'; form-action 'none'`;
  const markup = `<!doctype html>
<html lang="${escapeText(input.lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeText(input.title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body(input).toString()}${input.data === undefined ? '' : jsonBlock('result', input.data).toString()}</body>
</html>
`;
  assertUniqueIds(markup);
  return markup;
}

/** Every plot and table of the page, in the order in which they stand. */
export function shownOn({ verdict, notices, sections }: Page): readonly Shown[] {
  return shownIn([verdict, notices, sections.map(({ body: content }) => content)]);
}

/** A subsection with a heading of the third level. */
export function subsection(heading: string, content: Content): SafeHtml {
  return html`<h3>${heading}</h3>
    ${content}`;
}

/** A paragraph of the report's own prose. */
export function paragraph(...content: readonly Content[]): SafeHtml {
  return html`<p>${content}</p> `;
}

/**
 * JSON for programs that read the page. `<` is escaped, so that no text in it can end the block or open a comment, and
 * so are bidirectional controls, so that the source reads as it runs.
 */
export function jsonBlock(id: string, value: Json): SafeHtml {
  const text = canonicalJson(value).replace(
    /[<>&\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return SafeHtml.trusted(
    `<script type="application/json" id="${elementId(id)}">${text.toWellFormed()}</script>\n`,
  );
}

function body(input: Page): SafeHtml {
  const contents = input.sections.map(
    (section) => html`<li><a href="#${elementId(section.id)}">${section.heading}</a></li> `,
  );
  const sections = input.sections.map(
    (section) =>
      html`<section id="${section.id}" aria-labelledby="${section.id}-heading">
        <h2 id="${section.id}-heading">${section.heading}</h2>
        ${section.body}
      </section> `,
  );
  return html`<a class="skip" href="#main">Skip to the report</a>
    <header>
      ${input.kicker !== undefined && html`<p class="kicker">${input.kicker}</p> `}
      <h1>${input.title}</h1>
    </header>
    <nav aria-label="Contents">
      <ul>
        ${contents}
      </ul>
    </nav>
    <main id="main">${input.verdict}${input.notices}${sections}</main>
    <footer>${input.footer ?? 'Made by Holdfast.'}</footer> `;
}

function contentHash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
