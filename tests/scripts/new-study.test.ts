/** `holdfast new`: two files become a spec that `plan` takes; what only its author knows is asked, or named. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { choicesOf } from '../../families/alignment/draft/choices.ts';
import { specText } from '../../families/alignment/draft/spec-text.ts';
import { studyOf } from '../../families/alignment/draft/study-files.ts';
import type { DraftHead, Told } from '../../families/drafting.ts';
import { readSpec, type SpecFile } from '../../scripts/cli/spec-file.ts';
import { noticeLines } from '../../scripts/cli/study-notices.ts';
import { holdfast, last, temporaryFolder } from './holdfast.ts';

const HEAD: DraftHead = {
  ...{ name: 'new', responses: 'people.csv', items: 'items.csv', endpoint: 'local', card: {} },
  model: 'SmolLM2-135M-Instruct',
};

/** The spec of these two files, as `plan` reads it. */
function made(people: string, items: string, told: Told = {}): SpecFile {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'people.csv'), people);
  writeFileSync(join(folder, 'items.csv'), items);
  const file = (text: string, name: string) => ({ text, file: name });
  const study = studyOf(file(people, 'people.csv'), file(items, 'items.csv'), told);
  writeFileSync(join(folder, 'study.yaml'), specText(HEAD, study));
  return readSpec(join(folder, 'study.yaml'));
}

const KEYED = 'item_id,text,options,key\nq1,One?,1|2|3,1\nq2,Two?,1|2|3,2\n';
const BARE = 'item_id,text\nq1,I like it.\nq2,I fear it.\n';

describe('a spec that plan takes', () => {
  test('of items with keys, with personas of what describes people, and codes for missing answers', () => {
    const { raw } = made(
      'person_id,age,mail,sex,q1,q2\n1,20,a@b,f,1,2\n2,31,c@d,m,-99,3\n3,44,e@f,m,2,2\n',
      KEYED,
    );
    expect(raw['people']).toEqual({
      ...{ kind: 'responses', file: 'people.csv', covariates: ['age', 'sex'], missing: ['-99'] },
      unlisted: 'ignore',
    });
    expect(raw['scores']).toBeUndefined();
    expect(raw['arms']).toMatchObject([
      { respondents: { kind: 'people', phrase: 'a person (age: {age}, sex: {sex})' } },
      { name: 'plain', ask: { mode: 'options', rotations: 3 } },
    ]);
  });

  test('of a rating scale, whose ends nobody may have chosen all between', () => {
    const { raw } = made('person_id,q1,q2\n1,1,5\n2,2,2\n', BARE);
    expect(raw['items']).toMatchObject({ options: ['1', '2', '3', '4', '5'] });
    expect(raw['scores']).toEqual({ '1': 0, '2': 0.25, '3': 0.5, '4': 0.75, '5': 1 });
  });

  test.each([
    ['no and yes', 'person_id,q1,q2\n1,yes,no\n2,no,yes\n', BARE, {}],
    ['words in an order that is told', 'person_id,q1,q2\n1,no,rather\n', BARE, { options: ['no', 'rather'] }],
    ['scores beside options', 'person_id,q1,q2\n1,0,1\n2,1,0\n', BARE, { options: ['no', 'yes'] }],
    [
      'scores beside keys',
      'person_id,q1,q2\n1,0,1\n2,1,0\n',
      KEYED.replaceAll('1|2|3', 'a|b|c').replace(/,1$/m, ',a').replace(/,2$/m, ',b'),
      {},
    ],
    ['letters of options', 'person_id,q1,q2\n1,A,B\n2,C,A\n', KEYED, {}],
    ['open questions', 'person_id,q1,q2\n1,1,7\n2,3,2\n', 'item_id,text,key\nq1,One?,1\nq2,Two?,2\n', {}],
    ['a long file', 'id,item,resp\n1,q1,0\n1,q2,1\n2,q1,1\n', BARE, { options: ['no', 'yes'] }],
    ['semicolons and an odd name', 'id;age of child;q1;q2\n1;2;1;2\n2;3;2;2\n', KEYED, {}],
  ] satisfies [string, string, string, Told][])('of %s', (_what, people, items, told) => {
    expect(() => made(people, items, told)).not.toThrow();
  });

  test('says at the top of everything that its card is not filled in', () => {
    const [card] = noticeLines(made('person_id,q1,q2\n1,1,2\n2,2,2\n', KEYED).study);
    expect(card).toContain('The population card is not filled in: who, when, language');
  });
});

test('an order that only its author knows is not made up', () => {
  const items = studyOf(
    { text: 'person_id,q1,q2\n1,1,2\n', file: 'p' },
    { text: KEYED, file: 'i' },
    {},
  ).items;
  const bare = items.map((item) => ({ ...item, options: [], key: null }));
  const cells = new Map([['q1', new Set(['rather', 'no', 'very'])]]);
  expect(() => choicesOf(bare, cells, {})).toThrow('their order is not to be told');
  expect(() => choicesOf(bare, new Map([['q1', new Set(['0', '1'])]]), {})).toThrow('not to be told');
});

test('the command writes beside other specs, never over one, and its hint is right', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'People 2026.csv'), 'person_id,q1,q2\n1,1,2\n2,2,2\n');
  writeFileSync(join(folder, 'items.csv'), KEYED);
  mkdirSync(join(folder, 'specs'));
  const args = ['new', 'People 2026.csv', '--items', 'items.csv'];
  const first = await holdfast(folder, [...args, '--who', 'two people: invented']);
  expect({ code: first.code, stdout: first.stdout }).toEqual({ code: 0, stdout: 'people-2026.yaml\n' });
  expect(first.stderr).toContain('./holdfast plan people-2026.yaml');
  const text = readFileSync(join(folder, 'people-2026.yaml'), 'utf8');
  expect(text).toContain('who: "two people: invented"');
  const again = await holdfast(folder, args);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('not written over');
  expect(readFileSync(join(folder, 'people-2026.yaml'), 'utf8')).toBe(text);
  const other = await holdfast(folder, [...args, '--out', 'specs/other.yaml', '--json']);
  expect(last(other)).toMatchObject({ file: 'specs/other.yaml', leftOut: [] });
  const planned = await holdfast(folder, ['plan', 'specs/other.yaml']);
  expect({ code: planned.code, stderr: planned.stderr }).toEqual({ code: 0, stderr: '' });
  expect(existsSync(join(folder, '.holdfast'))).toBe(false);
}, 60_000);

test('a spec that cannot be planned is not left in the way of the next try', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'people.csv'), 'person_id,q1,q2\n1,1,2\n2,99,2\n3,2,1\n');
  writeFileSync(join(folder, 'items.csv'), KEYED);
  const args = ['new', 'people.csv', '--items', 'items.csv'];
  const refused = await holdfast(folder, args);
  expect(refused.code).toBe(2);
  expect(existsSync(join(folder, 'people.yaml'))).toBe(false);
  expect((await holdfast(folder, [...args, '--missing', '99'])).code).toBe(0);
}, 60_000);
