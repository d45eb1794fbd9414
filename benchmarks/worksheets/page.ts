/** The figures of a run as a page of the docs. */
export interface Measured {
  readonly world: string;
  readonly runs: number;
  /** Shares of runs. */
  readonly covered: number;
  readonly rejected: number;
  readonly meanWidth: number;
}

export interface Target {
  readonly what: string;
  readonly target: string;
  readonly found: string;
  readonly met: boolean;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export function worksheetsPage(
  rows: readonly Measured[],
  targets: readonly Target[],
  run: { readonly seed: number; readonly machine: string; readonly date: string; readonly node: string },
): string {
  return [
    '# Benchmark: figures on worksheets',
    '',
    `\`npm run bench:worksheets\`, seed ${run.seed}, ${run.date}, ${run.machine}, Node ${run.node}.`,
    '',
    'Experts whose truth is known are simulated: a bias for long sheets, an effect of order, noise, and an interaction that varies between materials and items. Their judgments go through the contrasts, intervals and tests that a report has. No model is asked.',
    '',
    '| what | target | found | met |',
    '| --- | --- | --- | --- |',
    ...targets.map(
      ({ what, target, found, met }) => `| ${what} | ${target} | ${found} | ${met ? 'yes' : 'no'} |`,
    ),
    '',
    '| world | runs | intervals that hold the truth | p <= 0.05 | mean width, points |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ world, runs, covered, rejected, meanWidth }) =>
        `| ${world} | ${runs} | ${percent(covered)} | ${percent(rejected)} | ${meanWidth.toFixed(1)} |`,
    ),
    '',
    'The test of flipped signs takes pairs one by one: where the interaction itself varies between materials, it finds the materials at hand more often than 5 % of the time, and the interval is what speaks on others.',
    '',
  ].join('\n');
}
