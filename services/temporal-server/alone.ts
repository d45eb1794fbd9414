/** The server of a home for a moment, without workers: for what is to be done to its histories while nothing else runs. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Home } from '../home/home.ts';
import { freePorts, startServer, waitUntilServing } from './server.ts';
import { endStaleServer } from './stale.ts';

/** A history goes when the server has noted that its end was dealt with, which it does twice a minute by itself. */
const PROMPT = ['transfer', 'visibility', 'timer'].map(
  (queue) => `history.${queue}ProcessorUpdateAckInterval="500ms"`,
);

const START_MS = 60_000;
/** Its database outlives a kill, and its own end takes longer than what it was started for. */
const END_MS = 3000;

/**
 * The caller has claimed the home.
 *
 * @throws Error where the server does not start
 */
export async function withServerAlone<T>(
  home: Home,
  body: (connection: Connection) => Promise<T>,
): Promise<T> {
  await endStaleServer(home);
  const ports = await freePorts();
  const child = startServer(home, ports, PROMPT);
  const gone = once(child, 'exit');
  const ended = new AbortController();
  void gone.then(() => ended.abort(new Error('it ended')));
  try {
    const address = `127.0.0.1:${ports.grpc}`;
    await waitUntilServing(address, AbortSignal.any([ended.signal, AbortSignal.timeout(START_MS)]));
    const connection = await Connection.connect({ address });
    try {
      return await body(connection);
    } finally {
      await connection.close();
    }
  } finally {
    child.kill('SIGTERM');
    await Promise.race([gone, sleep(END_MS)]);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await gone;
  }
}

/** Writes its database anew, so that nothing of what was deleted is left in the file. Nobody may have it open. */
export function compactTemporal(home: Pick<Home, 'temporalDatabase'>): void {
  if (!existsSync(home.temporalDatabase)) return;
  // Its tables are written with double quotes around texts.
  const file = new DatabaseSync(home.temporalDatabase, {
    timeout: 10_000,
    enableDoubleQuotedStringLiterals: true,
  });
  try {
    file.exec('vacuum');
    file.exec('pragma wal_checkpoint(truncate)');
  } finally {
    file.close();
  }
}
