/**
 * The one place that retries a call: one dispatcher per endpoint and worker process, shared by all its shards. It
 * decides how many calls are in flight, waits when the endpoint asks for it, tries again within its patience, and
 * gives up for everybody when the endpoint is down.
 */
import type { Completion, CompletionRequest } from '../../domain/completion.ts';
import type { Backend, EndpointConfig } from '../../domain/endpoint.ts';
import { TransportError } from '../../domain/errors.ts';
import { backOffMs } from './back-off.ts';
import { Call } from './call.ts';
import { type Circuit, createCircuit } from './circuit.ts';
import { type AdaptiveConcurrency, adaptiveConcurrency } from './concurrency.ts';
import { abortReason, withDeadline } from './deadline.ts';
import type { Passage } from './passage.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import type { Party } from './turns.ts';
import { WaitingCalls } from './waiting-calls.ts';

export interface Dispatcher {
  /**
   * Sends a request when its turn comes and tries again while its patience lasts. Turns go round by party; of one party
   * what was tried before goes first, then first come, first served.
   *
   * @param party the experiment that asks; all that name none are one
   * @throws TransportError with its class where no completion came; the signal's reason when it fires
   */
  dispatch(
    request: CompletionRequest,
    signal: AbortSignal,
    passage?: Passage,
    party?: Party,
  ): Promise<Completion>;
  /** What is going on now, for the run card. */
  readonly state: {
    readonly limit: number;
    readonly inFlight: number;
    readonly waiting: number;
    readonly down: boolean;
  };
  /** Lets go of all that waits. The backend is closed by whoever opened it. */
  close(): void;
}

const NOBODY: Party = { name: '', weight: 1 };

/** While sending is held, it is looked at again so often. */
const HELD_MS = 500;

type DispatchedEndpoint = Pick<EndpointConfig, 'name' | 'concurrency' | 'timeoutMs' | 'patienceMs'>;

/**
 * @param seed jitter is drawn from it
 * @param isHeld whether nothing may be sent now, because an answer could not be kept
 */
export function createDispatcher(
  backend: Pick<Backend, 'complete'>,
  config: DispatchedEndpoint,
  seed = 0,
  isHeld = (): boolean => false,
): Dispatcher {
  return new EndpointDispatcher(backend, config, seed, isHeld);
}

class EndpointDispatcher implements Dispatcher {
  readonly #backend: Pick<Backend, 'complete'>;
  readonly #config: DispatchedEndpoint;
  readonly #seed: number;
  readonly #isHeld: () => boolean;
  readonly #concurrency: AdaptiveConcurrency;
  readonly #circuit: Circuit;
  readonly #refusals: Refusals = createRefusals();
  readonly #waiting = new WaitingCalls(this.#refusals);
  /** Every call that is not settled, in order of arrival. */
  readonly #open = new Set<Call>();
  #admitting = 0;
  #inFlight = 0;
  #sequence = 0;
  #wake: NodeJS.Timeout | undefined;
  #gaveUpAt = Infinity;
  #lastFailure = 'nothing was tried';

  constructor(
    backend: Pick<Backend, 'complete'>,
    config: DispatchedEndpoint,
    seed: number,
    isHeld: () => boolean,
  ) {
    this.#backend = backend;
    this.#config = config;
    this.#seed = seed;
    this.#isHeld = isHeld;
    this.#concurrency = adaptiveConcurrency(config.concurrency);
    this.#circuit = createCircuit(config.patienceMs, seed);
  }

