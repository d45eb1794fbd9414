import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { studyPage } from '../../families/word-problems/page/page.ts';
import { cleanText } from '../../reports/text.ts';
import { HOSTILE_TEXT } from '../families/word-problems/hostile.ts';
import { madeUpStudy } from '../families/word-problems/made-up-study.ts';
import { NO_CHROMIUM, chromiumPath, launchChromium } from './chromium.ts';
import {
  brokenLinks,
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
const title = 'a report on word problems in a browser';

inBrowser(executable === undefined ? `${title} (skipped: ${NO_CHROMIUM})` : title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-word-problems-'));
  let browser: Browser;

  beforeAll(async () => {
    const { study, context } = madeUpStudy();
    writeFileSync(join(folder, 'report.html'), await studyPage(study, context));
    const few = { problems: 4, twins: 1, missing: false };
    const changes = new Map(
      [...madeUpStudy(few).study.cells].map(({ key }) => [
        key,
        { status: 'unparsable' as const, answers: [], written: HOSTILE_TEXT, message: HOSTILE_TEXT },
      ]),
    );
    const hostile = madeUpStudy({ ...few, changes });
    writeFileSync(join(folder, 'hostile.html'), await studyPage(hostile.study, hostile.context));
    browser = await launchChromium(executable ?? '');
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const open = (name: string, options?: Parameters<typeof openFile>[2]): Promise<Opened> =>
    openFile(browser, join(folder, name), options);

  test('it opens without a complaint, asks for nothing but itself, and shows its parts', async () => {
    const { page, complaints, requests } = await open('report.html');
    await page.waitForTimeout(200);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([pathToFileURL(join(folder, 'report.html')).href]);
    const text = await page.locator('main').innerText();
    for (const part of ['solves 79.7', 'is nobody’s model', 'lost by the machinery', 'Every failed problem'])
      expect(text).toContain(part);
    const [data] = await page.evaluate(textsOf, ['#result'] as const);
    expect(JSON.parse(data ?? '')).toHaveProperty('grade.primary', 'declarative');
    await page.close();
  });

  test('what models wrote is read back as text, and nothing of it becomes an element', async () => {
    const { page, complaints } = await open('hostile.html');
    await page.evaluate(openAll);
    const written = await page.evaluate(textsOf, ['.said.mono:not(.raw *)'] as const);
    expect(written.length).toBeGreaterThan(30);
    expect(new Set(written)).toEqual(new Set([cleanText(HOSTILE_TEXT)]));
    const words = await page.evaluate(vocabulary);
    expect(words.elements.filter((name) => ['img', 'iframe', 'b', 'object'].includes(name))).toEqual([]);
    expect(
      words.attributes.filter((name) => name.startsWith('on') || name === 'src' || name === 'style'),
    ).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('all text can be read on a %s screen', async (colorScheme) => {
    const { page } = await open('report.html', { colorScheme });
    await page.evaluate(openAll);
    expect(await page.evaluate(lowContrast)).toEqual([]);
    await page.close();
  });

  test('a screen reader finds landmarks, headings in order, named plots, captions and scopes', async () => {
    const { page } = await open('report.html');
    for (const role of ['banner', 'navigation', 'main', 'contentinfo'] as const)
      expect(await page.getByRole(role).count()).toBe(1);
    const levels = await page.evaluate(headingLevels);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, index) => expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1));
    for (const name of [
      'Share of problems solved',
      'Difference in accuracy to “declarative”',
      'Coverage and precision, declarative',
      'Right, wrong, and without an answer',
      'Solved by section and method',
      'Originals and their twins',
    ]) {
      expect(await page.getByRole('img', { name, exact: true }).count()).toBe(1);
    }
    const tables = await page.evaluate(tableNames);
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter((one) => one.caption === '' || one.unscoped > 0)).toEqual([]);
    expect(await page.evaluate(brokenLinks)).toEqual([]);
    await page.close();
  });

  test('on a narrow screen only tables and plots scroll sideways, not the page', async () => {
    for (const [name, width] of [
      ['report.html', 320],
      ['report.html', 400],
      ['hostile.html', 320],
    ] as const) {
      const { page } = await open(name, { width });
      await page.evaluate(openAll);
      expect(await page.evaluate(overflowing)).toEqual([]);
      expect(await page.evaluate(pageWidth)).toBe(width);
      await page.close();
    }
  });

  test('on paper it is black on white, without navigation', async () => {
    const { page } = await open('report.html', { colorScheme: 'dark', width: 700 });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(paperAndInk)).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.evaluate(lowContrast)).toEqual([]);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });
});
