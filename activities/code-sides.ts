/** How many cells each code settled, for whoever shows an experiment. */
import { differences } from '../domain/code.ts';
import type { ExperimentRecord, Store } from '../domain/store.ts';
import type { CodeSide } from '../families/family.ts';

/**
 * Each code that the experiment goes by or that settled cells of it, the earliest first; before them, where there are any,
 * the cells of workers that did not say yet which code they had.
 */
export async function codeSides(
  store: Pick<Store, 'codes' | 'workerRuns'>,
  { id, family }: Pick<ExperimentRecord, 'id' | 'family'>,
): Promise<CodeSide[]> {
  const codes = await store.codes(id);
  const runs = await store.workerRuns(id);
  const cellsOf = (hash: string | undefined): number =>
    runs.filter(({ code }) => code[family] === hash).reduce((sum, { cells }) => sum + cells, 0);
  const sides = codes.flatMap((code, index): CodeSide[] => {
    if (codes.findIndex(({ hash }) => hash === code.hash) < index) return [];
    const before = codes[index - 1];
    const changes = before === undefined ? '' : differences(before, code);
    const cells = cellsOf(code.hash);
    const isPast = code.hash !== codes.at(-1)?.hash;
    return cells === 0 && isPast ? [] : [{ hash: code.hash, since: code.at, cells, changes }];
  });
  const unknown = cellsOf(undefined);
  return unknown === 0 ? sides : [{ hash: null, since: null, cells: unknown, changes: '' }, ...sides];
}
