/**
 * Whose turn it is. Many experiments ask one endpoint, and its places go round among them by weight (stride scheduling;
 * Waldspurger and Weihl 1995): one that began a minute ago is not behind the thousands of calls of one that began before.
 */

/** An experiment at an endpoint: its calls take turns with those of the others. */
export interface Party {
  readonly name: string;
  /** Turns that it gets for each turn of a party of weight 1; above 0. */
  readonly weight: number;
}

/**
 * What of one party goes first: tried before, then admitted before, then what goes on with a cell that was begun, so that cells
 * settle one after the other and not all at the end; then new.
 */
export const LINES = ['again', 'admitted', 'begun', 'new'] as const;
export type Line = (typeof LINES)[number];

export interface Turns<T> {
  readonly size: number;
  /** At the end of its line. The weight that was said last counts. */
  add(party: Party, line: Line, item: T): void;
  /** The next item: of the party whose turn it is, the one that waits longest in its first line that is not empty. */
  next(): T | undefined;
  /** Takes out the item of a party that waits longest in this line, whoever's turn it is. */
  takeOf(party: Party, line: Line): T | undefined;
  remove(party: Party, item: T): void;
  clear(): void;
}

interface Waiting<T> {
  readonly lines: Readonly<Record<Line, Set<T>>>;
  readonly step: number;
  /** The one that is least far has the next turn. */
  readonly at: number;
  /** When it came, for those that are equally far. */
  readonly since: number;
}

export function createTurns<T>(): Turns<T> {
  /** Parties that wait, and only they: whoever comes back stands where the others are, and has saved up nothing. */
  const waiting = new Map<string, Waiting<T>>();
  /** How far those have come that have nothing waiting now: an empty moment between two calls is no new start. */
  const gone = new Map<string, number>();
  let size = 0;
  /** How far the turns have come. */
  let now = 0;
  let arrivals = 0;

  function enter({ name, weight }: Party): Waiting<T> {
    const step = 1 / weight;
    const before = waiting.get(name);
    const at = before?.at ?? Math.max(now, gone.get(name) ?? now);
    const lines = before?.lines ?? {
      again: new Set(),
      admitted: new Set(),
      begun: new Set(),
      new: new Set(),
    };
    const since = before?.since ?? arrivals++;
    gone.delete(name);
    const entered = { lines, step, at, since };
    waiting.set(name, entered);
    return entered;
  }

  function leaveWhereEmpty(name: string): void {
    const party = waiting.get(name);
    if (party === undefined || LINES.some((line) => party.lines[line].size > 0)) return;
    waiting.delete(name);
    if (waiting.size === 0) gone.clear();
    else gone.set(name, party.at);
    for (const [other, at] of gone) if (at <= now) gone.delete(other);
  }

  function first(): [string, Waiting<T>] | undefined {
    let best: [string, Waiting<T>] | undefined;
    for (const entry of waiting) {
      const isBefore =
        best === undefined ||
        entry[1].at < best[1].at ||
        (entry[1].at === best[1].at && entry[1].since < best[1].since);
      if (isBefore) best = entry;
    }
    return best;
  }

  function take(line: Set<T> | undefined): T | undefined {
    if (line === undefined) return undefined;
    for (const item of line) {
      line.delete(item);
      size--;
      return item;
    }
    return undefined;
  }

  return {
    get size() {
      return size;
    },
    add(party, line, item) {
      enter(party).lines[line].add(item);
      size++;
    },
    next() {
      const found = first();
      if (found === undefined) return undefined;
      const [name, party] = found;
      now = party.at;
      waiting.set(name, { ...party, at: party.at + party.step });
      const item = take(LINES.map((line) => party.lines[line]).find((line) => line.size > 0));
      leaveWhereEmpty(name);
      return item;
    },
    takeOf({ name }, line) {
      const item = take(waiting.get(name)?.lines[line]);
      leaveWhereEmpty(name);
      return item;
    },
    remove({ name }, item) {
      const party = waiting.get(name);
      if (party === undefined) return;
      for (const line of LINES) if (party.lines[line].delete(item)) size--;
      leaveWhereEmpty(name);
    },
    clear() {
      waiting.clear();
      gone.clear();
      size = 0;
    },
  };
}
