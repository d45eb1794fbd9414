/** So many at once, the others in line in the order they came; whoever waits may leave. */
export class Slots {
  #free: number;
  readonly #line: (() => void)[] = [];

  /** @param count how many run at once: a whole number, 1 or more */
  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Runs the task as soon as there is a slot.
   *
   * @throws the signal's reason, at once, if it is aborted while the task waits; a running task watches it by itself
   */
  async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(signal);
    try {
      return await task();
    } finally {
      // Handed on, not given back: who comes in between must not overtake.
      const next = this.#line.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#line.splice(this.#line.indexOf(start), 1);
        reject(signal.reason as Error);
      };
      const start = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.#line.push(start);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
