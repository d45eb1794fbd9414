/** What becomes of a shard's cells: counted, and written in batches. */
import type { Outcome } from '../../domain/dialogue.ts';
import type { MissingClass } from '../../domain/errors.ts';
import type { ExperimentId, Sha256, ShardResult } from '../../domain/experiment.ts';
import type { CellRecord, Store } from '../../domain/store.ts';

const LARGEST = 256;
const WINDOW_MS = 50;
const EXAMPLES = 3;

export interface Tally {
  /** Settled by an earlier attempt. */
  wasSettled(): void;
  settled(key: string, outcome: Outcome, completions: readonly Sha256[]): void;
  missing(key: string, missingClass: MissingClass, reason: string, completions: readonly Sha256[]): void;
  /** Writes what waits. @throws what a write threw, now or before */
  flush(): Promise<void>;
  readonly counts: Omit<ShardResult, 'cap' | 'held' | 'turnOver' | 'waiting' | 'spend'>;
}

export function createTally(store: Pick<Store, 'putCells'>, id: ExperimentId, workerRun: string): Tally {
  let waiting: CellRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let settledNow = 0;
  let settled = 0;
  const missingByClass: Partial<Record<MissingClass, number>> = {};
  const examples: string[] = [];

  function put(record: CellRecord): void {
    waiting.push(record);
    if (waiting.length >= LARGEST) write();
    else timer ??= setTimeout(write, WINDOW_MS);
  }

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    writing = writing.then(() => store.putCells(id, workerRun, batch));
    // It is thrown by `flush`, which every shard ends with.
    writing.catch(() => undefined);
  }

  return {
    wasSettled() {
      settled++;
    },
    settled(key, outcome, completions) {
      settled++;
      settledNow++;
      put({ key, status: 'settled', outcome, missingClass: null, reason: null, completions });
    },
    missing(key, missingClass, reason, completions) {
      missingByClass[missingClass] = (missingByClass[missingClass] ?? 0) + 1;
      if (examples.length < EXAMPLES) examples.push(`${key}: ${reason}`);
      put({ key, status: 'missing', outcome: null, missingClass, reason, completions });
    },
    async flush() {
      write();
      await writing;
    },
    get counts() {
      const missing = Object.values(missingByClass).reduce((sum, cells) => sum + cells, 0);
      return { settledNow, settled, missing, missingByClass, examples };
    },
  };
}
