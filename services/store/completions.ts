/** Completions as rows: JSON text in the row, or in a blob that the row names where it is large. */
import { UserError } from '../../domain/errors.ts';
import type { Completion, ModelIdentity } from '../../domain/completion.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Blobs, CompletionRow } from '../../domain/store.ts';
import { keyLists } from './batches.ts';
import type { Database, Tables, Write } from './tables.ts';

/** Longer texts (in UTF-16 units) are blobs. */
export const LONGEST_IN_ROW = 64 * 1024;

export type CompletionColumns = Tables['completions'];
type Answer = Pick<CompletionColumns, 'key' | 'completion' | 'completion_blob'>;

/** The row to insert. Blobs are on the disk when it resolves, so that the row comes after them. */
export async function completionColumns(
  blobs: Blobs,
  row: CompletionRow,
  workerRun: string,
): Promise<CompletionColumns> {
  const request = await inRowOrBlob(blobs, row.request);
  const completion = await inRowOrBlob(blobs, writeCompletion(row.completion));
  return {
    key: row.key,
    identity: canonicalJson({ ...row.identity }),
    request: request.text,
    request_blob: request.blob,
    completion: completion.text,
    completion_blob: completion.blob,
    worker_run: workerRun,
    created_at: Date.now(),
  };
}

/** The answers to these keys that the store has. */
export async function readCompletions(
  database: Database,
  blobs: Blobs,
  keys: readonly Sha256[],
): Promise<Map<Sha256, Completion>> {
  const found = new Map<Sha256, Completion>();
  for (const answer of await readAnswers(database, keys)) {
    found.set(answer.key as Sha256, await answerOf(blobs, answer));
  }
  return found;
}

/** The columns that hold the answers, for keys that are there. */
export async function readAnswers(connection: Database | Write, keys: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const list of keyLists(keys)) {
    const query = connection.selectFrom('completions').select(['key', 'completion', 'completion_blob']);
    answers.push(...(await query.where('key', 'in', list).execute()));
  }
  return answers;
}

export async function answerOf(blobs: Blobs, answer: Omit<Answer, 'key'>): Promise<Completion> {
  return readCompletion(await textOf(blobs, answer.completion, answer.completion_blob));
}

/** Rows with their provenance, in the order of the keys. */
export async function readCompletionRows(
  database: Database,
  blobs: Blobs,
  keys: readonly Sha256[],
): Promise<(CompletionRow & { workerRun: string; createdAt: number })[]> {
  const found = new Map<string, CompletionColumns>();
  for (const list of keyLists(keys)) {
    const rows = await database.selectFrom('completions').selectAll().where('key', 'in', list).execute();
    for (const row of rows) found.set(row.key, row);
  }
  const inOrder = [...new Set(keys)].flatMap((key) => found.get(key) ?? []);
  return Promise.all(
    inOrder.map(async (row) => ({
      key: row.key as Sha256,
      identity: JSON.parse(row.identity) as ModelIdentity,
      request: await textOf(blobs, row.request, row.request_blob),
      completion: await answerOf(blobs, row),
      workerRun: row.worker_run,
      createdAt: row.created_at,
    })),
  );
}

async function inRowOrBlob(
  blobs: Blobs,
  text: string,
): Promise<{ text: string | null; blob: string | null }> {
  if (text.length <= LONGEST_IN_ROW) return { text, blob: null };
  return { text: null, blob: await blobs.put(text) };
}

async function textOf(blobs: Blobs, text: string | null, blob: string | null): Promise<string> {
  if (text !== null) return text;
  if (blob === null) throw new UserError('a completion has neither text nor blob: the store is damaged');
  return blobs.text(blob as Sha256);
}

/** JSON has no word for the logarithm of zero, which an option may well have. */
const LOG_OF_ZERO = '-Infinity';

function writeCompletion(completion: Completion): string {
  return JSON.stringify(completion, (name, value: unknown) => {
    if (value === -Infinity) return LOG_OF_ZERO;
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new RangeError(`a completion's ${name} is ${value}`);
    return value;
  });
}

function readCompletion(text: string): Completion {
  const completion = JSON.parse(text) as Completion;
  if (!text.includes(`"${LOG_OF_ZERO}"`)) return completion;
  return {
    ...completion,
    ...(completion.optionLogProbs && { optionLogProbs: completion.optionLogProbs.map(Number) }),
    ...(completion.tokenLogProbs && { tokenLogProbs: completion.tokenLogProbs.map(Number) }),
  };
}
