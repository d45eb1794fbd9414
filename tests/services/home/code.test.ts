/** Which files are a family's code, followed in a small repository and in this one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { differences } from '../../../domain/code.ts';
import { families } from '../../../families/index.ts';
import { codeOf } from '../../../services/home/code.ts';

const root = mkdtempSync(join(tmpdir(), 'holdfast-code-'));
afterAll(() => rmSync(root, { recursive: true }));

const FILES = {
  'families/quiz/family.ts': `
import { z } from 'zod';
import type { Store } from '../../domain/store.ts';
import { ask } from './ask.ts';
import {
  grade,
  type Grade,
} from '../../methods/grade.ts';
export { page } from './page/page.ts';
const said = "import { x } from './not-code.ts'";
`,
  'families/quiz/ask.ts': `import './words.ts';\nimport { quiz } from './family.ts';\nexport * from './more.ts';\n`,
  'families/quiz/words.ts': `export const words = 'How are you?';\n`,
  'families/quiz/more.ts': `export type { Grade } from '../../methods/types.ts';\n`,
  'families/quiz/not-code.ts': '',
  'families/quiz/page/page.ts': `import { html } from '../../../reports/html.ts';\n`,
  'families/other/family.ts': '',
  'methods/grade.ts': `import { html } from '../reports/html.ts';\n`,
  'methods/types.ts': '',
  'reports/html.ts': '',
  'domain/store.ts': '',
};

function put(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

test('it follows imports from file to file, and leaves out types, packages, pages and other families', () => {
  for (const [name, text] of Object.entries(FILES)) put(name, text);
  const code = codeOf('quiz', root);
  expect(Object.keys(code.files)).toEqual([
    'families/quiz/ask.ts',
    'families/quiz/family.ts',
    'families/quiz/more.ts',
    'families/quiz/words.ts',
    'methods/grade.ts',
  ]);
  put('families/quiz/page/page.ts', 'another page');
  put('families/other/family.ts', 'another family');
  expect(codeOf('quiz', root)).toEqual(code);
  put('families/quiz/words.ts', `export const words = 'How do you do?';\n`);
  const changed = codeOf('quiz', root);
  expect(changed.hash).not.toBe(code.hash);
  expect(differences(code, changed)).toBe('families/quiz/words.ts differs');
  put('families/quiz/words.ts', FILES['families/quiz/words.ts']);
  expect(codeOf('quiz', root)).toEqual(code);
});

test('differences name what is new, gone and changed, and not more than a person reads', () => {
  const hash = codeOf('quiz', root).hash;
  const of = (names: readonly string[], file = hash) => ({
    hash,
    files: Object.fromEntries(names.map((name) => [name, file])),
  });
  expect(differences(of(['a', 'b']), of(['b', 'c']))).toBe('a is not there, c is new');
  expect(differences(of(['a']), of(['a']))).toBe('');
  const many = Array.from({ length: 13 }, (_, i) => `f${String(i).padStart(2, '0')}`);
  expect(differences(of([]), of(many))).toMatch(/^f00 is new, .*f09 is new, and 3 more$/);
});

test.each(families.map(({ name }) => name))(
  '%s: its prompts, spec, dialogue and science are in it, its page is not',
  (name) => {
    const files = Object.keys(codeOf(name).files);
    expect(files).toEqual(
      expect.arrayContaining(
        ['dialogue.ts', 'study.ts', 'family.ts'].map((file) => `families/${name}/${file}`),
      ),
    );
    expect(files.some((file) => /prompt/.test(file))).toBe(true);
    expect(files.some((file) => file.startsWith('methods/'))).toBe(true);
    const rooms = new Set(files.map((file) => file.split('/')[0]));
    expect([...rooms].sort()).toEqual(['domain', 'families', 'methods']);
    expect(files.filter((file) => file.includes('/page/'))).toEqual([]);
    const others = families
      .filter((family) => family.name !== name)
      .map((family) => `families/${family.name}/`);
    expect(files.filter((file) => others.some((other) => file.startsWith(other)))).toEqual([]);
  },
);
