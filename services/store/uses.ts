/** Who uses which answer and which blob: read from every column that may name one. */
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import type { Uses } from '../../domain/upkeep.ts';
import { readCellBatches } from './cells.ts';
import type { Database } from './tables.ts';
import { readPaidAnswers } from './voids.ts';

const HASH = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/** Of each thing the experiments that use it; lists that are alike are kept once, for there are millions of things. */
class Users {
  readonly #lists: (readonly ExperimentId[])[] = [[]];
  readonly #known = new Map<string, number>([['', 0]]);
  readonly #of = new Map<Sha256, number>();

  add(thing: Sha256, user: ExperimentId): void {
    const users = this.of(thing);
    if (users.includes(user)) return;
    const more = [...users, user];
    const name = more.join('\n');
    let index = this.#known.get(name);
    if (index === undefined) {
      index = this.#lists.push(more) - 1;
      this.#known.set(name, index);
    }
    this.#of.set(thing, index);
  }

  of(thing: Sha256): readonly ExperimentId[] {
    return this.#lists[this.#of.get(thing) ?? 0] ?? [];
  }

  by(user: ExperimentId): Sha256[] {
    const lists = this.#lists.map((users) => users.includes(user));
    return [...this.#of].flatMap(([thing, index]) => (lists[index] === true ? [thing] : []));
  }
}

/** Blobs that answers name: large questions and answers. */
type BlobsOfAnswers = ReadonlyMap<Sha256, readonly Sha256[]>;

export async function readUses(database: Database): Promise<Uses> {
  const answers = new Users();
  const blobs = new Users();
  const large = await blobsOfAnswers(database);
  const named = new Set([...large.values()].flat());
  for (const row of await database.selectFrom('experiments').selectAll().execute()) {
    const id = row.id as ExperimentId;
    const use = (text: string | null): void => {
      for (const [hash] of (text ?? '').matchAll(HASH)) blobs.add(hash as Sha256, id);
    };
    for (const text of [row.spec, row.inputs, row.execution]) use(text);
    await usesOf(database, id, use, (key) => {
      answers.add(key, id);
      for (const blob of large.get(key) ?? []) blobs.add(blob, id);
    });
  }
  return {
    ofAnswer: (key) => answers.of(key),
    ofBlob: (sha256) => blobs.of(sha256),
    isNamed: (sha256) => named.has(sha256) || blobs.of(sha256).length > 0,
    isOfAnswer: (sha256) => named.has(sha256),
    answersOf: (id) => answers.by(id),
    blobsOf: (id) => blobs.by(id),
  };
}

async function usesOf(
  database: Database,
  id: ExperimentId,
  use: (text: string | null) => void,
  answer: (key: Sha256) => void,
): Promise<void> {
  const results = await database
    .selectFrom('results')
    .select('sha256')
    .where('experiment', '=', id)
    .execute();
  for (const { sha256 } of results) use(sha256);
  const steps = await database.selectFrom('steps').select('result').where('experiment', '=', id).execute();
  for (const { result } of steps) use(result);
  for await (const batch of readCellBatches(database, id)) {
    for (const { outcome, completions } of batch) {
      use(outcome === null ? null : JSON.stringify(outcome));
      for (const key of completions) answer(key);
    }
  }
  const voided = await database
    .selectFrom('voided_cells')
    .innerJoin('voids', 'voids.id', 'voided_cells.void')
    .select(['voided_cells.outcome', 'voided_cells.completions'])
    .where('voids.experiment', '=', id)
    .execute();
  for (const { outcome, completions } of voided) {
    use(outcome);
    for (const key of JSON.parse(completions) as Sha256[]) answer(key);
  }
  for (const key of await readPaidAnswers(database, id)) answer(key);
}

async function blobsOfAnswers(database: Database): Promise<BlobsOfAnswers> {
  const rows = await database
    .selectFrom('completions')
    .select(['key', 'request_blob', 'completion_blob'])
    .where((eb) => eb.or([eb('request_blob', 'is not', null), eb('completion_blob', 'is not', null)]))
    .execute();
  return new Map(
    rows.map(({ key, request_blob, completion_blob }) => [
      key as Sha256,
      [request_blob, completion_blob].filter((blob) => blob !== null) as Sha256[],
    ]),
  );
}

export async function readBlobsOfAnswers(database: Database, keys: readonly Sha256[]): Promise<Sha256[]> {
  const all = await blobsOfAnswers(database);
  return keys.flatMap((key) => all.get(key) ?? []);
}
