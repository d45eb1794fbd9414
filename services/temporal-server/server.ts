/** The development server of a home: file database, WAL, retention raised, our search attributes, its own UI. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { messageOf } from '../../domain/errors.ts';
import { SEARCH_ATTRIBUTES } from '../../domain/queues.ts';
import type { Home } from '../home/home.ts';
import { temporalBinary } from './binary.ts';

export interface ServerPorts {
  readonly grpc: number;
  readonly ui: number;
}

/** Ten years: the server's own default forgets finished experiments after a day. */
const RETENTION_SECONDS = 10 * 365 * 24 * 3600;

/**
 * Starts the server's process; it is ready when `waitUntilServing` resolves.
 *
 * @param settings dynamic configuration beside ours: `NAME=VALUE`
 */
export function startServer(home: Home, ports: ServerPorts, settings: readonly string[] = []): ChildProcess {
  mkdirSync(home.logs, { recursive: true });
  const log = openSync(join(home.logs, 'temporal.log'), 'a');
  const searchAttributes = Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]);
  const child = spawn(
    temporalBinary(),
    [
      'server',
      'start-dev',
      '--db-filename',
      home.temporalDatabase,
      '--ip',
      '127.0.0.1',
      '--port',
      String(ports.grpc),
      '--ui-port',
      String(ports.ui),
      '--sqlite-pragma',
      'journal_mode=WAL',
      '--sqlite-pragma',
      'synchronous=NORMAL',
      '--dynamic-config-value',
      'matching.numTaskqueueReadPartitions=1',
      '--dynamic-config-value',
      'matching.numTaskqueueWritePartitions=1',
      ...settings.flatMap((setting) => ['--dynamic-config-value', setting]),
      '--ui-disable-news-fetch',
      '--log-level',
      'warn',
      ...searchAttributes,
    ],
    // Ctrl-C in a terminal goes to its whole group: the server must outlive the workers that drain.
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  return child;
}

/** Waits until the server answers, then raises the retention. @throws Error once the signal is aborted */
export async function waitUntilServing(address: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1000 });
      try {
        await connection.withDeadline(Date.now() + 5000, () =>
          connection.workflowService.updateNamespace({
            namespace: 'default',
            config: { workflowExecutionRetentionTtl: { seconds: RETENTION_SECONDS as unknown as never } },
          }),
        );
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (signal.aborted) {
        const why = `${messageOf(signal.reason)}; ${messageOf(error)}`;
        throw new Error(`Temporal at ${address} does not answer: ${why}`, { cause: error });
      }
      await new Promise((wake) => setTimeout(wake, 200));
    }
  }
}

/**
 * Two ports that nothing listens on now, never one port twice: both are held until both are known. Another program may
 * still take one before the server does; then the server ends at once, and others are tried.
 */
export async function freePorts(): Promise<ServerPorts> {
  const probes = [createServer(), createServer()] as const;
  const [grpc, ui] = await Promise.all(probes.map(listen));
  await Promise.all(probes.map((probe) => new Promise((closed) => probe.close(closed))));
  if (grpc === undefined || ui === undefined) throw new Error('no port');
  return { grpc, ui };
}

function listen(probe: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}

export async function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
