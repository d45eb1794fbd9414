/** The plots and tables of a page as files for a paper. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { verdict } from '../../../reports/blocks.ts';
import { conversationSample } from '../../../reports/conversation.ts';
import { html } from '../../../reports/html.ts';
import type { Page } from '../../../reports/page.ts';
import { latexText } from '../../../reports/paper/tables.ts';
import { plotIntervalAxis } from '../../../reports/plots/interval-axis.ts';
import { numberColumn, table, textColumn } from '../../../reports/table.ts';
import { writeFigures } from '../../../scripts/cli/figures.ts';
import { packageVersion, ROOT } from '../../../services/home/provenance.ts';

const MADE_AT = new Date(1.7e12);

interface Row {
  readonly name: string;
  readonly b: number | null;
}

async function pageOf(): Promise<Page> {
  const rows: Row[] = [
    { name: 'R&D_1 <b> 50 %', b: -1 / 3 },
    { name: '=SUM(A1)', b: null },
  ];
  const small = table<Row>({
    caption: 'Items: b & n',
    columns: [textColumn('Item', (row) => row.name), numberColumn('b', (row) => row.b, { unit: 'logits' })],
    rows,
  });
  const long = table<Row>({
    caption: 'Many',
    columns: [textColumn('Item', (row) => row.name)],
    rows: Array.from({ length: 41 }, (_, index) => ({ name: `i${index}`, b: 0 })),
  });
  const plot = await plotIntervalAxis(
    [{ label: 'an arm −1 Ω', kind: 'study', estimate: { value: 0.5, interval: [0.25, 0.75] } }],
    { id: 'plot-arms', title: 'Arms', description: 'What is to be seen.', axisTitle: 'r' },
  );
  const talk = conversationSample([
    {
      title: 'one',
      turns: [],
      options: [{ letter: 'A', text: 'no', isKey: true, isChosen: true, logProb: -1, isBound: false }],
    },
  ]);
  return {
    title: 'T',
    lang: 'en',
    verdict: verdict({ sentence: 'S.' }),
    sections: [{ id: 'one', heading: 'One', body: html`<div>${[plot, small]}</div>${long}${talk}` }],
    paper: ['Methods.', 'How to cite.'],
  };
}

describe('figures of a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-figures-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');

  it('are plots as SVG and PDF, tables as CSV and LaTeX, captions and methods, in the order of the page', async () => {
    const files = await writeFigures(folder, await pageOf(), MADE_AT);
    expect(files.map((file) => basename(file))).toEqual([
      ...['svg', 'pdf', 'csv', 'tex'].map((kind) => `plot-arms.${kind}`),
      ...['csv', 'tex'].map((kind) => `table-01-items-b-n.${kind}`),
      ...['csv', 'tex'].map((kind) => `table-02-many.${kind}`),
      'captions.txt',
      'methods.txt',
    ]);
    expect(text('methods.txt')).toBe('Methods.\n\nHow to cite.\n');
    expect(text('captions.txt')).toContain('plot-arms: Arms. What is to be seen.');
  });

  it('stand alone: a picture needs no style sheet, has its legend in it, and its PDF holds its font', () => {
    const svg = text('plot-arms.svg');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="704"/);
    expect(svg).not.toContain('var(--');
    expect(svg).toContain('>study</text>');
    const pdf = readFileSync(join(folder, 'plot-arms.pdf')).toString('latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf).toContain('DejaVuSansCondensed');
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
  });

  it('hold figures at full precision for programs, and as the page has them for a paper', () => {
    expect(text('table-01-items-b-n.csv')).toBe(`Item,b (logits)\nR&D_1 <b> 50 %,${-1 / 3}\n'=SUM(A1),\n`);
    const latex = text('table-01-items-b-n.tex');
    expect(latex).toContain('\\caption{Items: b \\& n}');
    expect(latex).toContain('\\begin{tabular}{lr}');
    expect(latex).toContain('  R\\&D\\_1 $<$b$>$ 50 \\% & $-$0.33 \\\\');
    expect(text('table-02-many.tex')).toContain('\\begin{longtable}{l}');
  });

  it('are the same bytes for the same experiment', async () => {
    const before = readFileSync(join(folder, 'plot-arms.pdf'));
    await writeFigures(folder, await pageOf(), MADE_AT);
    expect(readFileSync(join(folder, 'plot-arms.pdf')).equals(before)).toBe(true);
  });
});

test('nothing in a text is a command to LaTeX', () => {
  expect(latexText('\\input{x} ~^ #1\nb')).toBe(
    '\\textbackslash{}input\\{x\\} \\textasciitilde{}\\textasciicircum{} \\#1 b',
  );
});

test('the citation file names the version that this is', () => {
  const citation = readFileSync(join(ROOT, 'CITATION.cff'), 'utf8');
  expect(citation).toContain(`version: ${packageVersion('.')}\n`);
});
