/** What was really sent, read from the scripted endpoint's own log: our store could not prove it. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { LogLine } from '../../services/inference/scripted/log.ts';

export interface Sent {
  readonly sha256: string;
  readonly arrivedAt: number;
  /** The whole response was handed over, or the connection broke before; undefined while it is open. */
  readonly end: { readonly event: 'answered' | 'broken'; readonly at: number } | undefined;
}

const CHUNK = 1 << 20;

/** Reads on where it stopped: it is asked many times a second. */
export class RequestLog {
  readonly #path: string;
  readonly #buffer = Buffer.alloc(CHUNK);
  #offset = 0;
  #rest = '';
  /** Requests of all server processes, in order of arrival. */
  readonly #sent: Sent[] = [];
  /** Index of the open request with this number, of the present server process. */
  readonly #open = new Map<number, number>();
  readonly #answered = new Set<string>();

  constructor(path: string) {
    this.#path = path;
  }

  /** All requests so far. */
  sent(): readonly Sent[] {
    this.#read();
    return this.#sent;
  }

  /** Different requests that were answered so far. */
  answered(): number {
    this.#read();
    return this.#answered.size;
  }

  inFlight(): number {
    this.#read();
    return this.#open.size;
  }

  #read(): void {
    if (!existsSync(this.#path)) return;
    const file = openSync(this.#path, 'r');
    try {
      for (;;) {
        const bytes = readSync(file, this.#buffer, 0, CHUNK, this.#offset);
        if (bytes === 0) return;
        this.#offset += bytes;
        const lines = (this.#rest + this.#buffer.toString('utf8', 0, bytes)).split('\n');
        this.#rest = lines.pop() ?? '';
        for (const line of lines) this.#take(JSON.parse(line) as LogLine);
      }
    } finally {
      closeSync(file);
    }
  }

  #take(line: LogLine): void {
    if (line.event === 'arrived') {
      this.#open.set(line.request, this.#sent.length);
      this.#sent.push({ sha256: line.sha256, arrivedAt: line.at, end: undefined });
      return;
    }
    const index = this.#open.get(line.request) ?? -1;
    const sent = this.#sent[index];
    if (sent === undefined) return;
    this.#open.delete(line.request);
    this.#sent[index] = { ...sent, end: { event: line.event, at: line.at } };
    if (line.event === 'answered' && line.status === 200) this.#answered.add(line.sha256);
  }
}

/** Requests that were open at this moment. */
export function openAt(sent: readonly Sent[], at: number): readonly Sent[] {
  return sent.filter(({ arrivedAt, end }) => arrivedAt <= at && (end === undefined || end.at >= at));
}

/** What a worker had written to its socket still arrives this long after it was killed. */
const UNDER_WAY_MS = 500;

/**
 * Of the requests that were sent again: how long their answer had been delivered, in milliseconds, when the worker was
 * killed (or, where it was not, when they were sent again). 0 for calls that were in flight.
 */
export function unsettledFor(sent: readonly Sent[], workerKills: readonly number[]): readonly number[] {
  const ages: number[] = [];
  for (const [, tries] of Map.groupBy(sent, ({ sha256 }) => sha256)) {
    for (const [index, { arrivedAt, end }] of tries.entries()) {
      const later = tries[index + 1];
      if (later === undefined) continue;
      const lostAt =
        workerKills.find((kill) => kill >= arrivedAt - UNDER_WAY_MS && kill <= later.arrivedAt) ??
        later.arrivedAt;
      ages.push(end?.event === 'answered' ? Math.max(0, lostAt - end.at) : 0);
    }
  }
  return ages;
}

export function distinct(sent: readonly Sent[]): number {
  return new Set(sent.map(({ sha256 }) => sha256)).size;
}
