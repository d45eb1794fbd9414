/** Data files with a mistake in them: one error, naming file, line and column, before anything is asked. */
import { readProblems } from '../../../families/word-problems/problems/read.ts';
import type { ProblemsSpec } from '../../../families/word-problems/spec.ts';
import { linesOf, refusal } from './small-problems.ts';

interface Mistake {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly columns?: ProblemsSpec['columns'];
  /** The row of the mistake, from 0; null for the whole file, which is said of its first line. */
  readonly row: number | null;
  readonly column?: string;
  readonly message: string;
}

const fine = (id: string): Record<string, string> => ({ id, question: `How many, ${id}?`, answer: '4' });

const MISTAKES: Readonly<Record<string, Mistake>> = {
  'no column for answers': {
    rows: [{ id: 'a', question: 'How many?' }],
    row: null,
    message: "there is no column 'answer'",
  },
  'no column that the spec names': {
    rows: [fine('a')],
    columns: { equation: 'formula' },
    row: null,
    message: "there is no column 'formula'",
  },
  'an answer in words': {
    rows: [fine('a'), { ...fine('b'), answer: 'four' }],
    row: 1,
    column: 'answer',
    message: "the answer 'four' is no number",
  },
  'one of several answers that is no number': {
    rows: [fine('a'), fine('b'), { ...fine('c'), answer: '3; x' }],
    row: 2,
    column: 'answer',
    message: "the answer ' x' is no number",
  },
  'an empty answer': {
    rows: [{ ...fine('a'), answer: ' ' }],
    row: 0,
    column: 'answer',
    message: 'the answer is empty',
  },
  'an answer without its mark': {
    rows: [{ ...fine('a'), answer: '#### 4' }, fine('b')],
    columns: { answer: { column: 'answer', after: '####' } },
    row: 1,
    column: 'answer',
    message: "there is no '####' in the answer",
  },
  'an id that stands twice': {
    rows: [fine('a'), fine('b'), fine('a')],
    row: 2,
    column: 'id',
    message: "the id 'a' stands on line",
  },
  'an empty id': { rows: [fine('a'), fine('')], row: 1, column: 'id', message: 'the id is empty' },
  'an empty question': {
    rows: [fine('a'), { ...fine('b'), question: '' }],
    row: 1,
    column: 'question',
    message: 'the question is empty',
  },
};

