/**
 * The one place that retries a call: one dispatcher per endpoint and worker process, shared by all its shards. It
 * decides how many calls are in flight, waits when the endpoint asks for it, tries again within its patience, and
 * gives up for everybody when the endpoint is down.
 */
import type { Completion, CompletionRequest } from '../../domain/completion.ts';
import type { Backend, EndpointConfig } from '../../domain/endpoint.ts';
import { TransportError } from '../../domain/errors.ts';
import { backOffMs } from './back-off.ts';
import { createCircuit } from './circuit.ts';
import { adaptiveConcurrency } from './concurrency.ts';
import { abortReason, withDeadline } from './deadline.ts';
import { fateOf, type Loss, type Passage } from './passage.ts';
import { createRefusals } from './refusals.ts';
import { createTurns, type Party } from './turns.ts';

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

interface Call {
  readonly sequence: number;
  readonly request: CompletionRequest;
  readonly signal: AbortSignal;
  readonly passage: Passage | undefined;
  readonly party: Party;
  readonly resolve: (completion: Completion) => void;
  readonly reject: (error: unknown) => void;
  readonly onAbort: () => void;
  failures: number;
  firstFailureAt: number;
  lastFailureAt: number;
  isAdmitted: boolean;
  /** It went out, and what became of it is not known yet. */
  isOut: boolean;
  inFlight: boolean;
  backOff: NodeJS.Timeout | undefined;
}

const NOBODY: Party = { name: '', weight: 1 };

/** While sending is held, it is looked at again so often. */
const HELD_MS = 500;

/**
 * @param seed jitter is drawn from it
 * @param isHeld whether nothing may be sent now, because an answer could not be kept
 */
