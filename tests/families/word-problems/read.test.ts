/** Data files: what is read from each format, which columns are found, and which problems are asked. */
import fc from 'fast-check';
import { readProblems } from '../../../families/word-problems/problems/read.ts';
import type { ProblemsSpec } from '../../../families/word-problems/spec.ts';
import { toText } from '../../../methods/equations/rational.ts';
import { linesOf, refusal } from './small-problems.ts';

type Row = Record<string, string | number>;

const ROWS: readonly Row[] = [
  {
    id: 'a',
    question: 'How many, "in all"?',
    answer: '1,450',
    section: 'sums',
    statements: '[[answer 1450]]',
  },
  { id: 'b', question: 'How much,\nin dollars?', answer: '-0.25', section: 'parts', statements: '' },
];

function csvOf(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const quoted = (cell: string | number | undefined): string =>
    `"${String(cell ?? '').replaceAll('"', '""')}"`;
  return [columns.join(','), ...rows.map((row) => columns.map((name) => quoted(row[name])).join(','))].join(
    '\n',
  );
}

function read(text: string, file: string, spec: Partial<ProblemsSpec> = {}): ReturnType<typeof readProblems> {
  return readProblems(text, { file, ...spec });
}

describe('the formats', () => {
  const fromCsv = read(csvOf(ROWS), 'p.csv');

  it('are told by the name, and read the same', () => {
    expect(read(linesOf(ROWS), 'p.jsonl')).toEqual(fromCsv);
    expect(read(`\uFEFF${linesOf(ROWS)}\n\n`, 'p.NDJSON')).toEqual(fromCsv);
    expect(read(JSON.stringify(ROWS, null, 2), 'p.json')).toEqual(fromCsv);
    expect(read(`\uFEFF${csvOf(ROWS)}`, 'p.txt')).toEqual(fromCsv);
  });

  it('bring everything that a problem has', () => {
    expect(fromCsv[0]).toEqual({
      id: 'a',
      question: 'How many, "in all"?',
      gold: [{ text: '1,450', value: { n: 1450n, d: 1n }, percent: false, decimals: 0 }],
      section: 'sums',
      statements: '[[answer 1450]]',
      equation: null,
      twinOf: null,
    });
    expect(fromCsv[1]).toMatchObject({ statements: null, gold: [{ decimals: 2 }] });
  });

  it('read any text of a question in each of them', () => {
    const question = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(question, fc.integer(), (text, answer) => {
        const row = { question: `x${text}x`, answer };
        const [line] = read(linesOf([row]), 'p.jsonl');
        expect(line?.question).toBe(row.question);
        expect(line?.gold.map(({ value }) => toText(value))).toEqual([String(answer)]);
        expect(read(JSON.stringify([row]), 'p.json')).toEqual([line]);
      }),
    );
  });
});

describe('columns', () => {
  it('are named by the spec: questions in parts, an answer after a mark', () => {
    const text = linesOf([
      { ID: 7, Body: 'Body.', Q: 'Question?', A: 'So 3.\n#### 5 and\n#### 1,234', Type: 'x' },
    ]);
    const columns = {
      id: 'ID',
      question: ['Body', 'Q'],
      answer: { column: 'A', after: '####' },
      section: 'Type',
    };
    expect(read(text, 'p.jsonl', { columns })).toMatchObject([
      { id: '7', question: 'Body. Question?', gold: [{ text: '1,234' }], section: 'x' },
    ]);
  });

  it('for ids may be absent: then problems are counted', () => {
    const rows = [1, 2, 3].map((answer) => ({ question: 'How many?', answer }));
    expect(read(linesOf(rows), 'p.jsonl').map(({ id }) => id)).toEqual(['p1', 'p2', 'p3']);
  });

  it('hold several answers as a list or between semicolons', () => {
    const texts = (answer: unknown): string[] =>
      read(linesOf([{ question: 'Which?', answer }]), 'p.jsonl').flatMap(({ gold }) =>
        gold.map(({ text }) => text),
      );
    expect(texts('3; 5')).toEqual(['3', '5']);
    expect(texts([3, '1/2'])).toEqual(['3', '1/2']);
    expect(texts('[3, 5]')).toEqual(['3', '5']);
    expect(texts('20%')).toEqual(['20%']);
    expect(read('question,answer\nWhich?,"[3, 5]"', 'p.csv')[0]?.gold).toHaveLength(2);
  });

  it('called __proto__ and constructor are columns like others', () => {
    const text = '{"question": "How many?", "answer": 1, "__proto__": "s", "constructor": "c"}';
    expect(
      read(text, 'p.jsonl', { columns: { section: '__proto__', statements: 'constructor' } }),
    ).toMatchObject([{ section: 's', statements: 'c' }]);
    expect(
      refusal(() =>
        read('{"question": "How many?", "answer": 1}', 'p.jsonl', { columns: { section: '__proto__' } }),
      ).message,
    ).toBe("there is no column '__proto__'");
  });
});

describe('which problems', () => {
  const rows = Array.from({ length: 9 }, (_, index) => ({
    question: `How many, ${index}?`,
    answer: index,
    section: index % 3 === 0 ? '' : `s${index % 3}`,
  }));
  const asked = (spec: Partial<ProblemsSpec>): string[] =>
    read(linesOf(rows), 'p.jsonl', spec).map(({ id }) => id);

  it('are those of the sections, then the first of them', () => {
    expect(asked({ limit: 4 })).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect(asked({ sections: ['s2'] })).toEqual(['p3', 'p6', 'p9']);
    expect(asked({ sections: ['s2', 's1'], limit: 3 })).toEqual(['p2', 'p3', 'p5']);
    expect(asked({ limit: 100 })).toHaveLength(9);
  });

  it('are not those of a section that is not there', () => {
    const error = refusal(() => asked({ sections: ['s1', 's3'] }));
    expect(error.describe()).toBe(
      "problems.sections.1: no problem is of the section 's3'\n  Sections are s1, s2.",
    );
    const none = refusal(() =>
      read(linesOf([{ question: 'Q?', answer: 1 }]), 'p.jsonl', { sections: ['s'] }),
    );
    expect(none.remedy).toContain('columns.section');
  });
});
