import fc from 'fast-check';
import { Fault } from '../../domain/errors.ts';
import { type SafeHtml, escapeText, html, join, link } from '../../reports/html.ts';
import { cleanText } from '../../reports/text.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      '/',
      '!',
      '-',
      's',
      '\u0000',
      '\u001b',
      '[',
      '\u202e',
      ';',
    ),
  }),
);

/** What a parser makes of escaped text: the five entities that `escapeText` writes, and no other. */
function unescapeText(markup: string): string {
  const names: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
  };
  return markup.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => names[entity] ?? '');
}

test('escaped text holds no character that ends text or an attribute, and reads back as the cleaned text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = escapeText(text);
      expect(escaped).not.toMatch(/[<>"']/);
      expect(escaped).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/);
      expect(unescapeText(escaped)).toBe(cleanText(text));
    }),
  );
});

test('a value is text in text and text in an attribute; only SafeHtml is markup', () => {
  const text = `"><script>alert('1')</script>`;
  expect(html`<p class="${text}">${text}</p>`.toString()).toBe(
    '<p class="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</p>',
  );
  expect(html`<p>${html`<b>${'<'}</b>`}</p>`.toString()).toBe('<p><b>&lt;</b></p>');
});

test('an object that only looks like SafeHtml is refused by the compiler', () => {
  // @ts-expect-error a plain object with a toString is no SafeHtml: the private member is the brand
  const forged: SafeHtml = { toString: () => '<script>' };
  expect(forged).toBeDefined();
});

test('lists are joined, and what is absent is nothing', () => {
  expect(html`${['a', html`<i>b</i>`, [1, null]]}${undefined}${false}${null}`.toString()).toBe('a<i>b</i>1');
  expect(join(['a', '<', 'b'], ', ').toString()).toBe('a, &lt;, b');
});

const bad = 'x';
/** Another name, so that the formatter does not mend what is wrong on purpose. */
const write = html;
test.each<[string, () => SafeHtml]>([
  ['a tag name', () => write`<${bad}></p>`],
  ['an attribute name', () => write`<p ${bad}="1"></p>`],
  ['an unquoted attribute', () => write`<p class=${bad}></p>`],
  ['a single-quoted attribute', () => write`<p class='${bad}'></p>`],
  ['an event handler', () => write`<p onclick="${bad}"></p>`],
  ['an event handler in capitals', () => write`<p ONCLICK="${bad}"></p>`],
  ['a style attribute', () => write`<p style="${bad}"></p>`],
  ['an address to load from', () => write`<img src="${bad}">`],
  ['a comment', () => write`<!-- ${bad} -->`],
  ['a script', () => write`<script>${bad}</script>`],
  ['a style element', () => write`<style>${bad}</style>`],
  ['an attribute, as markup', () => write`<p title="${html`<b></b>`}"></p>`],
  ['a link, as a javascript address', () => write`<a href="${'javascript:alert(1)'}">x</a>`],
  ['a link, as a relative address', () => write`<a href="${'../secret'}">x</a>`],
  ['a link, as part of an address', () => write`<a href="java${'script:alert(1)'}">x</a>`],
  ['a template that ends inside a tag', () => write`<p class="${bad}"`],
])('no value may stand in %s', (_, attempt) => {
  expect(attempt).toThrow(Fault);
});

test('links lead to the web or are plain text', () => {
  expect(link('https://example.org/?a=1&b="', 'x').toString()).toBe(
    '<a href="https://example.org/?a=1&amp;b=&quot;" rel="noreferrer">x</a>',
  );
  for (const address of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '//host',
    '',
    ' x',
  ]) {
    expect(link(address, 'words').toString()).toBe('words');
  }
});
