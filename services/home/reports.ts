/** Reports on disk: one HTML file an experiment, beside the store. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExperimentId } from '../../domain/experiment.ts';
import type { Home } from './home.ts';

export function reportFile(home: Home, experiment: ExperimentId): string {
  return join(home.reports, `${experiment.replaceAll('/', '_')}.html`);
}

/** Replaces the report whole: a reader never sees half of one. */
export function writeReport(home: Home, experiment: ExperimentId, page: string): string {
  mkdirSync(home.reports, { recursive: true });
  const file = reportFile(home, experiment);
  writeFileSync(`${file}.part`, page);
  renameSync(`${file}.part`, file);
  return file;
}