export function createDispatcher(
  backend: Pick<Backend, 'complete'>,
  config: Pick<EndpointConfig, 'name' | 'concurrency' | 'timeoutMs' | 'patienceMs'>,
  seed = 0,
  isHeld = (): boolean => false,
): Dispatcher {
  const concurrency = adaptiveConcurrency(config.concurrency);
  const circuit = createCircuit(config.patienceMs, seed);
  const refusals = createRefusals();
  /** Every call that is not settled, in order of arrival. */
  const open = new Set<Call>();
  /** Those whose turn is still to come: the new, and those that are to be tried again. */
  const turns = createTurns<Call>();
  /** Admitted, in the order of their turns: a few, so that no place in flight waits for an admission. */
  const ready: Call[] = [];
  /** Failed, and not to be tried again yet. */
  const backingOff = new Set<Call>();
  /** Wait for the outcome of the one that asks again after a refusal. */
  const held: Call[] = [];
  let admitting = 0;
  let inFlight = 0;
  let sequence = 0;
  let wake: NodeJS.Timeout | undefined;
  let gaveUpAt = Infinity;
  /** Probes are by turns a call that failed and one that did not: neither kind alone may hold an endpoint down. */
  let probesAgain = true;
  let lastFailure = 'nothing was tried';

  function dispatch(
    request: CompletionRequest,
    signal: AbortSignal,
    passage?: Passage,
    party = NOBODY,
  ): Promise<Completion> {
    if (signal.aborted) return Promise.reject(abortReason(signal));
    const refusal = refusals.of(request, performance.now());
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise<Completion>((resolve, reject) => {
      const onAbort = (): void => {
        unqueue(call);
        lose(call, 'cut-off', abortReason(signal));
        end(call, () => reject(abortReason(signal)));
        pump();
      };
      const call: Call = {
        ...{ sequence: sequence++, request, signal, passage, party, resolve, reject, onAbort },
        ...{
          failures: 0,
          firstFailureAt: 0,
          lastFailureAt: 0,
          isAdmitted: passage === undefined,
          isOut: false,
          inFlight: false,
          backOff: undefined,
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      // Whoever comes to an endpoint that is down, and finds nobody waiting, sees for itself.
      if (open.size === 0) gaveUpAt = circuit.givesUpAt;
      open.add(call);
      queue(call);
      pump();
    });
  }

  function queue(call: Call): void {
    if (refusals.mayAsk(call.request)) turns.add(call.party, 'new', call);
    else held.push(call);
  }

  function unqueue(call: Call): void {
    turns.remove(call.party, call);
    backingOff.delete(call);
    remove(ready, call);
    remove(held, call);
  }

  function queueHeld(): void {
    for (const call of held.splice(0)) queue(call);
  }

  function pump(): void {
    const now = performance.now();
    const patienceOver = now >= circuit.givesUpAt && gaveUpAt !== circuit.givesUpAt;
    if (patienceOver || circuit.pausedUntil - now > config.patienceMs) giveUp();
    admitAhead();
    while (
      hasNext() &&
      !isHeld() &&
      now >= circuit.opensAt &&
      inFlight < (circuit.down ? 1 : concurrency.limit)
    ) {
      const call = circuit.down ? nextProbe() : nextReady();
      if (call !== undefined) void launch(call);
    }
    sleepUntilNext(now);
  }

  function hasNext(): boolean {
    return ready.length > 0 || (circuit.down && backingOff.size > 0);
  }

  /** What is to be tried again goes before what was admitted for this turn; that keeps its place before the new. */
  function nextReady(): Call | undefined {
    const call = ready.shift();
    if (call === undefined || call.failures > 0) return call;
    const again = turns.takeOf(call.party, 'again');
    if (again === undefined) return call;
    if (!again.isAdmitted) {
      // Its admission takes a moment, in which the place is not left empty.
      void admitOne(again);
      return call;
    }
    turns.add(call.party, 'admitted', call);
    return again;
  }

  /** The one that failed and waits longest since then, and next time one that was not tried yet. */
  function nextProbe(): Call | undefined {
    let again: Call | undefined;
    for (const call of open) {
      const waits = call.failures > 0 && !call.inFlight;
      if (waits && call.lastFailureAt < (again?.lastFailureAt ?? Infinity)) again = call;
    }
    const fresh = ready.find((call) => call.failures === 0);
    const call = (probesAgain ? (again ?? fresh) : (fresh ?? again)) ?? ready[0];
    if (call === undefined) return undefined;
    probesAgain = call.failures === 0;
    clearTimeout(call.backOff);
    unqueue(call);
    return call;
  }

  /**
   * Admission takes a moment (a commit): some calls are admitted ahead, so that no place in flight stays empty where many
   * answers come at once.
   */
  function admitAhead(): void {
    const limit = concurrency.limit;
    const wanted = Math.max(0, limit - inFlight) + Math.ceil(limit / 2);
    while (ready.length + admitting < wanted) {
      const call = turns.next();
      if (call === undefined) return;
      if (call.isAdmitted) ready.push(call);
      else void admitOne(call);
    }
  }

  async function admitOne(call: Call): Promise<void> {
    admitting++;
    await admitted(call);
    admitting--;
    if (open.has(call)) {
      if (call.failures > 0) ready.unshift(call);
      else ready.push(call);
    }
    pump();
  }

  async function launch(call: Call): Promise<void> {
    inFlight++;
    call.inFlight = true;
    let sentAt = performance.now();
    try {
      // A probe may be a call whose last sending used its admission up.
      if (!call.isAdmitted) await admitted(call);
      if (!passes(call)) return;
      sentAt = performance.now();
      const completion = await withDeadline(config.timeoutMs, call.signal, (signal) =>
        backend.complete(call.request, signal, () => goesOut(call)),
      );
      call.isOut = false;
      concurrency.succeeded();
      refusals.clear(call.request);
      queueHeld();
      circuit.alive();
      end(call, () => call.resolve(completion));
    } catch (error) {
      failed(call, error, sentAt);
    } finally {
      inFlight--;
      call.inFlight = false;
      pump();
    }
  }

  /** Admits it; where that fails, it is over. */
  async function admitted(call: Call): Promise<void> {
    try {
      await call.passage?.admit();
      call.isAdmitted = true;
    } catch (error) {
      end(call, () => call.reject(error));
    }
  }

  function passes(call: Call): boolean {
    try {
      if (open.has(call)) call.passage?.check?.();
    } catch (error) {
      end(call, () => call.reject(error));
    }
    return open.has(call);
  }

  function goesOut(call: Call): void {
    if (call.isOut || !open.has(call)) return;
    call.isOut = true;
    call.passage?.sent?.();
  }

  /** It used its admission up: whether it was paid for nobody can say, or an answer came that cannot be kept. */
  function lose(call: Call, reason: Loss['reason'], error: unknown): void {
    if (!call.isOut) return;
    call.isOut = false;
    call.isAdmitted = call.passage === undefined;
    call.passage?.unanswered?.({
      ...{ reason, error },
      usage: error instanceof TransportError ? error.usage : undefined,
    });
  }

  function account(call: Call, error: unknown): void {
    const fate = fateOf(error);
    if (fate !== 'refused') return lose(call, fate, error);
    if (call.isOut) call.passage?.refused?.();
    call.isOut = false;
  }

  function failed(call: Call, error: unknown, sentAt: number): void {
    account(call, error);
    if (call.signal.aborted || !(error instanceof TransportError)) return end(call, () => call.reject(error));
    if (!error.retryable) {
      // It answered, so it is up: it only does not want this request, or this key.
      circuit.alive();
      if (error.concerns !== undefined) refuse(call.request, error);
      return end(call, () => call.reject(error));
    }
    const now = performance.now();
    lastFailure = error.message;
    if (error.rateLimited) concurrency.rateLimited(sentAt, now);
    circuit.failed(call.sequence, sentAt, now, error.retryAfterMs);
    if (call.failures === 0) call.firstFailureAt = now;
    call.lastFailureAt = now;
    const patienceLeft = Math.min(call.firstFailureAt + config.patienceMs, circuit.givesUpAt) - now;
    const backOff = backOffMs(config.patienceMs, seed, call.sequence, call.failures++);
    if (patienceLeft <= 0 || (error.retryAfterMs ?? 0) > patienceLeft) {
      end(call, () => call.reject(outOfPatience()));
      if (now >= circuit.givesUpAt) giveUp();
      return;
    }
    const wait = error.retryAfterMs ?? Math.min(backOff, patienceLeft);
    backingOff.add(call);
    call.backOff = setTimeout(() => {
      backingOff.delete(call);
      turns.add(call.party, 'again', call);
      pump();
    }, wait);
  }

  /** What was refused concerns others too: those of them that are not sent yet are spared. */
  function refuse(request: CompletionRequest, error: TransportError): void {
    refusals.add(request, error, performance.now());
    for (const call of open) {
      if (call.inFlight || refusals.of(call.request, performance.now()) === undefined) continue;
      unqueue(call);
      end(call, () => call.reject(error));
    }
  }

  /** The endpoint is down, or asked for a pause beyond its patience: nobody who is waiting waits any longer. */
  function giveUp(): void {
    gaveUpAt = circuit.givesUpAt;
    turns.clear();
    backingOff.clear();
    ready.length = 0;
    held.length = 0;
    for (const call of open) if (!call.inFlight) end(call, () => call.reject(outOfPatience()));
  }

  function outOfPatience(): TransportError {
    const seconds = config.patienceMs / 1000;
    return new TransportError(
      `endpoint '${config.name}' did not answer within its ${seconds} s: ${lastFailure}`,
      {
        missingClass: 'endpoint',
        retryable: true,
      },
    );
  }

  function end(call: Call, tell: () => void): void {
    if (!open.delete(call)) return;
    clearTimeout(call.backOff);
    call.signal.removeEventListener('abort', call.onAbort);
    if (refusals.release(call.request)) queueHeld();
    tell();
  }

  function sleepUntilNext(now: number): void {
    clearTimeout(wake);
    const opens = hasNext() && circuit.opensAt > now ? circuit.opensAt : Infinity;
    const givesUp = open.size > 0 && circuit.givesUpAt > now ? circuit.givesUpAt : Infinity;
    const looks = hasNext() && isHeld() ? now + HELD_MS : Infinity;
    const next = Math.min(opens, givesUp, looks);
    if (next < Infinity) wake = setTimeout(pump, Math.ceil(next - now));
  }

  return {
    dispatch,
    get state() {
      return { limit: concurrency.limit, inFlight, waiting: open.size - inFlight, down: circuit.down };
    },
    close() {
      clearTimeout(wake);
      for (const call of open) {
        const closed = new Error(`endpoint '${config.name}' is being closed`);
        lose(call, 'cut-off', closed);
        end(call, () => call.reject(closed));
      }
    },
  };
}

function remove(queue: Call[], call: Call): void {
  const index = queue.indexOf(call);
  if (index >= 0) queue.splice(index, 1);
}
