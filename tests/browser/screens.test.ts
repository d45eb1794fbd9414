/** Reports of both families on a phone, on two desks, and on paper. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { studyPage } from '../../families/word-problems/page/page.ts';
import { madeUpPage } from '../families/alignment/made-up-page.ts';
import { madeUpStudy } from '../families/word-problems/made-up-study.ts';
import { NO_CHROMIUM, chromiumPath, launchChromium } from './chromium.ts';
import { openAll, overflowing, pageWidth } from './inspect.ts';
import { figureTops, pageFills, plotsSeen, tableBoxes, unseen } from './measure.ts';
import { openFile, type Opened } from './open.ts';

const executable = chromiumPath();
const inBrowser = executable === undefined ? describe.skip : describe;
const title = 'a report on any screen';

/** A4 less 15 mm on each side, in pixels. */
const PAPER = [680, 1009] as const;
const FAMILIES = ['alignment', 'word-problems'] as const;
const MINUTE = 60_000;

inBrowser(executable === undefined ? `${title} (skipped: ${NO_CHROMIUM})` : title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-screens-'));
  let browser: Browser;

  beforeAll(async () => {
    const { study, context } = await madeUpPage();
    writeFileSync(join(folder, 'alignment.html'), await study.page(context));
    const problems = madeUpStudy({ problems: 40, twins: 10 });
    writeFileSync(join(folder, 'word-problems.html'), await studyPage(problems.study, problems.context));
    browser = await launchChromium(executable ?? '');
  }, 2 * MINUTE);

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const open = (family: string, width: number): Promise<Opened> =>
    openFile(browser, join(folder, `${family}.html`), { width });

  describe.each(FAMILIES)('of the family %s', (family) => {
    test.each([390, 1280, 1920])(
      'uses all of %i pixels, and a table that is wider says so',
      async (width) => {
        const { page } = await open(family, width);
        await page.evaluate(openAll);
        expect(await page.evaluate(pageWidth)).toBe(width);
        expect(await page.evaluate(overflowing)).toEqual([]);
        const boxes = await page.evaluate(tableBoxes);
        expect(boxes.length).toBeGreaterThan(15);
        expect(boxes.filter(({ content, width: room, isTold }) => isTold !== content > room)).toEqual([]);
        const room = Math.min(width - 60, 1500);
        // Tables of one conversation stand in its box, beside its rim.
        const narrow = boxes.filter(
          (box) => box.content > box.width && box.width < room && !/^(?:Options|Tokens)/.test(box.name),
        );
        expect(narrow.map(({ name }) => name)).toEqual([]);
        if (width === 1920) expect(boxes.filter(({ isTold }) => isTold)).toEqual([]);
        await page.close();
      },
      MINUTE,
    );

    test('has its tables as regions with names, which the keyboard reaches and scrolls', async () => {
      const { page } = await open(family, 390);
      const boxes = await page.evaluate(tableBoxes);
      expect(
        boxes.filter(({ name, role, tabindex }) => !name || role !== 'region' || tabindex !== '0'),
      ).toEqual([]);
      const wide = boxes.find(({ isTold }) => isTold);
      const region = page.getByRole('region', { name: wide?.name ?? '', exact: true }).first();
      await region.focus();
      await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(300);
      const moved = (element: { scrollLeft: number }): number => element.scrollLeft;
      expect(await region.evaluate(moved as never)).toBeGreaterThan(0);
      await page.close();
    });

    test('has plots that fit a phone and can be read there', async () => {
      const { page } = await open(family, 390);
      const plots = await page.evaluate(plotsSeen);
      expect(plots.length).toBeGreaterThan(3);
      for (const { right, smallestText, scrolls } of plots) {
        expect(right).toBeLessThanOrEqual(390);
        expect(smallestText).toBeGreaterThanOrEqual(10);
        expect(scrolls).toBe(false);
      }
      await page.close();
    });

    test.each([1280, 1920])('has its four key figures in one row at %i pixels', async (width) => {
      const { page } = await open(family, width);
      expect(await page.locator('.figures > div').count()).toBe(4);
      expect(await page.evaluate(figureTops)).toHaveLength(1);
      await page.close();
    });

    test(
      'has everything on paper, and no page that is half empty',
      async () => {
        const { page } = await open(family, PAPER[0]);
        await page.emulateMedia({ media: 'print' });
        expect(await page.locator('details[open]').count()).toBe(0);
        expect(await page.evaluate(unseen)).toEqual([]);
        expect(await page.evaluate(pageWidth)).toBe(PAPER[0]);
        const fills = await page.evaluate(pageFills, PAPER);
        expect(fills.length).toBeGreaterThan(10);
        expect(fills.slice(0, -1).filter((fill) => fill < 0.5)).toEqual([]);
        await page.close();
      },
      2 * MINUTE,
    );
  });

  test('an option has its letter, its text and whether it is the key; the raw reply is a click away', async () => {
    const { page } = await open('alignment', 1280);
    const talks = page.locator('.conversation').filter({ hasText: /S1(?:Want|Do)/ });
    expect(await talks.count()).toBeGreaterThan(0);
    const talk = talks.first();
    await talk.locator('summary').first().click();
    const options = await talk.getByRole('region', { name: 'Options in the order shown' }).innerText();
    expect(options).toMatch(/[ABC]\s+no\b/);
    expect(options).toMatch(/[ABC]\s+yes\s+the key/);
    const raw = talk.locator('.raw');
    expect(await raw.locator('.said').isVisible()).toBe(false);
    await raw.locator('summary').click();
    expect(await raw.innerText()).toContain('"finishReason": "stop"');
    await page.close();
  });

  test('a coin is the spread of chance, not the one that was tossed', async () => {
    const { page } = await open('alignment', 1280);
    const row = page
      .getByRole('region', { name: 'Figures of every arm and baseline' })
      .getByRole('row', { name: /^a coin/ });
    expect(await row.innerText()).toMatch(/−0\.40 to 0\.40\s+chance: 95 % of draws/);
    await page.close();
  });
});
