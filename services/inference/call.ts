/** A call on its way through the dispatcher: how often it failed, and whether its sending is accounted for. */
import type { Completion, CompletionRequest } from '../../domain/completion.ts';
import { TransportError } from '../../domain/errors.ts';
import { fateOf, type Loss, type Passage } from './passage.ts';
import type { Party } from './turns.ts';

/** Who asks what, and who is told. */
export interface Asked {
  readonly sequence: number;
  readonly request: CompletionRequest;
  readonly signal: AbortSignal;
  readonly passage: Passage | undefined;
  readonly party: Party;
  readonly resolve: (completion: Completion) => void;
  readonly reject: (error: unknown) => void;
  /** Listens to the signal until the call is settled. */
  readonly onAbort: () => void;
}

export class Call {
  readonly asked: Asked;
  failures = 0;
  firstFailureAt = 0;
  lastFailureAt = 0;
  isAdmitted: boolean;
  inFlight = false;
  backOff: NodeJS.Timeout | undefined;
  /** It went out, and what became of it is not known yet. */
  #isOut = false;

  constructor(asked: Asked) {
    this.asked = asked;
    this.isAdmitted = asked.passage === undefined;
  }

  get request(): CompletionRequest {
    return this.asked.request;
  }

  get party(): Party {
    return this.asked.party;
  }

  get isBegun(): boolean {
    return this.asked.passage?.isBegun === true;
  }

  async admit(): Promise<void> {
    await this.asked.passage?.admit();
    this.isAdmitted = true;
  }

  /** @throws what its passage says against sending it */
  check(): void {
    this.asked.passage?.check?.();
  }

  /** Its first byte is about to leave. */
  goesOut(): void {
    if (this.#isOut) return;
    this.#isOut = true;
    this.asked.passage?.sent?.();
  }

  answered(): void {
    this.#isOut = false;
  }

  /** It used its admission up: whether it was paid for nobody can say, or an answer came that cannot be kept. */
  lose(reason: Loss['reason'], error: unknown): void {
    if (!this.#isOut) return;
    this.#isOut = false;
    this.isAdmitted = this.asked.passage === undefined;
    this.asked.passage?.unanswered?.({
      ...{ reason, error },
      usage: error instanceof TransportError ? error.usage : undefined,
    });
  }

  /** What the error means for what was sent. */
  account(error: unknown): void {
    const fate = fateOf(error);
    if (fate !== 'refused') return this.lose(fate, error);
    if (this.#isOut) this.asked.passage?.refused?.();
    this.#isOut = false;
  }

  /** @returns how often it had failed before */
  failed(now: number): number {
    if (this.failures === 0) this.firstFailureAt = now;
    this.lastFailureAt = now;
    return this.failures++;
  }
}
