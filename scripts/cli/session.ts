/** What a command works with: home, configuration, store, blobs; opened when first needed, closed at the end. */
import { Fault, UserError } from '../../domain/errors.ts';
import type { ExperimentRecord, Blobs, Store } from '../../domain/store.ts';
import { readConfig, type Config } from '../../services/home/config.ts';
import { openHome, type Home } from '../../services/home/home.ts';
import { openStorage } from '../../services/home/storage.ts';
import { familyNamed } from '../../families/index.ts';
import type { Inputs, Study } from '../../families/family.ts';
import type { StoredExecution } from '../../activities/context.ts';

export interface Session {
  readonly home: Home;
  readonly config: Config;
  readonly store: Store;
  readonly blobs: Blobs;
}

/** Opens a session, runs the body, closes it. `migrate` only for `up`, `migrate` and the first `run`. */
export async function withSession<T>(
  body: (session: Session) => Promise<T>,
  mode: 'open' | 'migrate' = 'open',
): Promise<T> {
  const home = openHome();
  const config = readConfig();
  const { store, blobs } = await openStorage(home, config, mode);
  try {
    return await body({ home, config, store, blobs });
  } finally {
    await store.close();
  }
}

/**
 * The experiment that an abbreviated id means: a whole id, or the start of an id, of a name or of a hash.
 *
 * @throws UserError where none or several fit
 */
export async function findExperiment(store: Store, reference: string): Promise<ExperimentRecord> {
  const all = await store.experiments();
  const exact = all.find((record) => record.id === reference);
  if (exact !== undefined) return exact;
  const fitting = all.filter(
    (record) =>
      record.id.startsWith(reference) ||
      record.name.startsWith(reference) ||
      record.specHash.startsWith(reference),
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  if (only === undefined) {
    throw new UserError(`No experiment is called '${reference}'.`, {
      remedy: 'npx holdfast list shows all of them.',
    });
  }
  throw new UserError(`'${reference}' fits ${fitting.length} experiments.`, {
    remedy: `Say which: ${fitting
      .slice(0, 5)
      .map((record) => record.id)
      .join(', ')}`,
  });
}

/** The study of a stored experiment. @throws UserError where this version has another family version */
export async function openStudy(session: Session, record: ExperimentRecord): Promise<Study> {
  const family = familyNamed(record.family);
  if (family === undefined || family.version !== record.familyVersion) {
    throw new UserError(
      `${record.id} is of ${record.family} version ${record.familyVersion}, which this Holdfast lacks.`,
      {
        remedy: 'Use the Holdfast version that started it (its commit is in the report).',
      },
    );
  }
  const inputs: Inputs = new Map(
    await Promise.all(
      Object.entries(record.inputs).map(
        async ([name, sha256]) => [name, await session.blobs.text(sha256)] as const,
      ),
    ),
  );
  return family.open(family.schema.parse(executionOf(record).spec), inputs);
}

export function executionOf(record: ExperimentRecord): StoredExecution {
  const execution = record.execution as unknown as StoredExecution;
  if (!Array.isArray(execution.lanes)) throw new Fault(`${record.id} was stored without a plan`);
  return execution;
}