/** Each record on one line: after a header in CSV, after the bracket in JSON. */
const FORMATS = {
  'p.csv': (rows: Mistake['rows']): string => {
    const columns = Object.keys(rows[0] ?? {});
    return [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))]
      .map((row) => row.join(','))
      .join('\n');
  },
  'p.jsonl': linesOf,
  'p.json': (rows: Mistake['rows']): string => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`,
} as const;
const FIRST_RECORD = { 'p.csv': 2, 'p.jsonl': 1, 'p.json': 2 } as const;
const FILES = Object.keys(FORMATS) as (keyof typeof FORMATS)[];

describe.each(FILES)('%s', (file) => {
  test.each(Object.entries(MISTAKES))('%s', (_what, { rows, columns, row, column, message }) => {
    const clean = rows.map((one) => (file === 'p.csv' ? one : { ...one }));
    const spec = columns === undefined ? { file } : { file, columns };
    const error = refusal(() => readProblems(FORMATS[file](withoutCommas(clean)), spec));
    const line = row === null ? 1 : FIRST_RECORD[file] + row;
    expect(error.place).toBe(`${file}:${line}${column === undefined ? '' : `, column '${column}'`}`);
    expect(error.message).toContain(message);
    expect(error.remedy).toMatch(/\.$/);
  });
});

/** No quotes are needed then. */
function withoutCommas(rows: Mistake['rows']): Mistake['rows'] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, text]) => [name, text.replaceAll(',', '')])),
  );
}

describe('JSON', () => {
  const placeOf = (text: string, file: string): string => {
    const { place, message } = refusal(() => readProblems(text, { file }));
    return `${place ?? ''}: ${message}`;
  };
  const good = JSON.stringify(fine('a'));

  test.each([
    ['a word', `[\n${good},\n{"answer": nope},\n${good}\n]`, 3],
    ['a comma too many', `[\n${good},\n{"answer": 1,}\n]`, 3],
    ['a comma too few', `[\n${good}\n${good}\n]`, 3],
    ['a comma at the end', `[\n${good},\n]`, 3],
    ['a comment', `[\n// none\n${good}]`, 2],
    ['a line break in a text', `[\n${good},\n{"question": "How\nmany?"}]`, 3],
    ['a leading zero', `[\n${good},\n\n{"answer": 01}]`, 4],
    ['an end that is missing', `[\n${good},\n${good}\n`, 4],
    ['nothing', '', 1],
  ])('with %s is refused where it stands', (_what, text, line) => {
    expect(placeOf(text, 'p.json')).toMatch(new RegExp(`^p\\.json:${line}: this is not JSON: [^\n]{5,80}$`));
  });

  test('of another shape', () => {
    expect(placeOf('{"question": "Q?"}', 'p.json')).toBe('p.json:1: this is no list of problems');
    expect(placeOf(`[\n${good},\n[1]\n]`, 'p.json')).toMatch(/^p\.json:\d: this is no object$/);
    expect(placeOf('[]', 'p.json')).toBe('p.json:1: there is no problem in the file');
  });

  test('a line: not JSON, and no object', () => {
    expect(placeOf(`${good}\n\n{"answer": `, 'p.jsonl')).toMatch(/^p\.jsonl:3: this is not JSON/);
    expect(placeOf(`${good}\n{'answer': 1}`, 'p.jsonl')).toMatch(/^p\.jsonl:2: this is not JSON/);
    for (const line of ['4', '"text"', 'null', '[1]'])
      expect(placeOf(`${good}\n${line}`, 'p.jsonl')).toBe('p.jsonl:2: this is no object');
  });

  test('whose objects differ: a key that one of them lacks', () => {
    const lines = linesOf([fine('a'), { id: 'b', question: 'How many?' }]);
    expect(placeOf(lines, 'p.jsonl')).toBe("p.jsonl:2, column 'answer': there is no column 'answer'");
    expect(placeOf(linesOf([fine('a'), { question: 'How many?', answer: 1 }]), 'p.jsonl')).toBe(
      "p.jsonl:2, column 'id': there is no column 'id'",
    );
  });

  test('with lists and objects where text belongs', () => {
    const line = (change: object): string => linesOf([{ ...fine('a'), ...change }]);
    expect(placeOf(line({ question: ['How many?'] }), 'p.jsonl')).toContain(
      "column 'question': the question is empty",
    );
    expect(placeOf(line({ answer: { value: 4 } }), 'p.jsonl')).toContain(
      "column 'answer': the answer is empty",
    );
    expect(placeOf(line({ answer: null }), 'p.jsonl')).toContain("column 'answer': the answer is empty");
    expect(placeOf(line({ answer: [] }), 'p.jsonl')).toContain("column 'answer': the answer is empty");
    expect(placeOf(line({ answer: [4, 'x'] }), 'p.jsonl')).toContain("the answer 'x' is no number");
    expect(placeOf(line({ id: {} }), 'p.jsonl')).toContain("column 'id': the id is empty");
  });
});

describe('CSV', () => {
  const placeOf = (text: string): string => refusal(() => readProblems(text, { file: 'p.csv' })).describe();

  test('with no header, no problem, cells too many, a quote that is not closed', () => {
    expect(placeOf('')).toMatch(/^p\.csv: the file is empty/);
    expect(placeOf('question,answer\n')).toMatch(/^p\.csv:1: there is no problem in the file/);
    expect(placeOf('question,answer\nHow many?,4\nHow many, then?,4')).toMatch(
      /^p\.csv:3: 3 cells where the header has 2/,
    );
    expect(placeOf('question,answer\n"How many?,4')).toMatch(/^p\.csv:2: /);
    expect(placeOf('question,question\na,b')).toMatch(/^p\.csv:1: the column 'question' stands twice/);
  });

  test('a mistake after a question of several lines is said of the line on which its record ends', () => {
    expect(placeOf('question,answer\n"How\nmany?",4\n"How\nmany?",x')).toMatch(
      /^p\.csv:5, column 'answer': /,
    );
  });
});

test('only the first of several mistakes is said', () => {
  const error = refusal(() =>
    readProblems(
      linesOf([
        { ...fine('a'), answer: 'x' },
        { ...fine('a'), answer: 'y' },
      ]),
      { file: 'p.jsonl' },
    ),
  );
  expect(error.message).toBe("the answer 'x' is no number");
});
