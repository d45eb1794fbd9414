/** The scripted word problems through the real command: the hash and the table that the tutorial shows, to the bit. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../domain/errors.ts';
import { readCsv } from '../../families/csv.ts';
import { checkSandbox } from '../../services/sandbox/sandbox.ts';
import { holdfast, last, ROOT, startUp, stopUp, temporaryFolder } from './holdfast.ts';

const MINUTES = 60_000;
const SPEC = join(ROOT, 'experiments', 'word-problems', 'scripted.yaml');
const TUTORIAL = readFileSync(join(ROOT, 'docs', 'tutorial', 'word-problems.md'), 'utf8');

/** Why it cannot be run here: its programs need bubblewrap. */
const missing = await checkSandbox().then(() => undefined, messageOf);
const title = 'scripted.yaml comes out as the tutorial shows it';
const run = missing === undefined ? describe : describe.skip;

run(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  const folder = temporaryFolder();
  let up: ChildProcess;
  let result: Record<string, unknown>;

  beforeAll(async () => {
    up = await startUp(folder, {});
    result = last(await holdfast(folder, ['run', SPEC, '--json']));
  }, 5 * MINUTES);
  afterAll(() => stopUp(up), MINUTES);

  test('the hash of the result', () => {
    expect(result['state']).toBe('completed');
    expect(result['resultHash']).toBe(/^result +([0-9a-f]{64})$/m.exec(TUTORIAL)?.[1]);
  });

  test(
    'the table of accuracies',
    async () => {
      const out = join(folder, 'tables');
      const { code } = await holdfast(folder, ['export', String(result['id']), '--out', out]);
      expect(code).toBe(0);
      const shown = [...TUTORIAL.matchAll(/^\| ([^|]+?) +\| (\d+) of (\d+) +\| ([\d.]+) % +\|$/gm)];
      const came = methodsIn(readFileSync(join(out, 'methods.csv'), 'utf8'));
      expect(shown).toHaveLength(11);
      expect(shown.map(([, label, solved, of, percent]) => ({ label, solved, of, percent }))).toEqual(came);
    },
    MINUTES,
  );
});

function methodsIn(csv: string): Record<string, string>[] {
  return readCsv(csv, 'methods.csv').records.map((record) => ({
    label: record.cell('label'),
    solved: record.cell('solved'),
    of: record.cell('cells_planned'),
    percent: (100 * Number(record.cell('published'))).toFixed(1),
  }));
}
