/**
 * Which calls have gone out: noted before the first byte of each, and there after `kill -9`. A commit for each would make
 * every call wait; a write into a file of this process, which nobody reads unless the process died, takes microseconds. A
 * file has a place for each call that is in flight, used again and again, so that it stays small.
 */
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface ReadsNotes {
  /** Names of the sendings that a worker process noted; undefined where that cannot be known here. */
  sentBy(workerRun: string): ReadonlySet<string> | undefined;
}

export const NO_NOTES: ReadsNotes = { sentBy: () => undefined };

/** A sending is named by a UUID; a name of another length is not noted. */
const NAME_LENGTH = 36;
const PLACE_LENGTH = NAME_LENGTH + 1;
const EMPTY = `${' '.repeat(NAME_LENGTH)}\n`;
const KEPT_MS = 30 * 24 * 3600 * 1000;
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** Of one folder; `undefined` as the folder notes nothing. */
export class SentNotes implements ReadsNotes {
  readonly #folder: string | undefined;
  readonly #files = new Map<string, number>();
  readonly #places = new Map<string, { readonly run: string; readonly place: number }>();
  readonly #free = new Map<string, number[]>();
  readonly #used = new Map<string, number>();

  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** Makes the worker's file, before any row names it. */
  expect(workerRun: string): void {
    if (this.#folder === undefined || this.#files.has(workerRun)) return;
    mkdirSync(this.#folder, { recursive: true });
    this.#sweep();
    const file = openSync(this.#path(workerRun), 'w');
    // What was noted before a restart of the machine may not have reached the disk: then the notes say nothing.
    writeSync(file, headOf(bootId()), 0);
    this.#files.set(workerRun, file);
  }

  sent(id: string, workerRun: string): void {
    const file = this.#files.get(workerRun);
    if (file === undefined || id.length !== NAME_LENGTH || this.#places.has(id)) return;
    const place = this.#free.get(workerRun)?.pop() ?? this.#next(workerRun);
    writeSync(file, `${id}\n`, place * PLACE_LENGTH);
    this.#places.set(id, { run: workerRun, place });
  }

  /** It was not sent after all, or what became of it is committed. */
  clear(id: string): void {
    const noted = this.#places.get(id);
    const file = noted === undefined ? undefined : this.#files.get(noted.run);
    if (noted === undefined || file === undefined) return;
    writeSync(file, EMPTY, noted.place * PLACE_LENGTH);
    this.#places.delete(id);
    this.#free.set(noted.run, [...(this.#free.get(noted.run) ?? []), noted.place]);
  }

  sentBy(workerRun: string): ReadonlySet<string> | undefined {
    if (this.#folder === undefined || !existsSync(this.#path(workerRun))) return undefined;
    const [head = '', ...lines] = readFileSync(this.#path(workerRun), 'utf8').split('\n');
    if (`${head}\n` !== headOf(bootId())) return undefined;
    return new Set(lines.map((line) => line.trim()).filter((line) => line !== ''));
  }

  close(): void {
    for (const [run, file] of this.#files) {
      const isQuiet = ![...this.#places.values()].some((noted) => noted.run === run);
      if (isQuiet) ftruncateSync(file, PLACE_LENGTH);
      closeSync(file);
    }
    this.#files.clear();
  }

  /** Files of processes that ended long ago: what they left in flight is accounted for, or never will be. */
  #sweep(): void {
    for (const name of readdirSync(this.#folder ?? '')) {
      const path = join(this.#folder ?? '', name);
      const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
      if (Date.now() - mtimeMs > KEPT_MS) rmSync(path, { force: true });
    }
  }

  #path(workerRun: string): string {
    return join(this.#folder ?? '', `${workerRun.replaceAll(/[^\w.-]/g, '_')}.txt`);
  }

  #next(run: string): number {
    const place = (this.#used.get(run) ?? 0) + 1;
    this.#used.set(run, place);
    return place;
  }
}

function headOf(boot: string): string {
  return `${boot.slice(0, NAME_LENGTH).padEnd(NAME_LENGTH)}\n`;
}

function bootId(): string {
  return existsSync(BOOT_ID) ? readFileSync(BOOT_ID, 'utf8').trim() : 'no boot id';
}
