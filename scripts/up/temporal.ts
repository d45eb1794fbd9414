/** The Temporal server of a home, on ports that are its own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UserError } from '../../domain/errors.ts';
import type { Home } from '../../services/home/home.ts';
import {
  freePorts,
  portIsFree,
  type ServerPorts,
  startServer,
  waitUntilServing,
} from '../../services/temporal-server/server.ts';
import { damageOfTemporal } from '../../services/store/damage.ts';
import { endStaleServer } from '../../services/temporal-server/stale.ts';
import { type Death, supervise, type Supervised } from '../../workers/supervisor.ts';
import { say } from '../cli/output.ts';
import { lastWord, logOf, sayDeath, TOO_OFTEN } from './launch.ts';

const NAME = 'temporal';
const START_MS = 60_000;

/** @throws UserError with the server's last word where it does not start, on several pairs of ports */
export async function serveTemporal(
  home: Home,
  parts: Supervised[],
): Promise<{ readonly address: string; readonly ui: string }> {
  await endStaleServer(home);
  let ports = await lastPorts(home);
  let reason = '';
  for (let attempt = 1; attempt <= TOO_OFTEN; attempt++) {
    ports ??= await freePorts();
    const address = `127.0.0.1:${ports.grpc}`;
    try {
      await start(home, ports, address, parts);
      writeFileSync(portsFile(home), JSON.stringify(ports));
      return { address, ui: `http://127.0.0.1:${ports.ui}` };
    } catch (error) {
      reason = messageOf(error);
      // Somebody may have taken a port between the look and the start.
      ports = undefined;
    }
  }
  throw new UserError(
    `The Temporal server does not start (${reason}). It last said: ${lastWord(home, NAME)}`,
    {
      place: logOf(home, NAME),
      remedy: 'Its log says why; ./holdfast doctor checks what is there.',
    },
  );
}

async function start(home: Home, ports: ServerPorts, address: string, parts: Supervised[]): Promise<void> {
  const starting = new AbortController();
  let serves = false;
  const part = supervise(
    NAME,
    () => startServer(home, ports),
    (death: Death) => {
      if (serves) {
        sayDeath(home, NAME, NAME, death);
        if (death.quickDeaths === TOO_OFTEN) void endWhereDamaged(home, part);
      } else starting.abort(new Error(`it ended: ${death.how}`));
    },
  );
  try {
    await waitUntilServing(address, AbortSignal.any([starting.signal, AbortSignal.timeout(START_MS)]));
    serves = true;
    parts.push(part);
  } catch (error) {
    await part.stop(0);
    throw error;
  }
}

/** No number of starts mends a damaged file. */
async function endWhereDamaged(home: Home, part: Supervised): Promise<void> {
  const damage = damageOfTemporal(home.temporalDatabase, 'quick');
  if (damage === undefined) return;
  say(`error: ${damage.describe()}`);
  say('  It is not started again.');
  await part.stop(0);
}

/** The ports of the last time where they are free, so that a bookmarked UI address stays right. */
async function lastPorts(home: Home): Promise<ServerPorts | undefined> {
  if (!existsSync(portsFile(home))) return undefined;
  const last = JSON.parse(readFileSync(portsFile(home), 'utf8')) as ServerPorts;
  return (await portIsFree(last.grpc)) && (await portIsFree(last.ui)) ? last : undefined;
}

function portsFile(home: Home): string {
  return join(home.folder, 'ports.json');
}
