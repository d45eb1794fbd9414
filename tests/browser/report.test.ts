import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { verdict } from '../../reports/blocks.ts';
import { conversationSample } from '../../reports/conversation.ts';
import { html } from '../../reports/html.ts';
import { page as reportPage } from '../../reports/page.ts';
import { table, textColumn } from '../../reports/table.ts';
import { cleanText } from '../../reports/text.ts';
import { HOSTILE, sampleReport } from '../reports/sample.ts';
import { NO_CHROMIUM, chromiumPath, launchChromium } from './chromium.ts';
import {
  attack,
  brokenLinks,
  firstGroupFill,
  headingLevels,
  lowContrast,
  openAll,
  overflowing,
  pageWidth,
  paperAndInk,
  tableNames,
  textsOf,
  vocabulary,
} from './inspect.ts';
import { openFile, type Opened } from './open.ts';

const executable = chromiumPath();
const inBrowser = executable === undefined ? describe.skip : describe;

inBrowser(
  executable === undefined ? `a report in a browser (skipped: ${NO_CHROMIUM})` : 'a report in a browser',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-report-'));
    let browser: Browser;

    beforeAll(async () => {
      writeFileSync(join(folder, 'report.html'), await sampleReport());
      browser = await launchChromium(executable ?? '');
    });

    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    });

    const open = (name: string, options?: Parameters<typeof openFile>[2]): Promise<Opened> =>
      openFile(browser, join(folder, name), options);

    test('it opens without a complaint, asks for nothing but itself, and shows its text', async () => {
      const { page, complaints, requests } = await open('report.html');
      await page.waitForTimeout(200);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([pathToFileURL(join(folder, 'report.html')).href]);
      const text = await page.locator('main').innerText();
      for (const part of [
        'no better than a coin',
        'first-year psychology',
        'not estimable',
        '12 clusters',
        'Spend and memo hits',
      ]) {
        expect(text).toContain(part);
      }
      const [result] = await page.evaluate(textsOf, ['#result'] as const);
      expect(JSON.parse(result ?? '')).toEqual({ text: HOSTILE, rho: 0.12 });
      await page.close();
    });

    test('the policy is in force: what the page did not bring is refused', async () => {
      const { page, complaints } = await open('report.html');
      const refused: string[] = [];
      page.on('requestfailed', (request) =>
        refused.push(`${request.url()} ${request.failure()?.errorText ?? ''}`),
      );
      await page.evaluate(attack);
      await page.waitForTimeout(200);
      expect(await page.title()).toBe('Verbal aggression: people and SmolLM2');
      expect(
        complaints.filter((complaint) => complaint.includes('Content Security Policy')).length,
      ).toBeGreaterThanOrEqual(2);
      expect(refused).toEqual(['http://127.0.0.1:9/x.png csp']);
      await page.close();
    });

    test('any text is text: the parser reads back what was written, and nothing becomes markup', async () => {
      const unit = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 1 }),
        fc.constantFrom(
          '</script>',
          '<script>',
          '<!--',
          '-->',
          '<img src=x onerror=alert(1)>',
          '"',
          "'",
          '&lt',
          '&#60;',
          '\u0000',
          '\u001b[1m',
          '\u202e',
          ']]>',
          '\r\n',
          '\n',
          '</pre>',
          '</td>',
          '`',
        ),
      );
      const texts = [
        HOSTILE,
        ...fc.sample(
          fc.array(unit, { maxLength: 12 }).map((parts) => parts.join('')),
          { numRuns: 500, seed: 7 },
        ),
      ];
      const file = reportPage({
        title: HOSTILE,
        lang: 'en',
        verdict: verdict({ sentence: HOSTILE }),
        sections: [
          {
            id: 'a',
            heading: HOSTILE,
            body: texts.map((text) => html`<p title="${text}"><span class="probe">${text}</span></p>`),
          },
          {
            id: 'b',
            heading: 'b',
            body: table({
              caption: HOSTILE,
              columns: [textColumn<string>('x', (text) => text)],
              rows: texts,
            }),
          },
          {
            id: 'c',
            heading: 'c',
            body: conversationSample(
              texts.map((text) => ({ title: text, turns: [{ role: 'assistant', text }] })),
            ),
          },
        ],
        data: texts.map((text) => text.toWellFormed()),
      });
      writeFileSync(join(folder, 'hostile.html'), file);
      const { page, complaints } = await open('hostile.html');
      const cleaned = texts.map(cleanText);
      expect(await page.evaluate(textsOf, ['.probe'] as const)).toEqual(cleaned);
      expect(await page.evaluate(textsOf, ['p[title]', 'title'] as const)).toEqual(cleaned);
      expect(await page.evaluate(textsOf, ['.said'] as const)).toEqual(
        texts.map((text) => (text === '' ? '(empty)' : cleanText(text))),
      );
      expect(await page.locator('tbody th').count()).toBe(texts.length);
      expect(JSON.parse((await page.evaluate(textsOf, ['#result'] as const))[0] ?? '')).toEqual(
        texts.map((text) => text.toWellFormed()),
      );
      expect(await page.title()).toBe(cleanText(HOSTILE).replace(/\s+/g, ' ').trim());
      const words = await page.evaluate(vocabulary);
      expect(words.elements).not.toContain('img');
      expect(
        words.attributes.filter((name) => name.startsWith('on') || name === 'src' || name === 'style'),
      ).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    });

    test.each(['light', 'dark'] as const)('all text can be read on a %s screen', async (colorScheme) => {
      const { page } = await open('report.html', { colorScheme });
      await page.evaluate(openAll);
      expect(await page.evaluate(lowContrast)).toEqual([]);
      const [paper] = await page.evaluate(paperAndInk);
      expect(paper).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 27)');
      await page.close();
    });

    test('the marks of a plot change colour with the page', async () => {
      const fills: (string | undefined)[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await open('report.html', { colorScheme });
        fills.push(await page.evaluate(firstGroupFill, 'scatter'));
        await page.close();
      }
      expect(fills).toEqual(['rgb(31, 102, 176)', 'rgb(127, 182, 242)']);
    });

    test('a screen reader finds landmarks, headings in order, named plots, captions and scopes', async () => {
      const { page } = await open('report.html');
      for (const role of ['banner', 'navigation', 'main', 'contentinfo'] as const) {
        expect(await page.getByRole(role).count()).toBe(1);
      }
      const levels = await page.evaluate(headingLevels);
      expect(levels[0]).toBe(1);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      levels.forEach((level, index) => expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1));
      for (const name of [
        'Item difficulties: people against the model',
        'Wright map',
        'Noise-corrected correlation of difficulties',
        'Residual difficulty after mean/sigma linking',
        'Status of every answer',
        'Raw scores',
      ]) {
        expect(await page.getByRole('img', { name, exact: true }).count()).toBe(1);
      }
      const tables = await page.evaluate(tableNames);
      expect(tables.length).toBeGreaterThan(10);
      expect(tables.every((one) => one.caption !== '' && one.unscoped === 0)).toBe(true);
      expect(await page.evaluate(brokenLinks)).toEqual([]);
      await page.close();
    });

    test('on a narrow screen only tables and plots scroll sideways, not the page', async () => {
      for (const width of [320, 400]) {
        const { page } = await open('report.html', { width });
        await page.evaluate(openAll);
        expect(await page.evaluate(overflowing)).toEqual([]);
        expect(await page.evaluate(pageWidth)).toBe(width);
        await page.close();
      }
    });

    test('on paper it is black on white, without navigation, and nothing is cut off', async () => {
      const { page } = await open('report.html', { colorScheme: 'dark', width: 700 });
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate(paperAndInk)).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
      expect(await page.getByRole('navigation').isVisible()).toBe(false);
      expect(await page.evaluate(lowContrast)).toEqual([]);
      expect(await page.evaluate(pageWidth)).toBeLessThanOrEqual(700);
      expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
      await page.close();
    });
  },
);
