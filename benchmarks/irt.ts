/**
 * How long a 2PL with standard errors takes, whether it is at the top, and what girth and PyPI's mirt do with the same
 * responses. Writes docs/benchmarks/irt.md. `--quick`: the two small cases only, nothing written.
 * `--command`: the times of `holdfast irt fit` instead, a section of the same page.
 *
 * The other programs run where HOLDFAST_BENCH_PYTHON names a Python that has girth 0.8.0 and mirt 1.2.0.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../domain/errors.ts';
import { randomStream } from '../domain/seeds.ts';
import { fitIrt, type FitOptions } from '../methods/irt/fit.ts';
import { marginalLogLikelihood } from '../methods/irt/marginal-log-likelihood.ts';
import type { ResponseMatrix } from '../methods/irt/responses.ts';
import { COMMAND_HEADING, commandSection } from './irt-command.ts';

const SEED = 20241123;
const PATIENCE_SECONDS = 60;
const PROGRAMS = ['girth', 'mirt'] as const;
type Program = (typeof PROGRAMS)[number];

interface Case {
  readonly persons: number;
  readonly items: number;
  readonly standardErrors: boolean;
  readonly targetSeconds: number;
  readonly repetitions: number;
}

const reasons = new Set<string>();

const CASES: readonly Case[] = [
  { persons: 1000, items: 20, standardErrors: true, targetSeconds: 0.15, repetitions: 5 },
  { persons: 2000, items: 50, standardErrors: true, targetSeconds: 0.5, repetitions: 5 },
  { persons: 10_000, items: 100, standardErrors: true, targetSeconds: 5, repetitions: 3 },
  { persons: 5520, items: 680, standardErrors: false, targetSeconds: 20, repetitions: 1 },
];

const PAGE = join(import.meta.dirname, '../docs/benchmarks/irt.md');
const quick = process.argv.includes('--quick');
if (process.argv.includes('--command')) {
  const [fits = ''] = readFileSync(PAGE, 'utf8').split(COMMAND_HEADING);
  writeFileSync(PAGE, `${fits.trimEnd()}\n\n${commandSection(simulate)}`);
} else await compareFits();

async function compareFits(): Promise<void> {
  const rows: string[] = [];
  for (const benchmark of quick ? CASES.slice(0, 2) : CASES) {
    const row = await runCase(benchmark);
    rows.push(row);
    console.log(row);
  }
  const identification = identificationLine();
  console.log(identification);
  const page = `${describe(rows, [...reasons]).trimEnd()}\n\n${identification}\n`;
  if (quick) {
    console.log(page);
    return;
  }
  const [, command] = readFileSync(PAGE, 'utf8').split(COMMAND_HEADING);
  const section = command === undefined ? '' : `\n${COMMAND_HEADING}${command}`;
  writeFileSync(PAGE, `${page.trimEnd()}\n${section}`);
}

/** What the identification check adds to a fit, as a share of the same fit with standard errors. */
function identificationLine(): string {
  const [persons, items] = [10_000, 100];
  const responses = simulate(persons, items);
  const seconds = (options: Omit<FitOptions, 'model'>): number => {
    const runs = Array.from({ length: 5 }, () => {
      const began = performance.now();
      fitIrt(responses, { model: '2pl', ...options });
      return (performance.now() - began) / 1000;
    });
    return runs.sort((x, y) => x - y)[runs.length >> 1] ?? NaN;
  };
  const whole = seconds({ standardErrors: true });
  const checked = seconds({});
  const unchecked = seconds({ verifyIdentification: false });
  const share = (100 * (checked - unchecked)) / whole;
  return (
    `Identification at ${persons} x ${items}: a fit takes ${unchecked.toFixed(3)} s without the check, ${checked.toFixed(3)} s with it, ` +
    `${whole.toFixed(3)} s with standard errors: the check is ${share.toFixed(1)} % of that (target below 10 %).`
  );
}

