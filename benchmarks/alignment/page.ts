/** The benchmark's tables, as lines on the terminal and as a page of the docs. */
import { cpus } from 'node:os';
import type { CoverageSums } from './coverage.ts';
import type { Cell } from './simulate.ts';

export interface CellResult {
  readonly cell: Cell;
  readonly sums: CoverageSums;
}

/** The clusters at which coverage is promised, and within which bounds. */
export interface Target {
  readonly clusters: number;
  readonly low: number;
  readonly high: number;
}

export const HEADER =
  '| items | people | rho | clusters | coverage | MC error | interval above | below | mean rho | mean width | target |';
export const RULE = '|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|:--|';

/** One row of a coverage table. */
export function coverageRow({ cell, sums }: CellResult, target: Target): string {
  const share = sums.covered / sums.runs;
  const error = Math.sqrt((share * (1 - share)) / sums.runs);
  const intervals = Math.max(1, sums.runs - sums.withoutInterval);
  const figures = [
    cell.items,
    cell.people,
    cell.rho,
    cell.clusters,
    share.toFixed(3),
    error.toFixed(3),
    (sums.above / sums.runs).toFixed(3),
    (sums.below / sums.runs).toFixed(3),
    (sums.rho / intervals).toFixed(3),
    (sums.width / intervals).toFixed(3),
    verdict({ cell, sums }, target),
  ];
  return `| ${figures.join(' | ')} |`;
}

function verdict(result: CellResult, target: Target): string {
  if (result.cell.clusters !== target.clusters) return '';
  return isMet(result, target) ? 'met' : `**missed** (${target.low} to ${target.high})`;
}

/** Whether the cell is within the target, or has none. */
export function isMet({ cell, sums }: CellResult, target: Target): boolean {
  const share = sums.covered / sums.runs;
  return cell.clusters !== target.clusters || (share >= target.low && share <= target.high);
}

export interface Page {
  readonly seed: number;
  readonly threads: number;
  readonly seconds: number;
  /** Cells that an earlier, interrupted run of the same code had done. */
  readonly resumed: number;
  readonly bootstrap: string;
  readonly recovery: readonly string[];
  readonly logit: {
    readonly title: string;
    readonly rows: readonly string[];
    readonly missed: number;
    readonly cells: number;
  };
  readonly full: {
    readonly title: string;
    readonly rows: readonly string[];
    readonly missed: number;
    readonly cells: number;
  };
}

/** The page: what was simulated, on which machine, every cell. */
export function pageText(page: Page): string {
  const cpu = cpus()[0]?.model ?? 'unknown processor';
  return `# Alignment: does the interval hold the latent correlation?

Written by \`npm run bench:alignment\` on ${new Date().toISOString().slice(0, 10)}: ${cpu.trim()}, ${cpus().length} cores, ${page.threads} threads, Node ${process.version}, seed ${page.seed}, ${(page.seconds / 60).toFixed(1)} minutes${page.resumed === 0 ? '' : `, not counting ${page.resumed} cells that an interrupted run of the same code (same hash of its sources) had done`}.

Difficulties of people and model are drawn bivariate normal (mean 0, variance 1) with latent correlation rho. People have theta ~ N(0, 1) and answer by the Rasch model. The model's respondents, as many as people, are divided over clusters, and each cluster shifts each item's logit by N(0, .5^2). rho is the correlation over all items that might have been drawn between the people's difficulty and that of the whole population of clusters, in which the shifts average out. So items, people and clusters are all samples, and all are resampled.

Coverage is the share of runs whose 95 % interval holds rho; "interval above" and "below" are the runs whose interval lies wholly above or below it. MC error is the standard error of the share. Targets are stated for 150 clusters; 10 and 40 clusters stand beside them, and \`align\` withholds the interval below 30 clusters.

The interval: noise-corrected correlation, bootstrapped jointly over people, clusters and items around difficulties whose noise was taken out, its percentiles corrected for bias and expanded for few items (\`methods/alignment/corrected-correlation.ts\`).

## ${page.logit.title}

${page.logit.missed} of ${page.logit.cells} cells with a target missed it.

${[HEADER, RULE, ...page.logit.rows].join('\n')}

## ${page.full.title}

${page.full.missed} of ${page.full.cells} cells with a target missed it.

${[HEADER, RULE, ...page.full.rows].join('\n')}

## Recovery of difficulties

${page.recovery.map((line) => `- ${line}`).join('\n')}

## Speed

- ${page.bootstrap}
`;
}
