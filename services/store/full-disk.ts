/** A full disk: what could not be written is held until there is room, and all later writes wait behind it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { primaryCode } from './damage.ts';
import type { Database } from './tables.ts';

const SQLITE_FULL = 13;
/** PostgreSQL's `disk_full`, and the system's own words for a disk and a quota. */
const FULL_CODES: ReadonlySet<unknown> = new Set(['53100', 'ENOSPC', 'EDQUOT']);

export function isDiskFull(error: unknown): boolean {
  if (primaryCode(error) === SQLITE_FULL) return true;
  return typeof error === 'object' && error !== null && FULL_CODES.has((error as { code?: unknown }).code);
}

/** Lets writes through one by one or all at once; while one of them finds the disk full, it alone tries again. */
export class DiskGate {
  readonly #everyMs: number;
  #mending: Promise<void> | undefined;

  constructor(everyMs = 1000) {
    this.#everyMs = everyMs;
  }

  get isShut(): boolean {
    return this.#mending !== undefined;
  }

  /** @param body harmless when repeated; what it throws for another reason is thrown */
  async run<T>(body: () => Promise<T>): Promise<T> {
    for (;;) {
      while (this.#mending !== undefined) await this.#mending;
      try {
        return await body();
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        if (this.#mending === undefined) return this.#tryUntilThereIsRoom(body);
      }
    }
  }

  async #tryUntilThereIsRoom<T>(body: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#mending = promise;
    try {
      for (;;) {
        await sleep(this.#everyMs);
        try {
          return await body();
        } catch (error) {
          if (!isDiskFull(error)) throw error;
        }
      }
    } finally {
      this.#mending = undefined;
      resolve();
    }
  }
}

const gates = new WeakMap<Database, DiskGate>();

/**
 * From now on writes of this database are held while the disk is full. Workers do that: an answer that was paid for is not
 * thrown away, and no call is admitted meanwhile, because that is a write too. Commands fail at once, and say why.
 */
export function holdWhileFull(database: Database, gate = new DiskGate()): void {
  gates.set(database, gate);
}

/** Whether a write of this database waits for room. */
export function isHeld(database: Database): boolean {
  return gates.get(database)?.isShut === true;
}

/** Runs it behind the database's gate, where it has one. */
export function whenThereIsRoom<T>(database: Database, body: () => Promise<T>): Promise<T> {
  const gate = gates.get(database);
  return gate === undefined ? body() : gate.run(body);
}
