/**
 * `npm run bench:worksheets`: coverage of intervals, level and power of the test on simulated experts whose truth is known.
 * Writes docs/benchmarks/worksheets.md; `--quick` runs a tenth and writes nothing.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { figuresWith } from '../families/worksheets/analysis/figures.ts';
import { detectableMean } from '../methods/statistics/mean-differences.ts';
import { type Measured, type Target, worksheetsPage } from './worksheets/page.ts';
import { interactionOf, type World } from './worksheets/world.ts';

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, seed: { type: 'string', default: '20261129' } },
});
const seed = Number(flags.seed);
const runs = flags.quick ? 50 : 500;

const judged = { materials: 4, items: 6, noise: 8, order: 1.5, bias: 6 };
const still = { ...judged, interaction: 0, ofMaterials: 0, ofItems: 0 };
/** What 24 pairs of such a judge detect with power .8: over 4 personas each, two differences of two judgments deviate as one judgment does. */
const detectable = detectableMean(24, judged.noise);
const worlds: readonly World[] = [
  { name: 'no effect, noise alone', ...still },
  { name: 'the smallest effect that is detected with power 0.8', ...still, interaction: detectable },
  {
    name: 'an effect that varies between materials and items',
    ...judged,
    interaction: 12,
    ofMaterials: 4,
    ofItems: 4,
  },
  {
    name: 'the same with 8 materials and 8 items',
    ...judged,
    materials: 8,
    items: 8,
    interaction: 12,
    ofMaterials: 4,
    ofItems: 4,
  },
  {
    name: 'none on average, but between materials and items',
    ...judged,
    interaction: 0,
    ofMaterials: 4,
    ofItems: 4,
  },
];

const rows = worlds.map(measured);
const targets = targetsOf(rows);
for (const { world, covered, rejected, meanWidth } of rows)
  console.log(
    `${world}: covered ${covered.toFixed(3)}, p <= .05 ${rejected.toFixed(3)}, width ${meanWidth.toFixed(1)}`,
  );
for (const { what, target, found, met } of targets)
  console.log(`${met ? 'met   ' : 'MISSED'} ${what}: ${found} (target ${target})`);
if (!flags.quick) {
  const run = {
    seed,
    machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores`,
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
  };
  writeFileSync(
    join(import.meta.dirname, '..', 'docs', 'benchmarks', 'worksheets.md'),
    worksheetsPage(rows, targets, run),
  );
}
if (targets.some(({ met }) => !met)) process.exitCode = 1;

function measured(world: World): Measured {
  let [covered, rejected, width] = [0, 0, 0];
  const figures = figuresWith(seed, world.materials, world.items);
  for (let run = 0; run < runs; run++) {
    const { interval, p } = figures.contrast('interaction', interactionOf(world, seed, run));
    const [low, high] = interval ?? [NaN, NaN];
    if (low <= world.interaction && world.interaction <= high) covered++;
    if (p !== null && p <= 0.05) rejected++;
    width += high - low;
  }
  return {
    world: world.name,
    runs,
    covered: covered / runs,
    rejected: rejected / runs,
    meanWidth: width / runs,
  };
}

function targetsOf([none, small, varied, wide]: readonly Measured[]): Target[] {
  const percent = (share: number | undefined): string => `${(100 * (share ?? NaN)).toFixed(1)} %`;
  const covers = (row: Measured | undefined, what: string): Target => ({
    what: `95 % intervals, ${what}`,
    target: '95 +- 2 % hold the truth',
    found: percent(row?.covered),
    met: Math.abs((row?.covered ?? NaN) - 0.95) <= 0.02,
  });
  return [
    covers(varied, 'materials and items vary (4 x 6)'),
    covers(wide, 'materials and items vary (8 x 8)'),
    {
      what: 'Level of the test under noise',
      target: '5 +- 1.5 %',
      found: percent(none?.rejected),
      met: Math.abs((none?.rejected ?? NaN) - 0.05) <= 0.015,
    },
    {
      what: 'Power at the difference that plan says is detected',
      target: '80 +- 5 %',
      found: percent(small?.rejected),
      met: Math.abs((small?.rejected ?? NaN) - 0.8) <= 0.05,
    },
  ];
}
