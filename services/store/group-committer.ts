/** Group commit: entries that come close together share one commit, and each is acknowledged after it. */

interface Waiting<Entry, Result> {
  readonly entry: Entry;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Collects entries for at most `windowMs`, or until `largest` wait, and commits them together. One commit runs at a
 * time; what comes meanwhile is the next group.
 */
export class GroupCommitter<Entry, Result> {
  readonly #commit: (entries: readonly Entry[]) => Promise<readonly Result[]>;
  readonly #windowMs: number;
  readonly #largest: number;
  readonly #apart: (error: unknown) => boolean;
  #waiting: Waiting<Entry, Result>[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running = false;

  /**
   * @param commit commits the entries and answers one result each, in order; it throws if none was committed
   * @param limits `apart`: whether a group that failed so may hold one bad entry, so that each is worth trying alone
   */
  constructor(
    commit: (entries: readonly Entry[]) => Promise<readonly Result[]>,
    limits: {
      readonly windowMs: number;
      readonly largest: number;
      readonly apart: (error: unknown) => boolean;
    },
  ) {
    this.#commit = commit;
    this.#windowMs = limits.windowMs;
    this.#largest = limits.largest;
    this.#apart = limits.apart;
  }

  /** Resolves after the commit that holds the entry. */
  add(entry: Entry): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      if (this.#waiting.length >= this.#largest) this.#start();
      else this.#timer ??= setTimeout(() => this.#windowOver(), this.#windowMs);
    });
  }

  #windowOver(): void {
    this.#timer = undefined;
    this.#start();
  }

  #start(): void {
    // While a commit runs nothing starts: its end looks at who waits.
    if (this.#running || this.#waiting.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = true;
    void this.#settle(this.#waiting.splice(0, this.#largest)).finally(() => {
      this.#running = false;
      // Whoever came meanwhile has a timer, or its window is over already.
      if (this.#timer === undefined || this.#waiting.length >= this.#largest) this.#start();
    });
  }

  async #settle(group: readonly Waiting<Entry, Result>[]): Promise<void> {
    try {
      const results = await this.#commit(group.map(({ entry }) => entry));
      group.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (group.length === 1 || !this.#apart(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      // One bad entry must not take the others along: each alone, then.
      for (const one of group) await this.#settle([one]);
    }
  }
}
