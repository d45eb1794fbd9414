/** Records to put into stores. */
import { createHash, randomUUID } from 'node:crypto';
import type { Completion } from '../../../domain/completion.ts';
import { type ExperimentId, experimentId, type Sha256 } from '../../../domain/experiment.ts';
import type {
  CellRecord,
  CompletionRow,
  ExperimentRecord,
  LedgerLine,
  ReservationOwner,
  Sending,
  Store,
} from '../../../domain/store.ts';

export function hashOf(text: string): Sha256 {
  return createHash('sha256').update(text).digest('hex') as Sha256;
}

export function exampleExperiment(
  name = 'example',
  changes: Partial<ExperimentRecord> = {},
): ExperimentRecord {
  const specHash = hashOf(name);
  return {
    id: experimentId('alignment', name, specHash),
    family: 'alignment',
    familyVersion: 1,
    name,
    label: '',
    specHash,
    collectionHash: hashOf(`${name} collection`),
    spec: { seed: 7, items: ['ä', '\u0000', '🙂'], nested: { b: 1, a: null } },
    inputs: { 'people.csv': hashOf('people') },
    execution: { budget: { calls: 100 } },
    state: 'running',
    detail: '',
    cells: 24,
    createdAt: 1_790_000_000_123,
    updatedAt: 1_790_000_000_123,
    results: {},
    ...changes,
  };
}

export function exampleCompletion(text: string, changes: Partial<Completion> = {}): Completion {
  return {
    text,
    finishReason: 'stop',
    usage: { promptTokens: 10, completionTokens: 3, estimated: false },
    latencyMs: 212.5,
    ...changes,
  };
}

export function exampleRow(key: Sha256, completion: Completion): CompletionRow {
  return { key, identity: { kind: 'openai', model: 'm' }, request: '{"asked":"Which?"}', completion };
}

export function exampleLine(owner: ReservationOwner, key: Sha256, costMicroUsd = 5): LedgerLine {
  const { experiment, shard } = owner;
  return { experiment, key, shard, promptTokens: 10, completionTokens: 3, costMicroUsd, estimated: false };
}

/** A call that is about to be sent. */
export function exampleSending(key: Sha256): Sending {
  return {
    ...{ id: randomUUID(), key, workerRun: 'run-1' },
    ...{ promptTokens: 20, completionTokens: 6, costMicroUsd: 10 },
  };
}

/** Calls of these questions are noted and go out. */
export async function sendAll(store: Store, owner: ReservationOwner, keys: readonly Sha256[]): Promise<void> {
  const sendings = keys.map(exampleSending);
  await store.callsStarted(owner, sendings);
  for (const sending of sendings) store.sent(sending);
}

/** One call that came back, settled. */
export function settleOne(
  store: Store,
  owner: ReservationOwner,
  key: Sha256,
  completion = exampleCompletion('yes'),
  costMicroUsd = 5,
): Promise<Completion> {
  return store.settle(exampleRow(key, completion), exampleLine(owner, key, costMicroUsd), owner, 'run-1');
}

/** The first attempt at a shard of a new experiment. */
export async function exampleOwner(
  store: Store,
  name = 'example',
  index = 0,
): Promise<{ id: ExperimentId; owner: ReservationOwner }> {
  const record = exampleExperiment(name);
  await store.putExperiment(record);
  const { owner } = await store.takeOver(record.id, { lane: 0, index });
  return { id: record.id, owner };
}

export function settledCell(key: string, choice = 1): CellRecord {
  return {
    key,
    status: 'settled',
    outcome: { status: 'ok', choice },
    missingClass: null,
    reason: null,
    completions: [hashOf(key)],
  };
}

export function missingCell(key: string, reason = 'the endpoint is down'): CellRecord {
  return { key, status: 'missing', outcome: null, missingClass: 'endpoint', reason, completions: [] };
}