  dispatch(
    request: CompletionRequest,
    signal: AbortSignal,
    passage?: Passage,
    party = NOBODY,
  ): Promise<Completion> {
    if (signal.aborted) return Promise.reject(abortReason(signal));
    const refusal = this.#refusals.of(request, performance.now());
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise<Completion>((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.remove(call);
        call.lose('cut-off', abortReason(signal));
        this.#end(call, () => reject(abortReason(signal)));
        this.#pump();
      };
      const call = new Call({
        ...{ sequence: this.#sequence++, request, signal, passage, party, resolve, reject, onAbort },
      });
      signal.addEventListener('abort', onAbort, { once: true });
      // Whoever comes to an endpoint that is down, and finds nobody waiting, sees for itself.
      if (this.#open.size === 0) this.#gaveUpAt = this.#circuit.givesUpAt;
      this.#open.add(call);
      this.#waiting.add(call);
      this.#pump();
    });
  }

  get state(): Dispatcher['state'] {
    return {
      limit: this.#concurrency.limit,
      inFlight: this.#inFlight,
      waiting: this.#open.size - this.#inFlight,
      down: this.#circuit.down,
    };
  }

  close(): void {
    clearTimeout(this.#wake);
    for (const call of this.#open) {
      const closed = new Error(`endpoint '${this.#config.name}' is being closed`);
      call.lose('cut-off', closed);
      this.#end(call, () => call.asked.reject(closed));
    }
  }

  #pump(): void {
    const now = performance.now();
    const { givesUpAt, pausedUntil } = this.#circuit;
    const patienceOver = now >= givesUpAt && this.#gaveUpAt !== givesUpAt;
    if (patienceOver || pausedUntil - now > this.#config.patienceMs) this.#giveUp();
    this.#admitAhead();
    while (this.#maySend(now)) {
      const call = this.#circuit.down
        ? this.#waiting.nextProbe(this.#open)
        : this.#waiting.nextReady((again) => void this.#admitOne(again));
      if (call !== undefined) void this.#launch(call);
    }
    this.#sleepUntilNext(now);
  }

  #maySend(now: number): boolean {
    const { down, opensAt } = this.#circuit;
    return (
      this.#waiting.hasNext(down) &&
      !this.#isHeld() &&
      now >= opensAt &&
      this.#inFlight < (down ? 1 : this.#concurrency.limit)
    );
  }

  /**
   * Admission takes a moment (a commit): some calls are admitted ahead, so that no place in flight stays empty where many
   * answers come at once.
   */
  #admitAhead(): void {
    const { limit } = this.#concurrency;
    const wanted = Math.max(0, limit - this.#inFlight) + Math.ceil(limit / 2);
    while (this.#waiting.ready + this.#admitting < wanted) {
      const call = this.#waiting.nextTurn();
      if (call === undefined) return;
      if (call.isAdmitted) this.#waiting.addReady(call);
      else void this.#admitOne(call);
    }
  }

  async #admitOne(call: Call): Promise<void> {
    this.#admitting++;
    await this.#admit(call);
    this.#admitting--;
    if (this.#open.has(call)) this.#waiting.addAdmitted(call);
    this.#pump();
  }

  /** Admits it; where that fails, it is over. */
  async #admit(call: Call): Promise<void> {
    try {
      await call.admit();
    } catch (error) {
      this.#end(call, () => call.asked.reject(error));
    }
  }

  async #launch(call: Call): Promise<void> {
    this.#inFlight++;
    call.inFlight = true;
    let sentAt = performance.now();
    try {
      // A probe may be a call whose last sending used its admission up.
      if (!call.isAdmitted) await this.#admit(call);
      if (!this.#passes(call)) return;
      sentAt = performance.now();
      const completion = await this.#send(call);
      call.answered();
      this.#concurrency.succeeded();
      this.#refusals.clear(call.request);
      this.#waiting.addHeld();
      this.#circuit.alive();
      this.#end(call, () => call.asked.resolve(completion));
    } catch (error) {
      this.#failed(call, error, sentAt);
    } finally {
      this.#inFlight--;
      call.inFlight = false;
      this.#pump();
    }
  }

  #passes(call: Call): boolean {
    try {
      if (this.#open.has(call)) call.check();
    } catch (error) {
      this.#end(call, () => call.asked.reject(error));
    }
    return this.#open.has(call);
  }

