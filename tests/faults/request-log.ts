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

/** Requests that were sent again after their answer had been delivered and there was time to settle it. */
export function sentAgainThoughSettled(
  sent: readonly Sent[],
  workerKills: readonly number[],
  settledAfterMs: number,
): readonly Sent[] {
  const wrong: Sent[] = [];
  for (const [, tries] of Map.groupBy(sent, ({ sha256 }) => sha256)) {
    for (const [index, { arrivedAt, end }] of tries.entries()) {
      const later = tries[index + 1];
      if (later === undefined || end?.event !== 'answered') continue;
      const settledAt = end.at + settledAfterMs;
      const killedBefore = workerKills.some((kill) => kill >= arrivedAt && kill <= settledAt);
      if (!killedBefore && later.arrivedAt > settledAt) wrong.push(later);
    }
  }
  return wrong;
}

export function distinct(sent: readonly Sent[]): number {
  return new Set(sent.map(({ sha256 }) => sha256)).size;
}
