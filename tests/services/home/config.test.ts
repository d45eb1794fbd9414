/** Configuration: which source wins, and errors that name the line. */
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../domain/errors.ts';
import { readConfig } from '../../../services/home/config.ts';
import { ROOT } from '../../../services/home/provenance.ts';
import { tomlLine } from '../../../services/home/toml-line.ts';

const EXAMPLES = join(ROOT, 'experiments');

function configured(text: string, environment: NodeJS.ProcessEnv = {}): ReturnType<typeof readConfig> {
  const file = join(mkdtempSync(join(tmpdir(), 'holdfast-config-')), 'holdfast.toml');
  writeFileSync(file, text);
  return readConfig({ ...environment, HOLDFAST_CONFIG: file });
}

function placeOfError(text: string): string {
  try {
    configured(text);
  } catch (error) {
    if (error instanceof UserError) return error.place ?? '';
    throw error;
  }
  throw new Error('it was taken');
}

test('the environment wins over holdfast.toml, both ways', () => {
  expect(configured('synchronous = "FULL"').synchronous).toBe('FULL');
  expect(configured('synchronous = "FULL"', { HOLDFAST_SYNCHRONOUS: 'NORMAL' }).synchronous).toBe('NORMAL');
  expect(configured('', { HOLDFAST_SYNCHRONOUS: 'FULL' }).synchronous).toBe('FULL');
  expect(() => configured('', { HOLDFAST_SYNCHRONOUS: 'SOMETIMES' })).toThrow(UserError);
});

test('a setting that is not understood is named by its line', () => {
  expect(placeOfError('# words\nllama_threads = 0\n')).toMatch(/:2$/);
  expect(placeOfError('[endpoints.far]\nkind = "openai"\nadress = "x"\n')).toMatch(/:3$/);
  expect(placeOfError('[endpoints.a]\nkind = "llama"\n[endpoints.b]\nkind = "none"\n')).toMatch(/:4$/);
  expect(placeOfError('\n[endpoints.far]\nkind = "openai"\n')).toMatch(/:2$/);
});

test('the line of a setting in quoted, dotted and inline tables', () => {
  const text = 'a = 1\n[endpoints."b.c"]\nkind = 1\nprices.small = { prompt = 2 }\n';
  expect(tomlLine(text, ['endpoints', 'b.c', 'kind'])).toBe(3);
  expect(tomlLine(text, ['endpoints', 'b.c', 'prices', 'small', 'prompt'])).toBe(4);
  expect(tomlLine(text, ['nothing'])).toBe(1);
});

test('the script of each family that has one is an endpoint by itself, and a setting replaces it', () => {
  const endpoints = configured('').endpoints;
  const families = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'scripted.json')));
  expect(families).toContain('word-problems');
  for (const family of families) {
    expect(endpoints.get(`scripted-${family}`)).toMatchObject({
      kind: 'scripted',
      script: join(EXAMPLES, family, 'scripted.json'),
    });
  }
  const own = configured('[endpoints.scripted-word-problems]\nkind = "scripted"\nscript = "mine.json"\n');
  expect(own.endpoints.get('scripted-word-problems')?.script).toMatch(/mine\.json$/);
});
