/** A table of a page as CSV for programs, and as LaTeX for a paper. */
import { stringify } from 'csv-stringify/sync';
import type { ShownColumn, ShownTable } from '../shown.ts';

/** Comma-separated, with one line of names; figures at full precision, an absent one empty. */
export function csvOf({ columns, rows }: ShownTable): string {
  return stringify(
    [columns.map(headingOf), ...rows().map((row) => row.map(({ value }) => value))],
    // What a spreadsheet would take for a formula is text; numbers are exempt.
    { escape_formulas: true },
  );
}

/** More rows than this do not stand on one page. */
const ONE_PAGE = 40;

/** A table in the manner of the package `booktabs`; a long one needs `longtable` too. Figures as the page has them. */
export function latexOf(table: ShownTable): string {
  const { caption, columns } = table;
  const rows = table.rows();
  const isLong = rows.length > ONE_PAGE;
  const spec = columns.map(({ align }) => (align === 'end' ? 'r' : 'l')).join('');
  const line = (cells: readonly string[]): string => `  ${cells.map(latexText).join(' & ')} \\\\`;
  const head = ['  \\toprule', line(columns.map(headingOf)), '  \\midrule'];
  const body = rows.map((row) => line(row.map(({ text }) => text)));
  const parts = isLong
    ? [
        '% \\usepackage{booktabs,longtable}',
        `\\begin{longtable}{${spec}}`,
        `  \\caption{${latexText(caption)}} \\\\`,
        ...head,
        '  \\endhead',
        '  \\bottomrule',
        '  \\endfoot',
        ...body,
        '\\end{longtable}',
      ]
    : [
        '% \\usepackage{booktabs}',
        '\\begin{table}',
        '  \\centering',
        `  \\caption{${latexText(caption)}}`,
        `  \\begin{tabular}{${spec}}`,
        ...head,
        ...body,
        '  \\bottomrule',
        '  \\end{tabular}',
        '\\end{table}',
      ];
  return `${parts.join('\n')}\n`;
}

function headingOf({ heading, unit }: ShownColumn): string {
  return unit === undefined ? heading : `${heading} (${unit})`;
}

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '\u2212': '$-$',
  '\u00b1': '$\\pm$',
  '\u00a0': '~',
  '\u2026': '\\ldots{}',
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
};

/** Text that LaTeX sets as it stands. */
export function latexText(text: string): string {
  return text
    .replace(
      /[\\~^\u2212\u00b1\u00a0\u2026<>|&%$#_{}]/g,
      (character) => SPECIAL[character] ?? `\\${character}`,
    )
    .replace(/\s*\n\s*/g, ' ');
}
