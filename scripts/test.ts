/**
 * `npm test`: every check in stages that say what they do, and one closing line. With HOLDFAST_DATA set (as in CI) a
 * skipped test that is not on the short list fails the run. `npm test -- unit faults` runs these stages alone, and
 * `--times` says which files took longest.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../services/home/provenance.ts';

/** Skips that are allowed even in CI, by the start of the test's full name, each with its reason. */
const ALLOWED_SKIPS: readonly { readonly name: string; readonly reason: string }[] = [];

interface Stage {
  readonly name: string;
  readonly what: string;
  /** A tool that passes or fails as a whole, or folders of tests. */
  readonly run:
    | { readonly tool: readonly string[] }
    /** `atOnce`: files that run beside each other; one where absent. */
    | { readonly tests: readonly string[]; readonly atOnce?: number };
}

const STAGES: readonly Stage[] = [
  { name: 'types', what: 'TypeScript, strict', run: { tool: ['tsc', '--noEmit', '-p', '.'] } },
  {
    name: 'lint',
    what: 'typescript-eslint with types',
    run: { tool: ['eslint', '.', '--max-warnings', '0'] },
  },
  { name: 'format', what: 'prettier', run: { tool: ['prettier', '--check', '.', '--log-level', 'warn'] } },
  {
    name: 'rooms',
    what: 'imports go one way',
    run: {
      tool: [
        ...[
          'depcruise',
          '--config',
          '.dependency-cruiser.cjs',
          'domain',
          'methods',
          'reports',
          'families',
          'services',
        ],
        ...['activities', 'workflows', 'workers', 'scripts'],
      ],
    },
  },
  {
    name: 'unit',
    what: 'science, records, store, inference, reports: real files, sockets and databases',
    run: {
      tests: [
        ...[
          'tests/domain',
          'tests/methods',
          'tests/families',
          'tests/reports',
          'tests/services',
          'tests/activities',
        ],
        ...['tests/workers', 'tests/scripts', 'tests/docs'],
      ],
      atOnce: 2,
    },
  },
  {
    name: 'workflow',
    what: 'a real Temporal server; replay of histories',
    run: { tests: ['tests/workflow', 'tests/replay'], atOnce: 2 },
  },
  {
    name: 'faults',
    what: 'workers and server killed at random points', // Three at once, and each waits for the others' processors.
    run: { tests: ['tests/faults'], atOnce: 2 },
  },
  { name: 'browser', what: 'reports in Chromium', run: { tests: ['tests/browser'] } },
];

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const SLOWEST = 12;
/** As `./holdfast` does: tests start some hundred processes of it. */
const COMPILED = join(ROOT, '.setup', 'compiled');
const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'boolean', default: false } },
});
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const stage of STAGES) {
  if (wanted.length > 0 && !wanted.includes(stage.name)) continue;
  process.stdout.write(`\n== ${stage.name}: ${stage.what}\n`);
  const began = Date.now();
  if ('tool' in stage.run) runTool(stage.run.tool);
  else runTests(stage.run.tests, stage.run.atOnce ?? 1);
  process.stdout.write(`   ${((Date.now() - began) / 1000).toFixed(0)} s\n`);
}
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
process.exit(counts.failed > 0 ? 1 : 0);

function runTool([tool = '', ...args]: readonly string[]): void {
  const { status } = spawnSync(join(ROOT, 'node_modules', '.bin', tool), args, {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status === 0) counts.passed += 1;
  else counts.failed += 1;
}

function runTests(folders: readonly string[], atOnce: number): void {
  const gone = folders.filter((folder) => !existsSync(join(ROOT, folder)));
  if (gone.length > 0) {
    process.stdout.write(`   not there: ${gone.join(', ')}\n`);
    counts.failed += 1;
  }
  const there = folders.filter((folder) => !gone.includes(folder));
  if (there.length === 0) return;
  const output = join(mkdtempSync(join(tmpdir(), 'holdfast-test-')), 'jest.json');
  const { status } = spawnSync(
    process.execPath,
    [
      ...[
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
      ],
      // Two cores: files that compute go two at a time, files that wait go more.
      ...[
        ...there,
        ...(atOnce === 1 ? ['--runInBand'] : [`--maxWorkers=${atOnce}`]),
        '--forceExit',
        '--json',
        `--outputFile=${output}`,
        '--silent=false',
      ],
    ],
    {
      cwd: ROOT,
      env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (!existsSync(output)) {
    process.stdout.write(`   jest ended with ${status ?? 'a signal'} and no report\n`);
    counts.failed += 1;
    return;
  }
  const report = JSON.parse(readFileSync(output, 'utf8')) as JestReport;
  count(report);
  if (flags.times) printTimes(report);
}

function printTimes({ testResults }: JestReport): void {
  const slowest = testResults
    .map(({ name, startTime, endTime }) => ({
      file: relative(ROOT, name),
      seconds: (endTime - startTime) / 1000,
    }))
    .sort((a, b) => b.seconds - a.seconds);
  for (const { file, seconds } of slowest.slice(0, SLOWEST))
    process.stdout.write(`   ${seconds.toFixed(1).padStart(6)} s  ${file}\n`);
}

function count(report: JestReport): void {
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  // A suite that does not even load has no failed test to count.
  if (report.numFailedTests === 0) counts.failed += report.numFailedTestSuites;
  counts.skipped += report.numPendingTests;
  const strict = process.env['CI'] !== undefined && process.env['HOLDFAST_DATA'] !== undefined;
  const skips = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'pending')
    .map(({ fullName }) => fullName);
  const allowed = skips.filter((test) => ALLOWED_SKIPS.some(({ name }) => test.startsWith(name)));
  if (strict) counts.failed += skips.length - allowed.length;
  for (const [reason, tests] of Map.groupBy(skips, reasonOf)) {
    const unlisted = strict && tests.some((test) => !allowed.includes(test));
    const what = tests.length === 1 ? tests[0] : `${tests.length} tests: ${reason}`;
    process.stdout.write(`   skipped: ${what}${unlisted ? ' (not on the list of allowed skips)' : ''}\n`);
  }
}

/** What stands in a test's name behind `skipped:`; else the name. */
function reasonOf(test: string): string {
  return /\(skipped: (.*?)\)(?: |$)/.exec(test)?.[1] ?? test;
}
