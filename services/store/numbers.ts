/**
 * Names that millions of rows repeat, ids of experiments and of worker processes, are numbers there: six bytes for some forty, twice
 * or thrice in each settled call. A number follows from its name alone, so that a salvaged store cannot give one to another.
 */
import { hash } from 'node:crypto';
import { powersOfTwo } from './batches.ts';
import type { Database, Write } from './tables.ts';

/** 47 bits of SHA-256, which SQLite keeps in six bytes: two of a million names are alike with a chance of 0.4 %. Frozen: stores hold them. */
export function numberOf(name: string): number {
  return hash('sha256', name, 'buffer').readUIntBE(0, 6) % 2 ** 47;
}

/** Keeps how these worker processes are called; in one order everywhere, so that two writers never wait for each other. */
export async function noteWorkers(trx: Write, workerRuns: Iterable<string>): Promise<void> {
  const rows = [...new Set(workerRuns)].sort().map((name) => ({ number: numberOf(name), name }));
  for (const run of powersOfTwo(rows))
    await trx
      .insertInto('worker_numbers')
      .values(run)
      .onConflict((conflict) => conflict.column('number').doNothing())
      .execute();
}

/** The names of all worker processes that have written something, by number. */
export async function readWorkers(database: Database): Promise<ReadonlyMap<number, string>> {
  const rows = await database.selectFrom('worker_numbers').selectAll().execute();
  return new Map(rows.map(({ number, name }) => [number, name]));
}
