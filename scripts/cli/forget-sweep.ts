/** What remains to be done once the rows are gone: blobs, copies, logs, pages, and the free room of databases. */
import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { pageContext } from '../../activities/page-context.ts';
import { messageOf } from '../../domain/errors.ts';
import { mentions } from '../../domain/mentions.ts';
import { removeCopies, removeExports } from '../../services/home/copies.ts';
import { reportFile, writeReport } from '../../services/home/reports.ts';
import { dropLines, filesWith } from '../../services/home/traces.ts';
import { noteFinished, type Unfinished } from '../../services/home/unfinished.ts';
import { blobsIn, removeBlobs, removeDrafts } from '../../services/store/blob-folder.ts';
import { takeSnapshot } from '../../services/store/snapshots.ts';
import { compactTemporal } from '../../services/temporal-server/alone.ts';
import { executionOf, openStudy, type Session } from './session.ts';

export interface Swept {
  readonly blobs: number;
  readonly copies: number;
  readonly logLines: number;
  readonly reports: number;
  /** What was not removed, in words. */
  readonly left: readonly string[];
}

/** The home is claimed. Can be done again after a crash. */
export async function sweep(session: Session, unfinished: Unfinished): Promise<Swept> {
  const { home, store, config } = session;
  const blobs = await sweepBlobs(session, unfinished);
  const copies = removeCopies(home);
  const exports = removeExports(home, new Set(unfinished.holders));
  const logLines = dropLines(home.logs, [...unfinished.words, ...unfinished.names]);
  const { made, left } = await remakeReports(session, unfinished);
  await store.upkeep.compact();
  compactTemporal(home);
  if (config.databaseUrl === undefined && config.snapshots > 0)
    takeSnapshot(home.storeFile, config.snapshots);
  noteFinished(home);
  return {
    blobs,
    copies: copies + exports.length,
    logLines,
    reports: made,
    left: [
      ...left,
      ...filesWith(home.folder, searched(unfinished)).map(
        (file) =>
          `${relative(home.folder, file)} in the home still mentions them: look at it, and remove it yourself`,
      ),
    ],
  };
}

/** Blobs that hold them, whatever names them; and of those that nothing names all that mention them. */
async function sweepBlobs(
  { home, store, blobs }: Session,
  { blobs: theirs, words, persons }: Unfinished,
): Promise<number> {
  removeDrafts(home.blobs);
  const uses = await store.upkeep.uses();
  const loose: (typeof theirs)[number][] = [];
  for (const { sha256 } of blobsIn(home.blobs))
    if (!uses.isNamed(sha256) && mentions(await blobs.text(sha256), [...words, ...persons]))
      loose.push(sha256);
  const gone = await removeBlobs(home.blobs, [...new Set([...theirs, ...loose])], () =>
    Promise.resolve(() => false),
  );
  return gone.length;
}

/** One that cannot be made goes all the same. */
async function remakeReports(
  session: Session,
  { holders }: Unfinished,
): Promise<{ made: number; left: string[] }> {
  const { home, store, blobs } = session;
  const left: string[] = [];
  let made = 0;
  for (const id of holders) {
    rmSync(reportFile(home, id), { force: true });
    const record = await store.experiment(id);
    if (record?.results['result'] === undefined) continue;
    try {
      const opened = { record, study: await openStudy(session, record), execution: executionOf(record) };
      const page = await opened.study.page(await pageContext(session, opened, record.state !== 'completed'));
      await store.setResult(id, 'report', await blobs.put(page));
      writeReport(home, id, page);
      made += 1;
    } catch (error) {
      left.push(`the report of ${id} was removed and cannot be made without them: ${messageOf(error)}`);
    }
  }
  return { made, left };
}

/** What one looks for afterwards: a short id stands by chance in every database. */
function searched({ names, words }: Unfinished): string[] {
  return [...words, ...names.filter((name) => name.length > 3)];
}
