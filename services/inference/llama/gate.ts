/** One at a time: whoever comes waits in line, and may leave it. */
export class Gate {
  #busy = false;
  readonly #line: (() => void)[] = [];

  /**
   * Runs the task when all before it are done.
   *
   * @throws the signal's reason, at once, if it is aborted while the task waits; a running task watches it by itself
   */
  async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (this.#busy) await this.#turn(signal);
    this.#busy = true;
    try {
      return await task();
    } finally {
      this.#busy = false;
      this.#line.shift()?.();
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#line.splice(this.#line.indexOf(start), 1);
        reject(signal.reason as Error);
      };
      const start = (): void => {
        // Taken here, not when the promise is heard of: who comes in between must not overtake.
        this.#busy = true;
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.#line.push(start);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
