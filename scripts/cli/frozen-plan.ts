/** The frozen plan of a spec: beside it, named for its hash, so that a changed spec has none. */
import { existsSync, readFileSync } from 'node:fs';
import type { JsonObject } from '../../domain/json.ts';
import type { SpecFile } from './spec-file.ts';

export function frozenPlanFile(spec: SpecFile): string {
  return spec.file.replace(/\.ya?ml$/, '') + `.${spec.specHash.slice(0, 12)}.plan.json`;
}

export function readFrozenPlan(spec: SpecFile): JsonObject | null {
  const file = frozenPlanFile(spec);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JsonObject) : null;
}
