/**
 * What a new family takes: its folder, its protocol, and a line in each of two lists. One with two rounds and a program is
 * put beside the others in a copy of the code, and run whole.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { describeSandbox } from '../services/sandbox/there.ts';
import { CodeCopy } from './copy.ts';
import { TestHome } from './home.ts';
import { distinct } from './request-log.ts';

const GUESSES = 12;
const MADE_UP = join(import.meta.dirname, 'made-up');

/** Where the file stands in the copy, what it imports is nearer. */
function add(copy: CodeCopy, file: string, to: string, nearer: (text: string) => string): void {
  writeFileSync(join(copy.root, to), nearer(readFileSync(join(MADE_UP, file), 'utf8')));
}

describeSandbox('a family that a test makes up', () => {
  test('touches its folder, its protocol and two lists, and runs in two rounds with its programs', async () => {
    const copy = new CodeCopy();
    mkdirSync(join(copy.root, 'families', 'made-up'));
    add(copy, 'family.ts', 'families/made-up/family.ts', (text) =>
      text.replaceAll("'../../../families/", "'../").replaceAll("'../../../", "'../../"),
    );
    add(copy, 'protocol.ts', 'workflows/made-up.ts', (text) =>
      text.replaceAll("'../../../workflows/", "'./").replaceAll("'../../../", "'../"),
    );
    copy.change(
      'families/index.ts',
      'import { wordProblems }',
      "import { madeUp } from './made-up/family.ts';\nimport { wordProblems }",
    );
    copy.change('families/index.ts', '[alignment, ', '[alignment, madeUp as Family, ');
    copy.change(
      'workflows/index.ts',
      'export { preflight }',
      "export { madeUp } from './made-up.ts';\nexport { preflight }",
    );
    const script = { seed: 1, models: ['letters'], rules: [{ reply: { kind: 'text', text: 'four' } }] };
    const files = {
      'script.json': JSON.stringify(script),
      'holdfast.toml': '[endpoints.scripted]\nkind = "scripted"\nscript = "script.json"\n',
      'study.yaml': stringify({
        ...{ family: 'made-up', name: 'two-rounds', seed: 3, guesses: GUESSES },
        model: { name: 'letters', endpoint: 'scripted', model: 'letters' },
      }),
    };
    const home = new TestHome('made-up', files, {}, copy.root);
    try {
      await home.up();
      const ended = await home.run<{ id: string; report: string; spend: object }>('study.yaml');
      expect(ended.spend).toMatchObject({
        calls: 2 * GUESSES,
        programs: { run: GUESSES, recalled: GUESSES },
      });
      const log = home.requests();
      expect(log.sent()).toHaveLength(distinct(log.sent()));
      // Both rounds: each number from 0 on, and the four letters of the answer.
      const sum = 2 * (4 * GUESSES + (GUESSES * (GUESSES - 1)) / 2);
      const report = readFileSync(ended.report, 'utf8');
      expect(report).toContain(`Sum ${sum} in 2 rounds`);
      expect(report).toContain(`${GUESSES} programs run`);
      const shown = await home.command('show', ended.id, '--cell', 'second/3');
      expect(shown.stdout).toContain('second guess 3');
      expect(shown.stdout).toContain('print(len("four") + 3)');
      expect(shown.stdout).toContain('-> exit code 0\n7');
    } finally {
      await home.close();
      copy.close();
    }
  }, 300_000);
});
