/** `holdfast models`: a licence is agreed to before anything is fetched. */
import { existsSync } from 'node:fs';
import { CATALOGUE, fileOf, isPulled } from '../../services/models/catalogue.ts';
import { holdfast, temporaryFolder } from './holdfast.ts';

test('list names the built-in model and those that can be pulled, with their licences', async () => {
  const { code, stdout } = await holdfast(temporaryFolder(), ['models', 'list', '--json']);
  expect(code).toBe(0);
  const rows = JSON.parse(stdout) as { endpoint: string; licence: string; file: string | null }[];
  expect(rows.map(({ endpoint }) => endpoint)).toEqual(['local', 'gemma3-270m']);
  expect(rows[0]?.file).toMatch(/\.gguf$/);
  expect(rows[1]?.licence).toBe('Gemma Terms of Use');
});

const [gemma] = CATALOGUE;
const pulled = gemma !== undefined && isPulled(gemma);

(pulled ? test.skip : test)(
  `pull shows the licence and fetches nothing until it is agreed to${pulled ? ' (skipped: it is pulled here)' : ''}`,
  async () => {
    const { code, stdout, stderr } = await holdfast(temporaryFolder(), ['models', 'pull', 'gemma3-270m']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('https://ai.google.dev/gemma/terms');
    expect(stderr).toContain('--accept-licence');
    expect(gemma !== undefined && existsSync(fileOf(gemma))).toBe(false);
  },
);

test('a model that is not known is refused with those that are', async () => {
  const { code, stderr } = await holdfast(temporaryFolder(), ['models', 'pull', 'gpt']);
  expect(code).toBe(2);
  expect(stderr).toContain('gemma3-270m');
});