  #send(call: Call): Promise<Completion> {
    return withDeadline(this.#config.timeoutMs, call.asked.signal, (signal) =>
      this.#backend.complete(call.request, signal, () => {
        if (this.#open.has(call)) call.goesOut();
      }),
    );
  }

  #failed(call: Call, error: unknown, sentAt: number): void {
    call.account(error);
    const { signal, reject } = call.asked;
    if (signal.aborted || !(error instanceof TransportError)) return this.#end(call, () => reject(error));
    if (error.retryable) return this.#tryAgain(call, error, sentAt);
    // It answered, so it is up: it only does not want this request, or this key.
    this.#circuit.alive();
    if (error.concerns !== undefined) this.#refuse(call.request, error);
    this.#end(call, () => reject(error));
  }

  /** After a pause; or never, where that would be beyond its patience or the endpoint's. */
  #tryAgain(call: Call, error: TransportError, sentAt: number): void {
    const now = performance.now();
    const { patienceMs } = this.#config;
    const { sequence, reject } = call.asked;
    this.#lastFailure = error.message;
    if (error.rateLimited) this.#concurrency.rateLimited(sentAt, now);
    this.#circuit.failed(sequence, sentAt, now, error.retryAfterMs);
    const failures = call.failed(now);
    const patienceLeft = Math.min(call.firstFailureAt + patienceMs, this.#circuit.givesUpAt) - now;
    if (patienceLeft <= 0 || (error.retryAfterMs ?? 0) > patienceLeft) {
      this.#end(call, () => reject(this.#outOfPatience()));
      if (now >= this.#circuit.givesUpAt) this.#giveUp();
      return;
    }
    const backOff = backOffMs(patienceMs, this.#seed, sequence, failures);
    const wait = error.retryAfterMs ?? Math.min(backOff, patienceLeft);
    this.#waiting.backOff(call, wait, () => this.#pump());
  }

  /** What was refused concerns others too: those of them that are not sent yet are spared. */
  #refuse(request: CompletionRequest, error: TransportError): void {
    this.#refusals.add(request, error, performance.now());
    for (const call of this.#open) {
      if (call.inFlight || this.#refusals.of(call.request, performance.now()) === undefined) continue;
      this.#waiting.remove(call);
      this.#end(call, () => call.asked.reject(error));
    }
  }

  /** The endpoint is down, or asked for a pause beyond its patience: nobody who is waiting waits any longer. */
  #giveUp(): void {
    this.#gaveUpAt = this.#circuit.givesUpAt;
    this.#waiting.clear();
    for (const call of this.#open) {
      if (!call.inFlight) this.#end(call, () => call.asked.reject(this.#outOfPatience()));
    }
  }

  #outOfPatience(): TransportError {
    const { name, patienceMs } = this.#config;
    return new TransportError(
      `endpoint '${name}' did not answer within its ${patienceMs / 1000} s: ${this.#lastFailure}`,
      { missingClass: 'endpoint', retryable: true },
    );
  }

  #end(call: Call, tell: () => void): void {
    if (!this.#open.delete(call)) return;
    clearTimeout(call.backOff);
    call.asked.signal.removeEventListener('abort', call.asked.onAbort);
    if (this.#refusals.release(call.request)) this.#waiting.addHeld();
    tell();
  }

  #sleepUntilNext(now: number): void {
    clearTimeout(this.#wake);
    const { down, opensAt, givesUpAt } = this.#circuit;
    const hasNext = this.#waiting.hasNext(down);
    const opens = hasNext && opensAt > now ? opensAt : Infinity;
    const givesUp = this.#open.size > 0 && givesUpAt > now ? givesUpAt : Infinity;
    const looks = hasNext && this.#isHeld() ? now + HELD_MS : Infinity;
    const next = Math.min(opens, givesUp, looks);
    if (next < Infinity) this.#wake = setTimeout(() => this.#pump(), Math.ceil(next - now));
  }
}
