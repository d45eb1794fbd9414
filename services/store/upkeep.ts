/** Keeping house in the store: what `domain/upkeep.ts` asks, each by the file that knows it. */
import { sql } from 'kysely';
import type { Upkeep } from '../../domain/upkeep.ts';
import type { Housekeeping } from './backend.ts';
import { deleteAnswers, deleteExperiment, readDeletions } from './deletions.ts';
import { forget, readRemovals, readRemovedInputs } from './removals.ts';
import { readSizes } from './sizes.ts';
import type { Database } from './tables.ts';
import { readBlobsOfAnswers, readUses } from './uses.ts';

export function upkeepOf(database: Database, { compaction, size }: Housekeeping): Upkeep {
  return {
    uses: () => readUses(database),
    sizes: () => readSizes(database, size),
    blobsOfAnswers: (keys) => readBlobsOfAnswers(database, keys),
    deleteAnswers: (keys) => deleteAnswers(database, keys),
    deleteExperiment: (id, updatedAt) => deleteExperiment(database, id, updatedAt),
    deletions: () => readDeletions(database),
    forget: (forgetting) => forget(database, forgetting),
    removals: (id) => readRemovals(database, id),
    removedInputs: (hashes) => readRemovedInputs(database, hashes),
    async compact() {
      for (const statement of compaction) await sql.raw(statement).execute(database);
    },
  };
}
