/**
 * Cells that are done, so that an interrupted run goes on: a line of JSON each. They count for the very sources that
 * made them only, and for the same seed, draws and runs.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CoverageSums, CoverageTask } from './coverage.ts';

/** What a cell's figures depend on. */
const SOURCES = [
  'methods/alignment',
  'methods/irt',
  'methods/statistics',
  'domain/seeds.ts',
  'domain/sha256.ts',
  'benchmarks/alignment/coverage.ts',
  'benchmarks/alignment/simulate.ts',
];

export interface Done {
  /** How many cells were taken from the file. */
  readonly found: number;
  sums(whole: CoverageTask): CoverageSums | undefined;
  /** Notes a cell that is not there yet. */
  note(whole: CoverageTask, sums: CoverageSums): void;
}

export function openDone(file: string): Done {
  const sources = hashOfSources();
  const known = new Map<string, CoverageSums>();
  const used = new Set<string>();
  const keyOf = (whole: CoverageTask): string => JSON.stringify([sources, whole]);
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []) {
    const { key, sums } = JSON.parse(line) as { key: string; sums: CoverageSums };
    known.set(key, sums);
  }
  return {
    get found() {
      return used.size;
    },
    sums(whole) {
      const key = keyOf(whole);
      const sums = known.get(key);
      if (sums !== undefined) used.add(key);
      return sums;
    },
    note(whole, sums) {
      const key = keyOf(whole);
      if (known.has(key)) return;
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, `${JSON.stringify({ key, sums })}\n`);
    },
  };
}

function hashOfSources(): string {
  const root = join(import.meta.dirname, '..', '..');
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const files = source.endsWith('.ts') ? [source] : filesOf(root, source);
    for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesOf(root: string, folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `${folder}/${name}`);
}
