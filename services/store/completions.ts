/** Answers as rows: their texts packed in the row, or in a blob that the row names where it is large. */
import { UserError } from '../../domain/errors.ts';
import type { Completion, ModelIdentity } from '../../domain/completion.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Environment, ProgramRequest, ProgramResult } from '../../domain/program.ts';
import type { AnswerRow, Blobs, CompletionRow, ProgramRow } from '../../domain/store.ts';
import { keyLists } from './batches.ts';
import { numberOf, readWorkers } from './numbers.ts';
import { pack, unpack } from './packing.ts';
import type { Database, Tables, Write } from './tables.ts';

/** Longer texts (in UTF-16 units) are blobs. */
export const LONGEST_IN_ROW = 64 * 1024;

export type CompletionColumns = Tables['completions'];
type Answer = Pick<CompletionColumns, 'key' | 'kind' | 'texts' | 'completion_blob'>;
type AnswerText = Pick<Answer, 'texts' | 'completion_blob'>;

/** The row to insert. Blobs are on the disk when it resolves, so that the row comes after them. */
export function completionColumns(
  blobs: Blobs,
  { key, identity, request, completion }: CompletionRow,
  workerRun: string,
): Promise<CompletionColumns> {
  const texts = { identity: canonicalJson({ ...identity }), request, answer: writeCompletion(completion) };
  return columnsOf(blobs, { key, kind: 'completion', ...texts }, workerRun);
}

export function programColumns(
  blobs: Blobs,
  { key, environment, program, result }: ProgramRow,
  workerRun: string,
): Promise<CompletionColumns> {
  const texts = {
    identity: canonicalJson({ ...environment }),
    request: canonicalJson({ ...program, limits: { ...program.limits } }),
    answer: JSON.stringify(result),
  };
  return columnsOf(blobs, { key, kind: 'program', ...texts }, workerRun);
}

async function columnsOf(
  blobs: Blobs,
  row: Pick<CompletionColumns, 'key' | 'kind'> & { identity: string; request: string; answer: string },
  workerRun: string,
): Promise<CompletionColumns> {
  const request = await inRowOrBlob(blobs, row.request);
  const completion = await inRowOrBlob(blobs, row.answer);
  return {
    key: row.key,
    kind: row.kind,
    texts: pack([row.identity, request.text, completion.text]),
    request_blob: request.blob,
    completion_blob: completion.blob,
    worker_run: numberOf(workerRun),
    created_at: Date.now(),
  };
}

/** The completions under these keys that the store has. */
export async function readCompletions(
  database: Database,
  blobs: Blobs,
  keys: readonly Sha256[],
): Promise<Map<Sha256, Completion>> {
  return readKind(database, keys, 'completion', (answer) => completionIn(blobs, answer));
}

/** The results of programs under these keys that the store has. */
export async function readPrograms(
  database: Database,
  blobs: Blobs,
  keys: readonly Sha256[],
): Promise<Map<Sha256, ProgramResult>> {
  return readKind(database, keys, 'program', (answer) => programIn(blobs, answer));
}

async function readKind<T>(
  database: Database,
  keys: readonly Sha256[],
  kind: Answer['kind'],
  read: (answer: AnswerText) => Promise<T>,
): Promise<Map<Sha256, T>> {
  const found = new Map<Sha256, T>();
  for (const answer of await readAnswers(database, keys))
    if (answer.kind === kind) found.set(answer.key as Sha256, await read(answer));
  return found;
}

/** The columns that hold the answers, for keys that are there. */
export async function readAnswers(connection: Database | Write, keys: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const list of keyLists(keys)) {
    const query = connection.selectFrom('completions').select(['key', 'kind', 'texts', 'completion_blob']);
    answers.push(...(await query.where('key', 'in', list).execute()));
  }
  return answers;
}

export async function completionIn(blobs: Blobs, answer: AnswerText): Promise<Completion> {
  return readCompletion(await answerText(blobs, answer));
}

export async function programIn(blobs: Blobs, answer: AnswerText): Promise<ProgramResult> {
  return JSON.parse(await answerText(blobs, answer)) as ProgramResult;
}

/** Rows with their provenance, in the order of the keys. */
export async function readAnswerRows(
  database: Database,
  blobs: Blobs,
  keys: readonly Sha256[],
): Promise<AnswerRow[]> {
  const found = new Map<string, CompletionColumns>();
  for (const list of keyLists(keys)) {
    const rows = await database.selectFrom('completions').selectAll().where('key', 'in', list).execute();
    for (const row of rows) found.set(row.key, row);
  }
  const inOrder = [...new Set(keys)].flatMap((key) => found.get(key) ?? []);
  const workers = await readWorkers(database);
  return Promise.all(inOrder.map((row) => rowOf(blobs, row, workers)));
}

async function rowOf(
  blobs: Blobs,
  row: CompletionColumns,
  workers: ReadonlyMap<number, string>,
): Promise<AnswerRow> {
  const origin = { workerRun: workers.get(row.worker_run) ?? '', createdAt: row.created_at };
  const key = row.key as Sha256;
  const [identityText = '', requestText = ''] = unpack(row.texts);
  const request = await textOf(blobs, requestText, row.request_blob);
  if (row.kind === 'program') {
    const [environment, program] = [JSON.parse(identityText), JSON.parse(request)] as [
      Environment,
      ProgramRequest,
    ];
    return { kind: 'program', key, environment, program, result: await programIn(blobs, row), ...origin };
  }
  const identity = JSON.parse(identityText) as ModelIdentity;
  return {
    kind: 'completion',
    key,
    identity,
    request,
    completion: await completionIn(blobs, row),
    ...origin,
  };
}

async function inRowOrBlob(blobs: Blobs, text: string): Promise<{ text: string; blob: string | null }> {
  if (text.length <= LONGEST_IN_ROW) return { text, blob: null };
  return { text: '', blob: await blobs.put(text) };
}

function answerText(blobs: Blobs, answer: AnswerText): string | Promise<string> {
  if (answer.completion_blob !== null) return blobs.text(answer.completion_blob as Sha256);
  return textOf(blobs, unpack(answer.texts)[2] ?? '', null);
}

function textOf(blobs: Blobs, text: string, blob: string | null): string | Promise<string> {
  if (blob !== null) return blobs.text(blob as Sha256);
  if (text === '') throw new UserError('an answer has neither text nor blob: the store is damaged');
  return text;
}

/** JSON has no word for the logarithm of zero, which an option may well have. */
const LOG_OF_ZERO = '-Infinity';

/** As it is read back by whoever asks later. */
export function asKept(completion: Completion): Completion {
  return readCompletion(writeCompletion(completion));
}

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
