/** What is kept of each experiment: what is its own, and what it shares with others. */
import { existsSync, statSync } from 'node:fs';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import type { Sizes, Uses } from '../../domain/upkeep.ts';
import { reportFile } from '../../services/home/reports.ts';
import { type BlobFile, blobsIn } from '../../services/store/blob-folder.ts';
import type { Session } from './session.ts';

export interface Amount {
  readonly count: number;
  readonly bytes: number;
}

/** Things by their hash, and how much they are together. */
export interface Things extends Amount {
  readonly hashes: readonly Sha256[];
}

export interface Kept {
  readonly rows: Amount;
  readonly answers: Things;
  readonly blobs: Things;
  readonly report: number;
  /** What others use, too. */
  readonly shared: { readonly answers: Things; readonly blobs: Things };
}

export interface Keeping {
  readonly uses: Uses;
  readonly sizes: Sizes;
  readonly blobs: readonly BlobFile[];
  of(id: ExperimentId): Kept;
}

export async function keepingOf({ store, home }: Session): Promise<Keeping> {
  const uses = await store.upkeep.uses();
  const sizes = await store.upkeep.sizes();
  const blobs = blobsIn(home.blobs);
  const blobSizes = new Map(blobs.map(({ sha256, bytes }) => [sha256, bytes]));
  const isOwn = (users: readonly ExperimentId[]): boolean => users.length === 1;
  return {
    uses,
    sizes,
    blobs,
    of(id) {
      const rows = sizes.experiments.get(id) ?? { rows: 0, bytes: 0 };
      const answers = uses.answersOf(id).filter((key) => sizes.answers.has(key));
      const files = uses.blobsOf(id).filter((sha256) => blobSizes.has(sha256));
      const report = reportFile(home, id);
      return {
        rows: { count: rows.rows, bytes: rows.bytes },
        answers: things(
          answers.filter((key) => isOwn(uses.ofAnswer(key))),
          sizes.answers,
        ),
        blobs: things(
          files.filter((sha256) => isOwn(uses.ofBlob(sha256))),
          blobSizes,
        ),
        report: existsSync(report) ? statSync(report).size : 0,
        shared: {
          answers: things(
            answers.filter((key) => !isOwn(uses.ofAnswer(key))),
            sizes.answers,
          ),
          blobs: things(
            files.filter((sha256) => !isOwn(uses.ofBlob(sha256))),
            blobSizes,
          ),
        },
      };
    },
  };
}

function things(hashes: readonly Sha256[], sizes: ReadonlyMap<Sha256, number>): Things {
  const bytes = hashes.reduce((sum, hash) => sum + (sizes.get(hash) ?? 0), 0);
  return { hashes, count: hashes.length, bytes };
}

/** Its own bytes, those that `delete` frees. */
export function ownBytes({ rows, answers, blobs, report }: Kept): number {
  return rows.bytes + answers.bytes + blobs.bytes + report;
}
