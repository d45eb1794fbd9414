/** What servers said of themselves in one experiment, in words: a change is a change of who answers. */
import type { SaidOfItself } from '../domain/completion.ts';
import { minuteOf } from '../domain/minute.ts';
import type { SelfReport } from '../domain/store.ts';

/** `gpt-x-2026-01 (fp_1)`. */
export function inWords({ model, fingerprint }: SaidOfItself): string {
  if (model === undefined) return `fingerprint ${fingerprint ?? 'none'}`;
  return fingerprint === undefined ? model : `${model} (${fingerprint})`;
}

/** A sentence for each model of the experiment that changed; none where all servers stayed what they were. */
export function changesOf(reports: readonly SelfReport[]): string[] {
  const byModel = Map.groupBy(reports, ({ endpoint, model }) => JSON.stringify([endpoint, model]));
  return [...byModel.values()].flatMap((said) => {
    const [first, ...later] = said;
    if (first === undefined || later.length === 0) return [];
    const names = later.map((report) => `${inWords(report.said)} from ${minuteOf(report.at)}`);
    return `endpoint '${first.endpoint}' answered for '${first.model}' as ${inWords(first.said)} at first, then as ${names.join(', ')}`;
  });
}
