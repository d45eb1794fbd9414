/** Where calls wait that are not in flight, and which of them goes next. */
import type { Call } from './call.ts';
import type { Refusals } from './refusals.ts';
import { createTurns } from './turns.ts';

export class WaitingCalls {
  readonly #refusals: Refusals;
  /** Those whose turn is still to come: the new, and those that are to be tried again. */
  readonly #turns = createTurns<Call>();
  /** Admitted, in the order of their turns: a few, so that no place in flight waits for an admission. */
  readonly #ready: Call[] = [];
  /** Failed, and not to be tried again yet. */
  readonly #backingOff = new Set<Call>();
  /** Wait for the outcome of the one that asks again after a refusal. */
  readonly #held: Call[] = [];
  /** Probes are by turns a call that failed and one that did not: neither kind alone may hold an endpoint down. */
  #probesAgain = true;

  constructor(refusals: Refusals) {
    this.#refusals = refusals;
  }

  /** Calls that are admitted and not sent. */
  get ready(): number {
    return this.#ready.length;
  }

  /** Whether there is one to send. @param isDown then those that back off may be sent too, as probes */
  hasNext(isDown: boolean): boolean {
    return this.#ready.length > 0 || (isDown && this.#backingOff.size > 0);
  }

  add(call: Call): void {
    if (this.#refusals.mayAsk(call.request))
      this.#turns.add(call.party, call.isBegun ? 'begun' : 'new', call);
    else this.#held.push(call);
  }

  /** What was held after a refusal may ask now, or is held again. */
  addHeld(): void {
    for (const call of this.#held.splice(0)) this.add(call);
  }

  /** It was admitted before its turn came. */
  addReady(call: Call): void {
    this.#ready.push(call);
  }

  /** Its turn came some time ago: where it was tried before it goes first. */
  addAdmitted(call: Call): void {
    if (call.failures > 0) this.#ready.unshift(call);
    else this.#ready.push(call);
  }

  /** @param onTime after it stands in its line again */
  backOff(call: Call, waitMs: number, onTime: () => void): void {
    this.#backingOff.add(call);
    call.backOff = setTimeout(() => {
      this.#backingOff.delete(call);
      this.#turns.add(call.party, 'again', call);
      onTime();
    }, waitMs);
  }

  remove(call: Call): void {
    this.#turns.remove(call.party, call);
    this.#backingOff.delete(call);
    drop(this.#ready, call);
    drop(this.#held, call);
  }

  clear(): void {
    this.#turns.clear();
    this.#backingOff.clear();
    this.#ready.length = 0;
    this.#held.length = 0;
  }

  /** Whose turn it is to be admitted. */
  nextTurn(): Call | undefined {
    return this.#turns.next();
  }

  /**
   * What is to be tried again goes before what was admitted for this turn; that keeps its place before the new.
   *
   * @param admit called with one that must be admitted again: that takes a moment, in which the place is not left empty
   */
  nextReady(admit: (call: Call) => void): Call | undefined {
    const call = this.#ready.shift();
    if (call === undefined || call.failures > 0) return call;
    const again = this.#turns.takeOf(call.party, 'again');
    if (again === undefined) return call;
    if (!again.isAdmitted) {
      admit(again);
      return call;
    }
    this.#turns.add(call.party, 'admitted', call);
    return again;
  }

  /**
   * The one that failed and waits longest since then, and next time one that was not tried yet.
   *
   * @param open every call that is not settled
   */
  nextProbe(open: Iterable<Call>): Call | undefined {
    let again: Call | undefined;
    for (const call of open) {
      const waits = call.failures > 0 && !call.inFlight;
      if (waits && call.lastFailureAt < (again?.lastFailureAt ?? Infinity)) again = call;
    }
    const fresh = this.#ready.find((call) => call.failures === 0);
    const call = (this.#probesAgain ? (again ?? fresh) : (fresh ?? again)) ?? this.#ready[0];
    if (call === undefined) return undefined;
    this.#probesAgain = call.failures === 0;
    clearTimeout(call.backOff);
    this.remove(call);
    return call;
  }
}

function drop(line: Call[], call: Call): void {
  const index = line.indexOf(call);
  if (index >= 0) line.splice(index, 1);
}
