/** Strict scoring: the key comes first, and no typo, code or number on the wrong item is a zero without a word. */
import fc from 'fast-check';
import { UserError } from '../../../domain/errors.ts';
import { readResponses } from '../../../families/alignment/responses/read.ts';
import { readCell, type Scheme } from '../../../families/alignment/responses/score.ts';
import { overviewOf } from '../../../families/alignment/responses/overview.ts';
import { remarksOn } from '../../../families/data-overview.ts';
import type { ReadOptions } from '../../../families/alignment/responses/table.ts';

const file = 'people.csv';
const keyed: Partial<ReadOptions> = {
  keys: new Map([
    ['q1', '0'],
    ['q2', '2'],
  ]),
  options: new Map([
    ['q1', ['0', '1', '2']],
    ['q2', ['0', '1', '2']],
  ]),
};

function scores(text: string, options: Partial<ReadOptions>): (number | null)[] {
  return [...readResponses(text, { file, ...options }).responses].map(({ score }) => score);
}

function refusal(text: string, options: Partial<ReadOptions> = {}): UserError {
  try {
    readResponses(text, { file, ...options });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('with a key', () => {
  it('numbers are options, not scores: answers 1, 0, 1, 2 to an item whose key is 0 have a share of .25', () => {
    const text = 'person_id,q1,q2\na,1,1\nb,0,2\nc,1,1\nd,2,0\n';
    const table = readResponses(text, { file, ...keyed });
    expect(overviewOf(table).items.map(({ share }) => share)).toEqual([0.25, 0.25]);
  });

  it.each(['-99', 'NaN', 'A', '3', 'nope', '0.5'])('%s is an error with its place', (cell) => {
    const error = refusal(`person_id,q1,q2\na,1,1\nb,${cell},2\n`, keyed);
    expect(error.place).toBe("people.csv:3, column 'q1'");
    expect(error.message).toContain(`'${cell}' is neither the key nor an option`);
    expect(error.remedy).toContain('missing');
  });

  it('codes that are named are missing', () => {
    const text = 'person_id,q1,q2\na,-99,1\nb,0,NaN\nc,.,2\nd,0,2\n';
    const table = readResponses(text, { file, ...keyed, missing: [-99, 'NaN', '.'] });
    expect(table.responses).toHaveLength(5);
    expect(overviewOf(table).items).toMatchObject([
      { n: 2, missing: 2 },
      { n: 3, missing: 1 },
    ]);
  });

  it('several bad cells are one error that counts them', () => {
    const rows = Array.from({ length: 9 }, (_, i) => `p${i},x,${i % 3}`);
    const error = refusal(`person_id,q1,q2\n${rows.join('\n')}\nz,0,0\n`, keyed);
    expect(error.message).toMatch(
      /people\.csv:3.*people\.csv:4.*people\.csv:5.*people\.csv:6.*and 4 cells more/,
    );
  });

  it('letters name options by their place, only where the spec says so', () => {
    const options = { ...keyed, letters: true };
    expect(scores('person_id,q1,q2\na,A,C\nb,b,c\nc,1,2\n', options)).toEqual([1, 1, 0, 1, 0, 1]);
    expect(refusal('person_id,q1,q2\na,A,C\n', keyed).message).toContain("'A'");
    expect(refusal('person_id,q1,q2\na,D,C\n', options).message).toContain("'D'");
  });

  it('cells that are scores are read as such where the spec says so', () => {
    expect(scores('person_id,q1,q2\na,1,0\nb,0,1\n', { ...keyed, cells: 'scores' })).toEqual([1, 0, 0, 1]);
    expect(refusal('person_id,q1,q2\na,2,0\nb,0,1\n', { ...keyed, cells: 'scores' }).message).toContain(
      "'2'",
    );
  });

  it('an open item scores whatever was answered, but not what looks like a missing answer', () => {
    const open = { keys: new Map([['q1', '7']]) };
    expect(scores('person_id,q1\na,7\nb,12\nc,seven\n', open)).toEqual([1, 0, 0]);
    for (const code of ['NaN', '-99', '999', '.', 'null']) {
      expect(refusal(`person_id,q1\na,7\nb,${code}\nc,12\n`, open).message).toContain(`'${code}'`);
    }
  });
});

describe('without a key', () => {
  const options = new Map([['q1', ['1', '2', '3']]]);

  it('a number that is an option is no score: the score map says what it is worth', () => {
    expect(scores('person_id,q1\na,1\nb,3\n', { options, scoreMap: { 1: 0, 2: 0.5, 3: 1 } })).toEqual([0, 1]);
    expect(refusal('person_id,q1\na,1\nb,0.5\nc,1\n', { options }).message).toContain("'1'");
  });

  it('TRUE and no are 1 and 0 where nothing is known of the item', () => {
    expect(scores('person_id,q1\na,TRUE\nb,false\nc,Yes\nd,no\n', {})).toEqual([1, 0, 1, 0]);
    expect(refusal('person_id,q1\na,1\nb,TRUE\n', { scoreMap: { 1: 1 } }).message).toContain("'TRUE'");
  });

  it('columns that hold no answer at all are named together, with the flag', () => {
    const error = refusal('person_id,sex,age,q1\na,m,20,1\nb,f,21,0\n');
    expect(error.message).toContain("'sex', 'age'");
    expect(error.remedy).toContain('--covariates sex,age');
  });
});

it('no cell ever scores 1 but the key, or 0 but another option', () => {
  const option = fc.stringMatching(/^[0-9A-Za-z.-]{1,4}$/);
  fc.assert(
    fc.property(fc.uniqueArray(option, { minLength: 2, maxLength: 5 }), option, (all, cell) => {
      const [key = ''] = all;
      const scheme: Scheme = { options: all, key, scoreMap: undefined, letters: false, areScores: false };
      const read = readCell(cell, scheme);
      expect(read?.score ?? null).toBe(cell === key ? 1 : all.includes(cell) ? 0 : null);
    }),
  );
});

describe('everyday files', () => {
  const plain = 'person_id,q1,q2\na,1,0\nb,0,1\n';
  const wanted = [...readResponses(plain, { file }).responses];

  it.each([
    ['semicolons and a mark', `\uFEFF${plain.replaceAll(',', ';').replaceAll('\n', '\r\n')}`],
    ['tabs', plain.replaceAll(',', '\t')],
    ['bars', plain.replaceAll(',', '|')],
    ['an empty last column', plain.replaceAll('\n', ',\n')],
    ['the names of the Item Response Warehouse', 'id,item,resp\na,q1,1\na,q2,0\nb,q1,0\nb,q2,1\n'],
    ["R's row names", '"","q1","q2"\n"a",1,0\n"b",0,1\n'],
  ])('with %s are read as the same', (_what, text) => {
    expect([...readResponses(text, { file }).responses]).toEqual(wanted);
  });

  it('say what was found', () => {
    const found: string[] = [];
    readResponses('person_id;q1;\na;0,5;\nb;1;\n', { file, found });
    expect(found.join('; ')).toMatch(/semicolons.*decimal commas.*left out/);
  });

  it('with other names are read by the flags, and an unknown one is named', () => {
    const text = 'wer,frage,antwort\na,q1,1\na,q2,0\nb,q1,0\nb,q2,1\n';
    const names = { id: 'wer', item: 'frage', score: 'antwort' };
    expect([...readResponses(text, { file, ...names }).responses]).toEqual(wanted);
    expect(refusal(text, { ...names, id: 'who' }).message).toContain("'who'");
  });

  it('of patterns need no id, and a row stands for as many as it weighs', () => {
    const table = readResponses('q1,q2,freq\n1,0,30\n0,1,12\n', { file, weight: 'freq' });
    expect(table.persons.map(({ weight }) => weight)).toEqual([30, 12]);
    expect(overviewOf(table).items[0]?.share).toBeCloseTo(30 / 42, 12);
  });
});

it('the overview says what runs against the others, who is alike, and who said little', () => {
  const table = readResponses(
    'person_id,a,b,c,alike,against\n1,1,1,1,1,0\n2,1,1,0,1,0\n3,1,0,0,1,1\n4,0,0,0,1,1\n5,1,,,,\n6,,,,,\n',
    { file },
  );
  const overview = overviewOf(table);
  expect(overview).toMatchObject({ people: 6, withOneAnswer: 1, withoutAnswer: 1 });
  expect(remarksOn(overview).join('\n')).toMatch(/all answered alike: alike\n.*: against\n/);
});
