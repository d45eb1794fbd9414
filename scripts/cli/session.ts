/** What a command works with: home, configuration, store, blobs; opened when first needed, closed at the end. */
import { Fault, UserError } from '../../domain/errors.ts';
import type { ExperimentRecord, Blobs, Store } from '../../domain/store.ts';
import { readConfig, type Config } from '../../services/home/config.ts';
import { filesIn, hasHome, openHome, type Home } from '../../services/home/home.ts';
import { homePlace } from '../../services/home/place.ts';
import { openStorage, openStorageIfThere } from '../../services/home/storage.ts';
import { abbreviates, namesParts } from './abbreviation.ts';
import { homeInUse, homeToWorkIn, sayOtherHome } from './home.ts';
import { openStored } from '../../families/open-stored.ts';
import type { Study } from '../../families/family.ts';
import type { StoredExecution } from '../../activities/context.ts';

export interface Session {
  readonly home: Home;
  readonly config: Config;
  readonly store: Store;
  readonly blobs: Blobs;
}

/** Opens a session, runs the body, closes it. Only `up` and `migrate` open with `migrate`. */
export async function withSession<T>(
  body: (session: Session) => Promise<T>,
  mode: 'open' | 'migrate' = 'open',
): Promise<T> {
  const home = mode === 'migrate' ? homeToWorkIn() : homeInUse();
  const config = readConfig();
  const { store, blobs } = await openStorage(home, config, mode);
  try {
    return await body({ home, config, store, blobs });
  } finally {
    await store.close();
  }
}

/** What a command works with that can do without a home and a store. */
export type Planning = Omit<Session, 'home' | 'store'> & {
  readonly home: Home | undefined;
  readonly store: Store | undefined;
};

/** As `withSession`, but without a home and a store where there are none yet. Makes and migrates nothing. */
export async function withPlanning<T>(body: (session: Planning) => Promise<T>): Promise<T> {
  const { folder } = homePlace();
  sayOtherHome(folder);
  const home = hasHome(folder) ? openHome(folder) : undefined;
  const config = readConfig();
  const { store, blobs } = await openStorageIfThere(filesIn(folder), config);
  try {
    return await body({ home, config, store, blobs });
  } finally {
    await store?.close();
  }
}

/** The label of what a schedule starts from: a stored experiment that is itself never run. */
export const TEMPLATE_LABEL = 'scheduled';

export function isTemplate(record: ExperimentRecord): boolean {
  return record.label === TEMPLATE_LABEL;
}

/**
 * The experiment that an abbreviated id means: a whole id, whole parts of one, or the starts of parts or of a hash.
 *
 * @throws UserError where none or several fit
 */
export async function findExperiment(store: Store, reference: string): Promise<ExperimentRecord> {
  const all = (await store.experiments()).filter((record) => !isTemplate(record));
  const exact = all.find((record) => record.id === reference);
  if (exact !== undefined) return exact;
  const short = all.filter(
    (record) => abbreviates(reference, record.id) || record.specHash.startsWith(reference),
  );
  const named = short.filter(({ id }) => namesParts(reference, id));
  const fitting = named.length > 0 ? named : short;
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  if (only === undefined) {
    throw new UserError(`No experiment is called '${reference}'.`, {
      remedy: './holdfast list shows all of them.',
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
export function openStudy(session: Pick<Session, 'blobs'>, record: ExperimentRecord): Promise<Study> {
  return openStored(record, session.blobs);
}

export function executionOf(record: ExperimentRecord): StoredExecution {
  const execution = record.execution as unknown as StoredExecution;
  if (execution.spec === undefined) throw new Fault(`${record.id} was stored without a plan`);
  return execution;
}
