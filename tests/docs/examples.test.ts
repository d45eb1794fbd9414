/** Examples in documents work: specs and configurations are valid, and what is marked `run` is run. */
import { countCells } from '../../families/block.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { familyNamed } from '../../families/index.ts';
import { readTemplate } from '../../families/alignment/templates/library.ts';
import { readSpec } from '../../scripts/cli/spec-file.ts';
import { readConfig } from '../../services/home/config.ts';
import { ROOT } from '../../services/home/provenance.ts';
import { readScript } from '../../services/inference/scripted/script.ts';
import { differences, missingLines } from './expected.ts';
import { pageAt, placeOf, readPages, type Block } from './pages.ts';

const pages = readPages();
const blocks = pages.flatMap((page) => page.blocks);
const scratch = mkdtempSync(join(tmpdir(), 'holdfast-docs-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('blocks', () => {
  test('are of a kind that is checked, or plain text', () => {
    const known = ['sh', 'yaml', 'toml', 'json', 'csv', 'text', 'ts'];
    expect(blocks.filter(({ language }) => !known.includes(language)).map(placeOf)).toEqual([]);
    const unmarked = blocks.filter(({ language, marks }) => language === 'yaml' && marks.length === 0);
    expect(unmarked.map(placeOf)).toEqual([]);
  });

  test.each(placed('yaml', 'fragment'))('%s is a part of a valid spec', (_place, block) => {
    const family = familyNamed(block.marks[1] ?? 'alignment');
    const least = LEAST_SPECS[family?.name ?? ''];
    const parsed = family?.schema.safeParse({ ...least, ...(parse(block.text) as object) });
    expect(parsed).toBeDefined();
    expect(parsed?.error?.issues ?? []).toEqual([]);
  });

  test.each(placed('yaml', 'spec'))('%s is a spec that opens with the files of its page', (_place, block) => {
    const folder = filesOf(block.page);
    const spec = readSpec(join(folder, block.marks[1] ?? ''));
    const cells = countCells(spec.study.blocks);
    // A page that says how many cells there are says it of this spec.
    const said = /says (\d+) cells/.exec(pageAt(block.page).prose)?.[1];
    expect(said === undefined ? cells : Number(said)).toBe(cells);
  });

  test.each(placed('yaml', 'template'))('%s is a template', (_place, block) => {
    expect(readTemplate('own', block.text, block.page).wordings.length).toBeGreaterThan(0);
  });

  test.each(placed('toml'))('%s is a configuration', (_place, block) => {
    const file = join(scratch, 'holdfast.toml');
    writeFileSync(file, block.text);
    const config = readConfig({ HOLDFAST_CONFIG: file });
    const named = [...block.text.matchAll(/^\[endpoints\.([\w-]+)\]/gm)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !config.endpoints.has(name))).toEqual([]);
  });

  test.each(placed('json', 'script'))('%s is a script', (_place, block) => {
    const file = join(scratch, 'script.json');
    writeFileSync(file, block.text);
    expect(readScript(file).models.length).toBeGreaterThan(0);
  });
});

describe('example specs', () => {
  test.each(globSync('experiments/*/*.yaml', { cwd: ROOT }))(
    '%s is valid, and says what it needs',
    (file) => {
      const open = (): unknown => readSpec(join(ROOT, file));
      // One that needs data which are not here says so before anything else.
      const needsData = readFileSync(join(ROOT, file), 'utf8').includes('${HOLDFAST_DATA}');
      if (needsData && process.env['HOLDFAST_DATA'] === undefined) expect(open).toThrow('HOLDFAST_DATA');
      else expect(open).not.toThrow();
    },
  );
});

