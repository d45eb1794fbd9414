/** The figures of a run as a page of the docs. */
import { SOLUTION_STATUSES } from '../../methods/equations/solution.ts';
import type { Fuzzed, Generated, Svamp, Throughput, Timing } from './measure.ts';

export interface Figures {
  readonly seed: number;
  readonly machine: string;
  readonly date: string;
  readonly node: string;
  readonly svamp: Svamp | null;
  readonly generated: Generated;
  readonly throughput: Throughput;
  readonly fuzzed: Fuzzed;
}

export interface Target {
  readonly what: string;
  readonly target: string;
  readonly found: string;
  readonly met: boolean;
}

/** Every target of the solver beside what was found. */
export function targetsOf({ svamp, generated, throughput, fuzzed }: Figures): Target[] {
  const rightShare = generated.right / generated.problems;
  const ratio = throughput.ours / throughput.paper;
  const { affine, nonlinear } = generated;
  const slowest = Math.max(affine.slowestMs, nonlinear.slowestMs, fuzzed.slowestMs);
  return [
    ...(svamp === null
      ? []
      : [
          {
            what: `SVAMP's gold expressions`,
            target: '>= 999 of 1,000',
            found: `${svamp.right} of ${svamp.problems}${svamp.others.length === 0 ? '' : ` (not ${svamp.others.join(', ')})`}`,
            met: svamp.right >= 999,
          },
        ]),
    {
      what: 'Generated problems: status, values, conflicts and free names as constructed',
      target: '>= 99.9 %',
      found: `${(100 * rightShare).toFixed(2)} % of ${generated.problems}`,
      met: rightShare >= 0.999,
    },
    {
      what: 'Wrong values under `solved` or `filtered`',
      target: '0',
      found: String(generated.wrongValues),
      met: generated.wrongValues === 0,
    },
    { what: 'Affine classes, p50', target: '< 0.1 ms', found: ms(affine.p50Ms), met: affine.p50Ms < 0.1 },
    { what: 'Affine classes, p99', target: '< 5 ms', found: ms(affine.p99Ms), met: affine.p99Ms < 5 },
    {
      what: 'Nonlinear classes, p99, warm',
      target: '< 100 ms',
      found: ms(nonlinear.p99Ms),
      met: nonlinear.p99Ms < 100,
    },
    {
      what: 'Slowest input of all, hostile ones included',
      target: 'about a second, and no more',
      found: ms(slowest),
      // Steps are counted, not seconds; a loaded machine takes longer for them.
      met: slowest < 1500,
    },
    {
      what: 'Throughput against paper mode, same statements, those that it solves, one process each',
      target: '>= 100 x',
      found: `${ratio.toFixed(0)} x (${throughput.ours.toFixed(0)} against ${throughput.paper.toFixed(1)} problems a second)`,
      met: ratio >= 100,
    },
    {
      what: `${fuzzed.texts} hostile texts: peak memory of the process`,
      target: '< 512 MiB',
      found: `${fuzzed.peakMiB.toFixed(0)} MiB`,
      met: fuzzed.peakMiB < 512,
    },
    {
      what: 'Prototypes after them',
      target: 'untouched',
      found: fuzzed.prototypeTouched ? 'touched' : 'untouched',
      met: !fuzzed.prototypeTouched,
    },
  ];
}

export function solverPage(figures: Figures, targets: readonly Target[], mutation: string | null): string {
  const { generated, throughput, fuzzed, seed } = figures;
  return `# The exact solver: right, fast, and hard to upset

Written by \`npm run bench:solver\` on ${figures.date}: ${figures.machine}, Node ${figures.node}, seed ${seed}.

${table(
  ['what', 'target', 'found', ''],
  targets.map(({ what, target, found, met }) => [what, target, found, met ? 'met' : '**missed**']),
)}

SVAMP's gold expressions are arithmetic without an unknown: they show that numerals and operators are read right, and nothing
about systems. The generated problems carry their answers, free names and conflicts by construction
(\`benchmarks/solver/generated/\`), never from a solver.

The two solvers are compared on statements that paper mode gives a value for: ${throughput.problems} of the ${throughput.shown} that it
was shown, ${throughput.paperRight} of them as constructed. It rejects the others, most of them at once: \`a(b + c)\`, names of three letters and
thousands commas are among what the released rules do not take.

## Generated problems by class

${table(
  ['class', 'tier', 'problems', 'right', 'p50', 'p99', 'slowest'],
  generated.classes.map(({ name, tier, problems, right, timing }) => [
    name,
    tier,
    String(problems),
    String(right),
    ...timings(timing),
  ]),
)}

## Statuses: rows as constructed, columns as given

${confusionTable(generated)}

## Hostile texts

${table(
  ['status', 'texts'],
  [...fuzzed.statuses].sort().map(([status, count]) => [status, String(count)]),
)}
${mutation === null ? '' : `\n## Mutation testing\n\n${mutation}\n`}`;
}

function confusionTable({ confusion }: Generated): string {
  return table(
    ['', ...SOLUTION_STATUSES],
    [...confusion].map(([expected, given]) => [
      expected,
      ...SOLUTION_STATUSES.map((status) => String(given.get(status) ?? 0)),
    ]),
  );
}

function timings({ p50Ms, p99Ms, slowestMs }: Timing): string[] {
  return [p50Ms, p99Ms, slowestMs].map(ms);
}

function ms(value: number): string {
  return `${value < 1 ? value.toFixed(3) : value.toFixed(1)} ms`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
