/** Tables: the quick way for text without quotes reads what the parser reads. */
import { parse } from 'csv-parse/sync';
import { randomStream } from '../../domain/seeds.ts';
import { readCsv } from '../../families/csv.ts';
import { plainRows } from '../../families/csv-plain.ts';

const MARKS = [
  'a',
  '1',
  ',',
  ',',
  '\n',
  '\n',
  ' ',
  '\t',
  '\f',
  '\r\n',
  '\r',
  'é',
  ';',
  '\u00a0',
  '\v',
  '\u3000',
];

describe('readCsv', () => {
  test('reads cells by column, and nothing under a name that is no column', () => {
    const { columns, records } = readCsv('\uFEFFid , x\r\n\r\np1, 0 \r\np2,\r\n', 'f.csv');
    expect(columns).toEqual(['id', 'x']);
    expect(records.map((record) => [record.line, record.cell('id'), record.cell('x')])).toEqual([
      [3, 'p1', '0'],
      [4, 'p2', ''],
    ]);
    expect(records[0]?.cell('constructor')).toBe('');
  });

  test('takes quoted text to the parser, with decimal commas and delimiters in cells', () => {
    const { records } = readCsv('id;x;y\n"p;1";0,5;a,b\n', 'f.csv');
    expect(['id', 'x', 'y'].map((column) => records[0]?.cell(column))).toEqual(['p;1', '0.5', 'a,b']);
  });

  test.each(['\n', '\r\n'])('cuts random text between %j as the parser does', (end) => {
    const stream = randomStream(7, 'csv', end);
    const marks = MARKS.filter((mark) => !/[\r\n]/.test(mark)).concat(end, end);
    for (let k = 0; k < 3000; k++) {
      const length = Math.floor(14 * stream.uniform());
      const text = Array.from(
        { length },
        () => marks[Math.floor(marks.length * stream.uniform())] as string,
      ).join('');
      expect({ text, rows: plainRows(text, ',') }).toEqual({ text, rows: parsed(text) });
    }
  });

  test('leaves quotes, tabs between columns and mixed line ends to the parser', () => {
    expect(plainRows('a,"b"\n', ',')).toBeNull();
    expect(plainRows('a\tb\n', '\t')).toBeNull();
    expect(plainRows('a\r\nb\n', ',')).toBeNull();
    expect(plainRows('a\rb\n', ',')).toBeNull();
  });
});

function parsed(text: string): unknown {
  const rows = parse(text, {
    bom: true,
    delimiter: ',',
    trim: true,
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
  }) as unknown as readonly { record: string[]; info: { lines: number } }[];
  return rows.map(({ record, info }) => ({ record, line: info.lines }));
}
