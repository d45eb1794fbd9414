/** Response, item and share files: what is read, and what is refused with file and line. */
import fc from 'fast-check';
import { UserError } from '../../../domain/errors.ts';
import { readItems } from '../../../families/alignment/responses/items.ts';
import { respondentsOf } from '../../../families/alignment/responses/matrix.ts';
import { readResponses } from '../../../families/alignment/responses/read.ts';
import { readShares } from '../../../families/alignment/responses/shares.ts';

const file = 'r.csv';

function refusal(read: () => unknown): UserError {
  try {
    read();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('wide files', () => {
  it('keep the choice apart from its score, and blanks missing', () => {
    const table = readResponses('person_id,age,a,b\np1,20,no,yes\np2,21,,perhaps\n', {
      file,
      covariates: ['age'],
      scoreMap: { no: 0, perhaps: 1, yes: 1 },
    });
    expect(table.itemIds).toEqual(['a', 'b']);
    expect(table.persons[1]).toEqual({
      id: 'p2',
      covariates: { age: '21' },
      weight: 1,
      cluster: 'p2',
      form: null,
    });
    expect([...table.responses]).toEqual([
      { personId: 'p1', itemId: 'a', repeat: 0, position: null, choice: 'no', score: 0 },
      { personId: 'p1', itemId: 'b', repeat: 0, position: null, choice: 'yes', score: 1 },
      { personId: 'p2', itemId: 'b', repeat: 0, position: null, choice: 'perhaps', score: 1 },
    ]);
  });

  it('score choices by the key of their item', () => {
    const table = readResponses('person_id,a\np1,Paris\np2,Rome\n', {
      file,
      keys: new Map([['a', 'Paris']]),
    });
    expect([...table.responses].map(({ choice, score }) => [choice, score])).toEqual([
      ['Paris', 1],
      ['Rome', 0],
    ]);
  });

  it('come back as the matrix that was written, byte-order mark and quotes or not', () => {
    const score = fc.constantFrom('0', '1', '0.25', '');
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }))
      .chain(([n, k]) =>
        fc.array(fc.array(score, { minLength: k, maxLength: k }), { minLength: n, maxLength: n }),
      );
    fc.assert(
      fc.property(matrix, fc.boolean(), (rows, quoted) => {
        const cell = (text: string): string => (quoted ? `"${text}"` : text);
        const header = ['person_id', ...(rows[0] ?? []).map((_, k) => `item ${k}`)];
        const lines = [header, ...rows.map((row, n) => [`p${n}`, ...row])].map((row) =>
          row.map(cell).join(','),
        );
        const { responses } = respondentsOf(readResponses(`\uFEFF${lines.join('\r\n')}\r\n`, { file }));
        expect([...responses.scores]).toEqual(rows.flat().map((text) => (text === '' ? NaN : Number(text))));
      }),
    );
  });

  it('name file, line and column of a cell that is no score', () => {
    const error = refusal(() => readResponses('person_id,a,b\np1,0,1\np2,1,1.5\n', { file }));
    expect(error.place).toBe("r.csv:3, column 'b'");
    expect(error.remedy).toContain('between 0 and 1');
  });

  it('refuse an unknown item, unless such are to be ignored', () => {
    const knownItems = new Set(['a']);
    const error = refusal(() => readResponses('person_id,a,z\np1,0,1\n', { file, knownItems }));
    expect(error.describe()).toMatch(/^r\.csv:1: unknown item 'z'\n.+unlisted: ignore/);
    expect(
      readResponses('person_id,a,z\np1,0,1\n', { file, knownItems, unlisted: 'ignore' }).itemIds,
    ).toEqual(['a']);
  });

  it('refuse a person twice without a rule, and apply the rule that is named', () => {
    const text = 'person_id,a\np1,0\np1,1\n';
    const error = refusal(() => readResponses(text, { file }));
    expect(error.place).toBe('r.csv:3');
    expect(error.remedy).toContain('repeats: first');
    const scores = (['first', 'last', 'mean'] as const).map(
      (repeats) => readResponses(text, { file, repeats }).responses.at(0)?.score,
    );
    expect(scores).toEqual([0, 1, 0.5]);
  });

  it.each([
    ['', 'r.csv', 'empty'],
    ['person_id,a,a\np,0,1', 'r.csv:1', "'a' stands twice"],
    ['who,a\np,0', 'r.csv:1', "no column 'person_id'"],
    ['person_id,a\np1,0\np2,0,1', 'r.csv:3', '3 cells where the header has 2'],
    ['person_id,a\n"p1,0\n', 'r.csv:2', 'Quote'],
    ['person_id\np1', 'r.csv:1', 'no item'],
    ['person_id,a', 'r.csv:1', 'no person'],
    ['person_id,a\n,1', 'r.csv:2', 'person_id is empty'],
  ])('%j is refused at %s', (text, place, message) => {
    const error = refusal(() => readResponses(text, { file }));
    expect(error.place).toBe(place);
    expect(error.message).toContain(message);
    expect(error.remedy).toBeTruthy();
  });

  it('read weights and clusters, and refuse a weight that is none', () => {
    const options = { file, weight: 'w', cluster: 'class' };
    const table = readResponses('person_id,class,w,a\np1,x,2,0\np2,x,0.5,1\n', options);
    expect(table.persons.map(({ weight, cluster }) => [weight, cluster])).toEqual([
      [2, 'x'],
      [0.5, 'x'],
    ]);
    expect(table.itemIds).toEqual(['a']);
    expect(refusal(() => readResponses('person_id,class,w,a\np1,x,-1,0\n', options)).place).toBe(
      "r.csv:2, column 'w'",
    );
  });
});

