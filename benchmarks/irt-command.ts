/**
 * How long `holdfast irt fit` takes from the command line to its JSON: start, reading of the CSV, fit, everything beside the
 * items. A section of docs/benchmarks/irt.md, by `npm run bench:irt -- --command`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomStream } from '../domain/seeds.ts';
import type { IrtModel } from '../methods/irt/estimates.ts';
import type { ResponseMatrix } from '../methods/irt/responses.ts';

const REPETITIONS = 3;
const PERSONS = 20_000;
const ITEMS = 100;

/** The section begins with it, and goes to the end of the page. */
export const COMMAND_HEADING = '## From the command line';

interface Design {
  readonly name: string;
  readonly targetSeconds: number | null;
  /** Whether a person meets an item. */
  readonly meets: (person: number, item: number) => boolean;
}

const chance = randomStream(20241123, 'bench-irt-command');
const DESIGNS: readonly Design[] = [
  { name: 'complete', targetSeconds: 2.5, meets: () => true },
  {
    name: '70 % missing, ten forms',
    targetSeconds: 2,
    // Ten blocks of ten items in a ring: a form is three that follow one another.
    meets: (person, item) => (Math.floor(item / 10) - (person % 10) + 10) % 10 < 3,
  },
  { name: '70 % missing, each person other items', targetSeconds: null, meets: () => chance.uniform() < 0.3 },
];
const MODELS: readonly IrtModel[] = ['rasch', '2pl'];

/** Times every design and model. @param simulate answers without a gap */
export function commandSection(simulate: (persons: number, items: number) => ResponseMatrix): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  const load = loadavg()[0] ?? NaN;
  try {
    const answers = simulate(PERSONS, ITEMS);
    const rows = DESIGNS.flatMap((design) => {
      const file = join(folder, 'responses.csv');
      writeFileSync(file, csvOf(answers, design));
      return MODELS.map((model) => {
        const row = rowOf(design, model, file);
        console.log(row);
        return row;
      });
    });
    return describe(rows, load);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function csvOf({ persons, items, scores }: ResponseMatrix, { meets }: Design): string {
  const lines = [`person_id,${Array.from({ length: items }, (_, item) => `i${item + 1}`).join(',')}`];
  for (let person = 0; person < persons; person++) {
    const cells = Array.from(scores.subarray(person * items, (person + 1) * items), (score, item) =>
      meets(person, item) ? String(score) : '',
    );
    lines.push(`p${person + 1},${cells.join(',')}`);
  }
  return `${lines.join('\n')}\n`;
}

function rowOf({ name, targetSeconds }: Design, model: IrtModel, file: string): string {
  const alone = medianSeconds(['irt', 'fit', file, '--model', model, '--json']);
  const withErrors = medianSeconds(['irt', 'fit', file, '--model', model, '--json', '--se', 'observed']);
  const target = targetSeconds === null ? '' : ` (target ${targetSeconds} s)`;
  const isSlower = targetSeconds !== null && alone.wall > targetSeconds;
  const verdict = targetSeconds === null ? '' : isSlower ? 'SLOWER than target' : 'within target';
  const figures = ({ wall, processor }: Seconds): string =>
    `${wall.toFixed(2)} s | ${processor.toFixed(2)} s`;
  return `| ${name} | ${model}${target} | ${figures(alone)} | ${figures(withErrors)} | ${verdict} |`;
}

interface Seconds {
  readonly wall: number;
  /** Of all threads: what other work on the machine hardly changes. */
  readonly processor: number;
}

function medianSeconds(words: readonly string[]): Seconds {
  const holdfast = join(import.meta.dirname, '../holdfast');
  const script = '"$@" > /dev/null 2>&1 || exit 1; times';
  const runs = Array.from({ length: REPETITIONS }, (): Seconds => {
    const began = performance.now();
    const shell = ['-c', script, 'bash', holdfast, ...words];
    const times = execFileSync('bash', shell, { encoding: 'utf8' });
    const [, ofChildren = ''] = times.split('\n');
    const processor = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
      (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
      0,
    );
    return { wall: (performance.now() - began) / 1000, processor };
  }).sort((x, y) => x.wall - y.wall);
  return runs[REPETITIONS >> 1] ?? { wall: NaN, processor: NaN };
}

function describe(rows: readonly string[], load: number): string {
  return `${COMMAND_HEADING}

Run by \`npm run bench:irt -- --command\` on ${new Date().toISOString().slice(0, 10)}; ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node};
load average ${load.toFixed(1)} at the start, ${(loadavg()[0] ?? NaN).toFixed(1)} at the end, this command's own work included. A load above 1 before it began stands for
other work on the machine, which makes these times longer.
\`./holdfast irt fit FILE --json\` of a CSV with ${PERSONS.toLocaleString('en')} persons and ${ITEMS} items, from start to end, median of ${REPETITIONS}. A 2PL
fits a Rasch model too, for the likelihood-ratio test.

| answers | model | time | processor time | time with standard errors | processor time | verdict |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
