/** Opens a file in a browser and listens to what the page does. */
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

export interface Opened {
  readonly page: Page;
  /** What it said: console, errors, dialogs. */
  readonly complaints: string[];
  /** Addresses that it asked for, its own among them. */
  readonly requests: string[];
}

export async function openFile(
  browser: Browser,
  path: string,
  options: { readonly width?: number; readonly colorScheme?: 'light' | 'dark' } = {},
): Promise<Opened> {
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1100, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
  });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path).href);
  return { page, complaints, requests };
}