describe('long files', () => {
  it('hold repeat and position', () => {
    const text = 'person_id,item_id,score,repeat,position\np1,b,1,0,3\np1,a,0,0,4\np2,b,0.5,1,0\n';
    const table = readResponses(text, { file });
    expect(table.itemIds).toEqual(['b', 'a']);
    expect(table.responses.at(2)).toEqual({
      personId: 'p2',
      itemId: 'b',
      repeat: 1,
      position: 0,
      choice: null,
      score: 0.5,
    });
  });

  it('refuse the same repeat and position twice, whatever the rule', () => {
    const text = 'person_id,item_id,score,repeat\np1,b,1,0\np1,b,0,0\n';
    expect(refusal(() => readResponses(text, { file, repeats: 'first' })).place).toBe('r.csv:3');
  });

  it('ask about a column that nothing explains', () => {
    expect(
      refusal(() => readResponses('person_id,item_id,score,age\np,a,1,3\n', { file })).message,
    ).toContain("'age'");
  });

  it('refuse a person with two ages', () => {
    const text = 'person_id,item_id,score,age\np,a,1,3\np,b,1,4\n';
    expect(refusal(() => readResponses(text, { file, covariates: ['age'] })).place).toBe('r.csv:3');
  });
});

describe('item files', () => {
  it('read options, key, testlet, stratum and split', () => {
    const items = readItems(
      'item_id,text,options,key,testlet,split\na,"Q, one",x|y,y,t1,dev\nb,Q two,,,,dev\nc,Q,,,,test\n',
      {
        file,
        options: ['no', 'yes'],
        split: 'dev',
      },
    );
    expect(items).toEqual([
      { id: 'a', text: 'Q, one', options: ['x', 'y'], key: 'y', testlet: 't1', stratum: null, split: 'dev' },
      {
        id: 'b',
        text: 'Q two',
        options: ['no', 'yes'],
        key: null,
        testlet: null,
        stratum: null,
        split: 'dev',
      },
    ]);
  });

  it.each([
    ['item_id,text\na,Q\na,R', 'r.csv:3', 'line 2'],
    ['item_id,text\na,\nb,Q', 'r.csv:2', 'text is empty'],
    ['item_id,text,options,key\na,Q,x|y,z\nb,Q,x|y,x', "r.csv:2, column 'key'", 'none of the options'],
    ['item_id,text,options\na,Q,x|x\nb,Q,x|y', "r.csv:2, column 'options'", 'twice'],
    ['item_id,text\na,Q', 'r.csv', 'too few'],
  ])('%j is refused at %s', (text, place, message) => {
    const error = refusal(() => readItems(text, { file }));
    expect(error.place).toBe(place);
    expect(error.message).toContain(message);
  });
});

describe('share files', () => {
  it('read shares and counts', () => {
    const table = readShares('item_id,share,n\na,.5,100\nb,0.25,\n', { file });
    expect([...table.shares]).toEqual([0.5, 0.25]);
    expect(table.counts).toEqual([100, null]);
  });

  it('refuse percentages', () => {
    expect(refusal(() => readShares('item_id,share\na,45\n', { file })).remedy).toContain('100');
  });
});
