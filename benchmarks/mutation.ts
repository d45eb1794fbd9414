/**
 * `npm run bench:mutation`: whether the tests of the exact solver notice it when the solver is changed. All mutants take
 * half a day on two cores; `--share 0.1` draws a tenth of the lines by a printed seed. The score goes to the page of
 * `bench:solver` when that is written next.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomStream } from '../domain/seeds.ts';
import { mutationSummary } from './solver/mutation.ts';

const { values: flags } = parseArgs({
  options: {
    share: { type: 'string', default: '1' },
    seed: { type: 'string', default: '20261126' },
  },
});
const share = Number(flags.share);
const root = join(import.meta.dirname, '..');
const folder = 'methods/equations';
const report = join(root, '.setup', 'mutation');
/** Mutants that span more lines (whole blocks) are in no window: they are the easy ones. */
const WINDOW = 3;

const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);
const patterns = share >= 1 ? files.map((name) => `${folder}/${name}`) : files.flatMap(sampled);
mkdirSync(report, { recursive: true });
writeFileSync(join(report, 'drawn.json'), JSON.stringify({ share, seed: Number(flags.seed) }));
const { status } = spawnSync(
  join(root, 'node_modules', '.bin', 'stryker'),
  ['run', '--mutate', patterns.join(',')],
  { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules' } },
);
if (status !== 0) process.exit(status ?? 1);
console.log(mutationSummary(report));

function sampled(name: string): string[] {
  const lines = readFileSync(join(root, folder, name), 'utf8').split('\n').length;
  const windows = Math.ceil(lines / WINDOW);
  const stream = randomStream(Number(flags.seed), 'mutated lines', name);
  return Array.from({ length: windows }, (_, index) => WINDOW * index + 1).flatMap((from) =>
    stream.uniform() < share ? [`${folder}/${name}:${from}-${from + WINDOW - 1}`] : [],
  );
}
