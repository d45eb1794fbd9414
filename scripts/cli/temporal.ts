/** Commands' way to Temporal: every call has a deadline, because a query without a live worker hangs. */
import { Client, Connection } from '@temporalio/client';
import { UserError } from '../../domain/errors.ts';
import type { Home } from '../../services/home/home.ts';
import { temporalTarget } from '../../services/temporal-server/connect.ts';

export interface Temporal {
  readonly client: Client;
  readonly ui: string | undefined;
  readonly namespace: string;
}

const DEADLINE_MS = 10_000;

/** @throws UserError where no Temporal answers, with the remedy */
export async function withTemporal<T>(home: Home, body: (temporal: Temporal) => Promise<T>): Promise<T> {
  const target = temporalTarget(home);
  let connection: Connection;
  try {
    connection = await Connection.connect({ ...target.connection, connectTimeout: DEADLINE_MS });
  } catch {
    throw new UserError(`Temporal at ${target.connection.address ?? '?'} does not answer.`, {
      remedy: 'Is it starting? Otherwise start it: ./holdfast up',
    });
  }
  try {
    return await body({
      client: new Client({ connection, namespace: target.namespace }),
      ui: target.ui,
      namespace: target.namespace,
    });
  } finally {
    await connection.close();
  }
}

/** Bounds what needs a live worker, or a live server. @throws UserError at the deadline, or where nobody listens */
export async function withinDeadline<T>(
  client: Client,
  call: () => Promise<T>,
  ms = DEADLINE_MS,
  late = (): UserError => new UserError('No worker answers.', { remedy: 'Start one: ./holdfast up' }),
): Promise<T> {
  try {
    return await client.connection.withDeadline(Date.now() + ms, call);
  } catch (error) {
    if (isAway(error)) throw late();
    throw error;
  }
}

/** gRPC's DEADLINE_EXCEEDED and UNAVAILABLE. */
function isAway(error: unknown): boolean {
  const seen = new Set<unknown>();
  for (let at = error; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at);
    if ('code' in at && (at.code === 4 || at.code === 14)) return true;
  }
  return false;
}

/** Link of an experiment in the Temporal UI. */
export function uiLink(temporal: Temporal, workflowId: string): string | undefined {
  return temporal.ui === undefined
    ? undefined
    : `${temporal.ui}/namespaces/${temporal.namespace}/workflows/${encodeURIComponent(workflowId)}`;
}
