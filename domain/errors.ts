/**
 * What can go wrong, as types. An outcome is what the experiment observed and is no error at all (see outcome.ts).
 * Only `activities/` turns these into Temporal failures.
 */

import type { Usage } from './completion.ts';

/** Something the user can mend: names the place and the remedy. Commands print it as one message and exit with 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly place: string | undefined;
  readonly remedy: string | undefined;

  /**
   * @param message what is wrong, in one sentence
   * @param where `place`: file, line and column or the path in a spec; `remedy`: what to do next
   */
  constructor(message: string, where: { place?: string; remedy?: string } = {}) {
    super(message);
    this.place = where.place;
    this.remedy = where.remedy;
  }

  /** The message as a command prints it: place, what is wrong, what to do. */
  describe(): string {
    const place = this.place === undefined ? '' : `${this.place}: `;
    const remedy = this.remedy === undefined ? '' : `\n  ${this.remedy}`;
    return `${place}${this.message}${remedy}`;
  }

  /** Itself; of several at once, each. */
  get all(): readonly UserError[] {
    return [this];
  }
}

/** Several things to mend, told at once. */
export class UserErrors extends UserError {
  readonly #all: readonly UserError[];

  constructor(first: UserError, others: readonly UserError[]) {
    const { message, place, remedy } = first;
    super(message, {
      ...(place === undefined ? {} : { place }),
      ...(remedy === undefined ? {} : { remedy }),
    });
    this.#all = [first, ...others];
  }

  override get all(): readonly UserError[] {
    return this.#all;
  }

  override describe(): string {
    return this.#all.map((one) => one.describe()).join('\n');
  }
}

type Results<T extends readonly (() => unknown)[]> = { -readonly [K in keyof T]: ReturnType<T[K]> };

/**
 * What all of them come to. Whoever has to mend something is told of everything at once.
 *
 * @throws UserError of all that throw one; anything else at once
 */
export function gather<const T extends readonly (() => unknown)[]>(checks: T): Results<T> {
  const results: unknown[] = [];
  const wrong: UserError[] = [];
  for (const check of checks) {
    try {
      results.push(check());
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      wrong.push(...error.all);
    }
  }
  const [first, ...others] = wrong;
  if (first === undefined) return results as Results<T>;
  throw others.length === 0 ? first : new UserErrors(first, others);
}

/** A broken spec or a bug that no retry can mend: the experiment fails, what is settled stays. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** A later attempt took this shard over: whoever gets this is a leftover and stops. What it paid for stays settled. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/**
 * What our machinery lost, by class. A missing cell is tried again and never scored.
 * `endpoint`: down or answering nonsense; `refused-key`: the endpoint refuses the key; `rejected`: the endpoint
 * rejects this request for good (too long, unknown model); `budget`: a cap was reached; `worker`: the worker died
 * with it again and again; `tool`: a solver or sandbox could not be had; `other-model`: the server says that another model answers
 * than at first, and the spec is strict; `useless`: the model answers, and what is asked for is not in its answers.
 */
export type MissingClass =
  'endpoint' | 'refused-key' | 'rejected' | 'budget' | 'worker' | 'tool' | 'other-model' | 'useless';

/** A call that brought no completion: our machinery lost it. Thrown by backends, caught by the dispatcher. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly missingClass: MissingClass;
  /** Whether trying again in a moment may help. */
  readonly retryable: boolean;
  /** What the endpoint asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Whether this was a rate limit (429 or 503 with Retry-After): the dispatcher then halves its concurrency. */
  readonly rateLimited: boolean;
  /** What else it concerns: all calls of the endpoint, or all of this model as it is asked; undefined: this call alone. */
  readonly concerns: 'endpoint' | 'model' | undefined;
  /**
   * What the endpoint did with it, where it was sent at all: `refused` is not paid for; `useless` came and was none that can be
   * kept. Undefined: nothing came, or not the whole of it.
   */
  readonly came: 'refused' | 'useless' | undefined;
  /** What a useless answer used, where it told. */
  readonly usage: Usage | undefined;
  /** Our own time limit ended it. */
  readonly isTimeLimit: boolean;

  constructor(
    message: string,
    options: {
      missingClass: MissingClass;
      retryable: boolean;
      retryAfterMs?: number;
      rateLimited?: boolean;
      concerns?: 'endpoint' | 'model';
      came?: 'refused' | 'useless';
      usage?: Usage;
      isTimeLimit?: boolean;
    },
  ) {
    super(message);
    this.missingClass = options.missingClass;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
    this.rateLimited = options.rateLimited ?? false;
    this.concerns = options.concerns;
    this.came = options.came;
    this.usage = options.usage;
    this.isTimeLimit = options.isTimeLimit ?? false;
  }
}

/** A tool that a dialogue has used gave no result: our machinery lost it. What was judged is never at fault. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
