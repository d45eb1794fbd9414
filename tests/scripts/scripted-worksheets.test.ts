/** The scripted worksheets: the script is in step with prompts and worksheets; a run comes out as the tutorial shows it. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstAsks } from '../../domain/dialogue.ts';
import { cellsIn, threadsOf } from '../../families/block.ts';
import type { JudgmentCell } from '../../families/worksheets/cells.ts';
import { readCsv } from '../../families/csv.ts';
import { readSpec } from '../../scripts/cli/spec-file.ts';
import { PLANTED, scriptOf } from '../../scripts/scripted-worksheets/script.ts';
import { readScript, type Reply } from '../../services/inference/scripted/script.ts';
import { holdfast, last, ROOT, startUp, stopUp, temporaryFolder } from './holdfast.ts';

const MINUTES = 60_000;
const FOLDER = join(ROOT, 'experiments', 'worksheets');
const SPEC = join(FOLDER, 'scripted.yaml');
const TUTORIAL = readFileSync(join(ROOT, 'docs', 'tutorial', 'worksheets.md'), 'utf8');
const spec = readSpec(SPEC);
const script = readScript(join(FOLDER, 'scripted.json'));

test('the script is what its maker makes of the spec', () => {
  const source = JSON.parse(readFileSync(join(FOLDER, 'scripted.json'), 'utf8')) as object;
  expect(source).toEqual(scriptOf(spec));
});

test('every judgment is answered with what is planted for its persona and its worksheet', () => {
  for (const cell of cellsIn(threadsOf(spec.study.blocks)) as Iterable<JudgmentCell>) {
    if (cell.judge !== 'alone' || cell.item !== 'boats') continue;
    const [ask] = firstAsks(spec.study.dialogue(cell, []));
    const text = ask?.request.prompt.kind === 'chat' ? (ask.request.prompt.messages[0]?.content ?? '') : '';
    const rule = script.rules.find(({ when }) =>
      [when.includes ?? []].flat().every((part) => text.includes(part)),
    );
    const nothing = ['empty', 'off-topic', 'wrong'].includes(cell.variant);
    const practice = ['practice', 'padding'].includes(cell.variant);
    const points = PLANTED[nothing ? 'nothing' : practice ? 'practice' : 'worked'](cell.persona);
    expect({ cell: cell.key, middle: middleOf(rule?.reply) }).toEqual({
      cell: cell.key,
      middle: `[${points}]`,
    });
  }
});

/** The number of the option in the middle of the noise. */
function middleOf(reply: Reply | undefined): string | undefined {
  return reply?.kind === 'choice' ? /\[\d+\]/.exec(reply.options[2]?.text ?? '')?.[0] : undefined;
}

describe('scripted.yaml comes out as the tutorial shows it', () => {
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
    'the contrasts',
    async () => {
      const out = join(folder, 'tables');
      const { code } = await holdfast(folder, ['export', String(result['id']), '--out', out]);
      expect(code).toBe(0);
      const shown = [...TUTORIAL.matchAll(/^\| (alone|chain) +\| (\w+) +\| ([+−][\d.]+) +\|/gm)];
      const came = readCsv(readFileSync(join(out, 'contrasts.csv'), 'utf8'), 'contrasts.csv').records.map(
        (record) => [record.cell('judge'), record.cell('contrast'), signed(Number(record.cell('points')))],
      );
      expect(shown.map(([, judge, contrast, points]) => [judge, contrast, points])).toEqual(came);
    },
    MINUTES,
  );
});

function signed(points: number): string {
  return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;
}
