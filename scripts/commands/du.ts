/** `holdfast du [ID]`: where the bytes of a home are. */
import type { Sha256 } from '../../domain/experiment.ts';
import type { ExperimentRecord } from '../../domain/store.ts';
import { partsOf } from '../../services/home/parts.ts';
import { type Amount, type Keeping, keepingOf, type Kept, ownBytes } from '../cli/keeping.ts';
import { money } from '../../domain/figures.ts';
import { columns, print, printJson, size } from '../cli/output.ts';
import { findExperiment, withSession } from '../cli/session.ts';

export async function du(reference: string | undefined, options: { readonly json?: boolean }): Promise<void> {
  await withSession(async (session) => {
    const { store, home, config } = session;
    const records =
      reference === undefined ? await store.experiments() : [await findExperiment(store, reference)];
    const keeping = await keepingOf(session);
    const rows = records.map((record) => ({ record, kept: keeping.of(record.id) }));
    const parts = partsOf(home);
    const deletions = await store.upkeep.deletions();
    const inPostgres = config.databaseUrl !== undefined;
    const whole = {
      ...parts,
      database: keeping.sizes.database,
      unusedAnswers: unusedAnswers(keeping),
      unnamedBlobs: unnamedBlobs(keeping),
    };
    if (options.json) {
      printJson({ home: home.folder, experiments: rows.map(asJson), ...whole, deletions });
      return;
    }
    print(table(rows));
    if (reference !== undefined) return;
    const { blobs, store: file, snapshots, temporal, logs, reports, others } = parts;
    print('');
    print(
      columns([
        [
          'database',
          size(keeping.sizes.database),
          inPostgres ? 'in PostgreSQL' : `its files ${size(file.bytes)}`,
        ],
        [
          'blobs',
          size(blobs.bytes),
          `${blobs.files} files, ${amount(whole.unnamedBlobs)} that nothing names`,
        ],
        ['snapshots', size(snapshots.bytes), `${snapshots.files} copies of the store`],
        ['Temporal', size(temporal.bytes), 'histories'],
        ['reports', size(reports.bytes), `${reports.files} files`],
        ['logs', size(logs.bytes), `${logs.files} files`],
        ['others', size(others.bytes), `${others.files} files`],
      ]),
    );
    if (whole.unusedAnswers.count > 0)
      print(`The memo holds ${amount(whole.unusedAnswers)} of answers that no experiment uses.`);
    if (deletions.length > 0) {
      const paid = deletions.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
      print(`${deletions.length} experiments were deleted, which had paid ${money(paid)}.`);
    }
  });
}

interface Row {
  readonly record: ExperimentRecord;
  readonly kept: Kept;
}

function table(rows: readonly Row[]): string {
  return columns([
    ['EXPERIMENT', 'OWN', 'ROWS', 'ANSWERS', 'BLOBS', 'REPORT', 'SHARED'],
    ...rows.map(({ record, kept }) => [
      record.id,
      size(ownBytes(kept)),
      ...[kept.rows, kept.answers, kept.blobs].map(({ bytes }) => size(bytes)),
      size(kept.report),
      size(kept.shared.answers.bytes + kept.shared.blobs.bytes),
    ]),
  ]);
}

function asJson({ record, kept }: Row): object {
  const plain = ({ count, bytes }: Amount): Amount => ({ count, bytes });
  return {
    id: record.id,
    state: record.state,
    ownBytes: ownBytes(kept),
    rows: kept.rows,
    answers: plain(kept.answers),
    blobs: plain(kept.blobs),
    report: kept.report,
    shared: { answers: plain(kept.shared.answers), blobs: plain(kept.shared.blobs) },
  };
}

function unusedAnswers({ uses, sizes }: Keeping): Amount {
  let [count, bytes] = [0, 0];
  for (const [key, own] of sizes.answers) {
    if (uses.ofAnswer(key).length > 0) continue;
    count += 1;
    bytes += own;
  }
  return { count, bytes };
}

function unnamedBlobs({ uses, blobs }: Keeping): Amount {
  const unnamed = blobs.filter(({ sha256 }: { sha256: Sha256 }) => !uses.isNamed(sha256));
  return { count: unnamed.length, bytes: unnamed.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function amount({ count, bytes }: Amount): string {
  return `${count} (${size(bytes)})`;
}
