/** Before a call is sent: it is paid for out of the caps, and noted as in flight. Both in waves, durable when admitted. */
import { TransportError } from '../../domain/errors.ts';
import type { CapName, Caps } from '../../domain/experiment.ts';
import type { Amount, ReservationOwner, Sending, Store } from '../../domain/store.ts';
import { batched, type Entry } from './batched.ts';

const WAVE = { windowMs: 10, largest: 256 };

/** A call's sending, with what it may use at most. */
type Call = Sending;

export interface Admission {
  /** @throws TransportError (`budget`) where a cap is in the way */
  admit(call: Call): Promise<void>;
  /** A call that was admitted has ended, one way or the other. */
  ended(): void;
  /** The cap that was reached. */
  readonly cap: CapName | undefined;
}

export function createAdmission(
  store: Pick<Store, 'reserve' | 'release' | 'callsStarted'>,
  owner: ReservationOwner,
  caps: Caps,
  signal: AbortSignal,
): Admission {
  let outstanding = 0;
  let whenIdle: (() => void) | undefined;
  let cap: CapName | undefined;

  async function admitWave(entries: readonly Entry<Call, void>[]): Promise<void> {
    if (cap === undefined && (await reserve(entries)) === undefined) return start(entries);
    // Not all fit: what fits, one by one. Each goes on at once: the next may have to wait until it has settled.
    for (const entry of entries) {
      if (await fits(entry)) await start([entry]);
      else entry.reject(overBudget(cap));
    }
  }

  async function fits(entry: Entry<Call, void>): Promise<boolean> {
    for (let releasedAll = false; cap === undefined; releasedAll = true) {
      signal.throwIfAborted();
      const refused = await reserve([entry]);
      if (refused === undefined) return true;
      if (releasedAll) cap = refused;
      // Reservations are upper bounds: when what is in flight has settled, what it did not use is given back.
      else await giveBackUnused();
    }
    return false;
  }

  async function giveBackUnused(): Promise<void> {
    if (outstanding > 0) await new Promise<void>((resolve) => (whenIdle = resolve));
    await store.release(owner);
  }

  async function reserve(entries: readonly Entry<Call, void>[]): Promise<CapName | undefined> {
    const reserved = await store.reserve(owner, total(entries), caps);
    return reserved.granted ? undefined : reserved.cap;
  }

  async function start(entries: readonly Entry<Call, void>[]): Promise<void> {
    await store.callsStarted(
      owner,
      entries.map(({ item }) => item),
    );
    outstanding += entries.length;
    for (const { resolve } of entries) resolve();
  }

  return {
    admit: batched(WAVE, admitWave),
    ended() {
      outstanding--;
      if (outstanding === 0) whenIdle?.();
    },
    get cap() {
      return cap;
    },
  };
}

function total(entries: readonly Entry<Call, void>[]): Amount {
  let [tokens, costMicroUsd] = [0, 0];
  for (const { item } of entries) {
    tokens += item.promptTokens + item.completionTokens;
    costMicroUsd += item.costMicroUsd;
  }
  return { calls: entries.length, tokens, costMicroUsd };
}

export function overBudget(cap: CapName | undefined): TransportError {
  return new TransportError(`the cap ${cap ?? ''} of the budget is reached`, {
    missingClass: 'budget',
    retryable: false,
  });
}
