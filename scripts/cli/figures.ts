/** The plots and tables of a report as files for a paper: SVG and PDF, CSV and LaTeX, captions and a methods paragraph. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, shownOn } from '../../reports/page.ts';
import { picture } from '../../reports/paper/picture.ts';
import { csvOf, latexOf } from '../../reports/paper/tables.ts';
import type { ShownPlot, ShownTable } from '../../reports/shown.ts';
import { pdfOf } from '../../services/paper/pdf.ts';

/**
 * @param madeAt what the PDFs say of when they were made
 * @returns the files, in the order of the page
 */
export async function writeFigures(folder: string, page: Page, madeAt: Date): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  const write = (name: string, content: string | Uint8Array): void => {
    const file = join(folder, name);
    writeFileSync(file, content);
    files.push(file);
  };
  const writeTable = (name: string, table: ShownTable): void => {
    write(`${name}.csv`, csvOf(table));
    write(`${name}.tex`, latexOf(table));
  };
  const captions: string[] = [];
  const shown = shownOn(page);
  for (const plot of shown.filter((one) => one.kind === 'plot')) {
    const svg = picture(plot);
    write(`${plot.id}.svg`, svg);
    write(`${plot.id}.pdf`, await pdfOf(svg, plot.title, madeAt));
    plot.values.forEach((table, index) =>
      writeTable(plot.values.length === 1 ? plot.id : `${plot.id}-${index + 1}`, table),
    );
    captions.push(captionOf(plot));
  }
  shown
    .filter((one) => one.kind === 'table')
    .forEach((table, index) => {
      const name = `table-${String(index + 1).padStart(2, '0')}-${slugOf(table.caption)}`;
      writeTable(name, table);
      captions.push(`${name}: ${table.caption}.`);
    });
  write('captions.txt', `${captions.join('\n')}\n`);
  write('methods.txt', `${(page.paper ?? []).join('\n\n')}\n`);
  return files;
}

function captionOf({ id, title, note, description }: ShownPlot): string {
  return [`${id}: ${title}.`, note, description].filter((part) => part !== '').join(' ');
}

/** Characters of a caption in a file's name at most. */
const LONGEST_NAME = 48;

function slugOf(caption: string): string {
  return caption
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^-|-$/g, '');
}
