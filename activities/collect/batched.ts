/** Many small questions to the store become few large ones. */

/** One item of a batch, and who waits for what becomes of it. */
export interface Entry<In, Out> {
  readonly item: In;
  readonly resolve: (result: Out) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Collects items for `windowMs`, or until `largest` wait, and answers them together; one batch at a time.
 *
 * @param answer resolves or rejects each entry, whenever it knows; where it throws, those that are left fail
 */
export function batched<In, Out>(
  limits: { readonly windowMs: number; readonly largest: number },
  answer: (entries: readonly Entry<In, Out>[]) => Promise<void>,
): (item: In) => Promise<Out> {
  let waiting: Entry<In, Out>[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running = false;

  function schedule(): void {
    if (running || waiting.length === 0) return;
    if (waiting.length >= limits.largest) void start();
    else timer ??= setTimeout(() => void start(), limits.windowMs);
  }

  async function start(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    running = true;
    const batch = waiting.slice(0, limits.largest);
    waiting = waiting.slice(limits.largest);
    try {
      await answer(batch);
    } catch (error) {
      // A promise that is settled already stays as it is.
      for (const { reject } of batch) reject(error);
    }
    running = false;
    schedule();
  }

  return (item) =>
    new Promise<Out>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
