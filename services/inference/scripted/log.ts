/**
 * The scripted endpoint's request log, JSONL: a line when a request arrived, and one when it ended. Tests read from it
 * what was really sent, which our own store could not prove.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * `answered`: the whole response was handed to the socket. `broken`: the connection closed before. `at` is epoch
 * milliseconds, `request` numbers the requests of one server process, `sha256` is of the request's body.
 */
export type LogLine =
  | { event: 'arrived'; at: number; request: number; path: string; model: string; sha256: string }
  | { event: 'answered' | 'broken'; at: number; request: number; sha256: string; status: number };

export interface RequestLog {
  readonly counts: { readonly arrived: number; readonly answered: number; readonly broken: number };
  write(line: LogLine): void;
  close(): void;
}

export function openLog(path: string | undefined): RequestLog {
  let file = path === undefined ? undefined : openSync(path, 'a');
  const counts = { arrived: 0, answered: 0, broken: 0 };
  return {
    counts,
    write(line) {
      counts[line.event]++;
      // At once: the order of lines is the order of events, also when this process is killed next.
      if (file !== undefined) writeSync(file, `${JSON.stringify(line)}\n`);
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
