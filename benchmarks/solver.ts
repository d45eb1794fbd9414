/**
 * `npm run bench:solver`: the exact solver on SVAMP's gold expressions (where HOLDFAST_DATA or ../shared/data has them),
 * on generated problems, on hostile texts, and beside paper mode. Writes docs/benchmarks/solver.md; `--quick` runs a
 * tenth and writes nothing.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPaperSolver } from '../activities/tools/paper.ts';
import { hostileTexts } from './solver/hostile.ts';
import { measureFuzz, measureGenerated, measureSvamp, measureThroughput } from './solver/measure.ts';
import { mutationSummary } from './solver/mutation.ts';
import { solverPage, targetsOf } from './solver/page.ts';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '20261125' },
  },
});
const seed = Number(flags.seed);
const part = flags.quick ? 10 : 1;
const root = join(import.meta.dirname, '..');
const svampFile = join(
  process.env['HOLDFAST_DATA'] ?? join(root, '..', 'shared', 'data'),
  'word-problems',
  'svamp.json',
);

const paper = await openPaperSolver({ processes: 1 });
console.log(`seed ${seed}`);
const generated = measureGenerated(seed, 10_000 / part);
for (const example of generated.examples) console.log(example);
const svamp = existsSync(svampFile) ? measureSvamp(svampFile) : null;
const throughput = await measureThroughput(paper, seed, 200 / part);
const fuzzed = measureFuzz(hostileTexts(2000 / part, seed));
console.log(`slowest hostile text: ${fuzzed.slowest}`);
await paper.close();

const figures = {
  ...{ seed, svamp, generated, throughput, fuzzed },
  machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores`,
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
};
const targets = targetsOf(figures);
for (const { what, target, found, met } of targets)
  console.log(`${met ? 'met   ' : 'MISSED'} ${what}: ${found} (target ${target})`);
if (svamp === null) console.log(`SVAMP was not there: ${svampFile}`);
if (!flags.quick) {
  const report = join(root, '.setup', 'mutation');
  const mutation = existsSync(join(report, 'mutation.json')) ? mutationSummary(report) : null;
  writeFileSync(join(root, 'docs', 'benchmarks', 'solver.md'), solverPage(figures, targets, mutation));
}
if (targets.some(({ met }) => !met)) process.exitCode = 1;
