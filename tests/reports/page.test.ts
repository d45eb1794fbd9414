import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Fault } from '../../domain/errors.ts';
import { verdict } from '../../reports/blocks.ts';
import { html } from '../../reports/html.ts';
import { type Page, jsonBlock, page } from '../../reports/page.ts';
import { sampleReport } from './sample.ts';

const small: Page = {
  title: 'A title',
  lang: 'en',
  verdict: verdict({ sentence: 'One sentence.' }),
  sections: [{ id: 'one', heading: 'One', body: html`<p>Text</p>` }],
};

test('the same rows give the same bytes, other rows do not', async () => {
  const first = await sampleReport(1);
  // Side by side: nothing is shared between pages that are made at the same time.
  const [second, third, other] = await Promise.all([sampleReport(1), sampleReport(1), sampleReport(2)]);
  expect(second).toBe(first);
  expect(third).toBe(first);
  expect(other).not.toBe(first);
});

test('the policy allows the page its own style and nothing else', async () => {
  const markup = await sampleReport();
  const style = /<style>([^]*?)<\/style>/.exec(markup)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(markup).toContain(
    `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
  );
  expect(markup.indexOf('Content-Security-Policy')).toBeLessThan(markup.indexOf('<style>'));
  expect(markup).not.toMatch(/<[^>]+ style="/);
  expect(markup.match(/<script/g)).toHaveLength(1);
});

test('an id that stands twice is a fault, and so is one that is data', () => {
  expect(() => page({ ...small, sections: [...small.sections, ...small.sections] })).toThrow(Fault);
  expect(() => page({ ...small, sections: [{ id: 'a b', heading: 'x', body: '' }] })).toThrow(Fault);
});

test('text that looks like an id is no id', () => {
  const body = html`<p>${' id="one"'}</p>`;
  expect(() => page({ ...small, sections: [{ id: 'one', heading: 'x', body }] })).not.toThrow();
});

test('embedded JSON cannot end its block and reads back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const json = value as Parameters<typeof jsonBlock>[1];
      const block = jsonBlock('x', json).toString();
      const text = block.slice('<script type="application/json" id="x">'.length, -'</script>\n'.length);
      expect(text).not.toMatch(/[<>&\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u206f]/);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