describe.each(pages.filter((page) => page.blocks.some(isRun)).map((page) => [page.path, page] as const))(
  '%s, as it is run',
  (path, page) => {
    let folder = '';
    beforeAll(() => {
      folder = filesOf(path);
    });

    test.each(page.blocks.filter(isRun).map((block) => [block.line, block] as const))(
      'line %i',
      (_line, block) => {
        const { output, status } = run(block, folder);
        expect({ output, status }).toEqual({ output, status: Number(markOf(block, 'exit') ?? 0) });
        const shown = page.blocks[page.blocks.indexOf(block) + 1];
        if (shown?.language === 'text')
          expect({ output, missing: missingLines(shown.text, output) }).toEqual({ output, missing: [] });
        if (shown?.language === 'json')
          expect(differences(JSON.parse(shown.text), JSON.parse(output))).toEqual([]);
        if (block.text.includes('irt fit') && block.text.includes('--json')) allDescribed('irt fit', output);
        if (block.text.includes('holdfast align') && block.text.includes('--json'))
          allDescribed('align', output);
      },
    );
  },
);

/** Every member of the JSON stands in its section of the reference. */
function allDescribed(section: string, output: string): void {
  const text = pageAt('docs/reference/json.md').text.split(`## ${section}`)[1]?.split('\n## ')[0] ?? '';
  const members = [...output.matchAll(/"([A-Za-z]+)":/g)].map((match) => match[1] ?? '');
  const implied = ['mean', 'variance', 'id', 'human', 'model'];
  expect(
    [...new Set(members)].filter((name) => !implied.includes(name) && !text.includes(`\`${name}\``)),
  ).toEqual([]);
}

function run(block: Block, folder: string): { output: string; status: number | null } {
  const launcher = join(folder, 'holdfast');
  if (!existsSync(launcher)) symlinkSync(join(ROOT, 'holdfast'), launcher);
  const { stdout, stderr, status } = spawnSync('bash', ['-euo', 'pipefail', '-c', block.text], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, HOLDFAST_HOME: join(folder, '.holdfast'), NO_COLOR: '1' },
  });
  return { output: stdout === '' || status !== 0 ? `${stdout}${stderr}` : stdout, status };
}

/** A folder with the files that a page tells its reader to save. */
function filesOf(path: string): string {
  const folder = join(scratch, path.replaceAll('/', '_'));
  mkdirSync(folder, { recursive: true });
  for (const block of pageAt(path).blocks) {
    const name = block.marks.at(-1);
    if (name !== undefined && /^[\w-]+\.(csv|yaml|json|txt)$/.test(name))
      writeFileSync(join(folder, name), block.text);
  }
  return folder;
}

function placed(language: string, mark?: string): [string, Block][] {
  return blocks
    .filter((block) => block.language === language && (mark === undefined || block.marks[0] === mark))
    .map((block) => [placeOf(block), block]);
}

function isRun(block: Block): boolean {
  return block.language === 'sh' && block.marks[0] === 'run';
}

/** The value of a mark such as `exit=2`. */
function markOf(block: Block, name: string): string | undefined {
  return block.marks.find((mark) => mark.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** What a fragment is laid over. */
const LEAST_SPECS: Readonly<Record<string, object>> = {
  alignment: {
    family: 'alignment',
    name: 'fragment',
    people: { kind: 'responses', file: 'people.csv' },
    population: {
      ...{ who: 'people', when: 'now', language: 'English', instrument: 'items' },
      ...{ responseFormat: 'no, yes', sampling: 'none', licence: 'none' },
    },
    items: { file: 'items.csv' },
    models: [{ name: 'm', endpoint: 'local', model: 'm' }],
    arms: [{ name: 'none', models: ['m'], respondents: { kind: 'none' }, ask: { mode: 'options' } }],
  },
  'word-problems': {
    family: 'word-problems',
    name: 'fragment',
    problems: { file: 'problems.jsonl' },
    models: [{ name: 'small', endpoint: 'local', model: 'm' }],
    methods: [{ name: 'declarative', kind: 'declarative', model: 'small' }],
  },
  worksheets: {
    family: 'worksheets',
    kind: 'effect',
    name: 'fragment',
    effect: 'expertise-reversal',
    persona: { student: 'a student', skills: ['reading', 'writing'] },
    materials: { folder: 'materials', sets: ['one'] },
    models: [{ name: 'small', endpoint: 'local', model: 'm' }],
    judges: [{ name: 'judge', model: 'small' }],
  },
};