async function runCase(benchmark: Case): Promise<string> {
  const { persons, items, standardErrors, targetSeconds, repetitions } = benchmark;
  const responses = simulate(persons, items);
  const seconds: number[] = [];
  let fit = fitIrt(responses, { model: '2pl', standardErrors });
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const began = performance.now();
    fit = fitIrt(responses, { model: '2pl', standardErrors });
    seconds.push((performance.now() - began) / 1000);
  }
  const median = seconds.sort((x, y) => x - y)[seconds.length >> 1] ?? NaN;
  const check = fitIrt(responses, { model: '2pl', nodes: 2 * fit.quadraturePoints - 1, tolerance: 1e-8 });
  const short = check.logLikelihood - fit.logLikelihood;
  const verdict = [
    median <= targetSeconds ? 'within target' : 'SLOWER than target',
    fit.converged && Math.abs(short) <= 0.01 ? 'at the top' : 'NOT at the top',
  ].join(', ');
  const others: string[] = [];
  for (const program of PROGRAMS)
    others.push(await describeOther(program, benchmark, responses, fit.logLikelihood));
  return [
    '',
    `${persons} x ${items}`,
    standardErrors ? 'yes' : 'no',
    `${median.toFixed(3)} s (target ${targetSeconds} s)`,
    fit.logLikelihood.toFixed(3),
    short.toExponential(1),
    verdict,
    ...others,
    '',
  ]
    .join(' | ')
    .trim();
}

/** log a ~ N(0, .3^2), b and theta ~ N(0, 1). */
function simulate(persons: number, items: number): ResponseMatrix {
  const stream = randomStream(SEED, 'bench-irt', persons, items);
  const a = Float64Array.from({ length: items }, () => Math.exp(0.3 * stream.normal()));
  const b = Float64Array.from({ length: items }, () => stream.normal());
  const scores = new Float64Array(persons * items);
  for (let person = 0, cell = 0; person < persons; person++) {
    const theta = stream.normal();
    for (let item = 0; item < items; item++, cell++) {
      const x = (a[item] as number) * (theta - (b[item] as number));
      scores[cell] = stream.uniform() < 1 / (1 + Math.exp(-x)) ? 1 : 0;
    }
  }
  return { persons, items, scores, weights: undefined };
}

/** Another program's seconds, and how far its estimates lie below ours by our likelihood. */
async function describeOther(
  program: Program,
  { persons, items, standardErrors }: Case,
  responses: ResponseMatrix,
  ours: number,
): Promise<string> {
  const python = process.env['HOLDFAST_BENCH_PYTHON'];
  if (python === undefined) {
    reasons.add(`${PROGRAMS.join(' and ')} skipped: HOLDFAST_BENCH_PYTHON names no Python that has them.`);
    return 'skipped';
  }
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  try {
    const table = join(folder, 'scores.bin');
    writeFileSync(table, Uint8Array.from(responses.scores));
    const script = join(import.meta.dirname, 'irt_reference.py');
    const counts = [program, table, String(persons), String(items), ...(standardErrors ? ['se'] : [])];
    const { stdout } = await promisify(execFile)(python, [script, ...counts], {
      timeout: PATIENCE_SECONDS * 1000,
      maxBuffer: 1 << 24,
    });
    const found = JSON.parse(stdout) as { a: number[]; d: number[]; seconds: number };
    const theirs = marginalLogLikelihood(responses, Float64Array.from(found.a), Float64Array.from(found.d));
    return `${found.seconds.toFixed(2)} s, ${theirs.toFixed(3)} (${(theirs - ours).toFixed(3)})`;
  } catch (error) {
    const killed = (error as { killed?: boolean }).killed === true;
    const reason = messageOf(error).trim().split('\n').at(-1) ?? '';
    if (!killed) reasons.add(`${program} failed: ${reason}`);
    return killed ? `not done in ${PATIENCE_SECONDS} s` : 'failed';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function describe(table: readonly string[], notes: readonly string[]): string {
  return `# 2PL by marginal maximum likelihood: time and log-likelihood

Run by \`npm run bench:irt\` on ${new Date().toISOString().slice(0, 10)}; ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}, seed ${SEED}.
Responses drawn from a 2PL with log a ~ N(0, .3^2), b and theta ~ N(0, 1).

| persons x items | standard errors | Holdfast, median | log-likelihood | gained by doubled nodes and 100 times tighter tolerance | verdict | girth 0.8.0: time, log-likelihood (against ours) | PyPI mirt 1.2.0: time, log-likelihood (against ours) |
|---|---|---|---|---|---|---|---|
${table.join('\n')}

All log-likelihoods are evaluated by our likelihood at each program's own estimates. girth has no standard errors but
by bootstrap, so its time is the fit alone; mirt runs as it comes, with 21 nodes.
${notes.map((note) => `\n${note}`).join('\n')}
`;
}
