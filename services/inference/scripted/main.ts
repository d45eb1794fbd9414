/** The scripted endpoint as a process of its own: prints one line of JSON with its address, and serves until it is ended. */
import { parseArgs } from 'node:util';
import { messageOf, UserError } from '../../../domain/errors.ts';
import { readScript } from './script.ts';
import { startScripted } from './server.ts';

// Whoever started it with a channel is gone, however it ended: nobody would end it any more.
process.once('disconnect', () => process.exit(0));
try {
  const { values } = parseArgs({
    options: { script: { type: 'string' }, port: { type: 'string', default: '0' }, log: { type: 'string' } },
  });
  if (values.script === undefined)
    throw new UserError('usage: main.ts --script FILE [--port N] [--log FILE]');
  const server = await startScripted({
    script: readScript(values.script),
    port: Number(values.port),
    ...(values.log === undefined ? {} : { logFile: values.log }),
  });
  process.stdout.write(`${JSON.stringify({ address: server.address })}\n`);
  process.send?.({ address: server.address });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
} catch (error) {
  process.stderr.write(`${error instanceof UserError ? error.describe() : messageOf(error)}\n`);
  process.exit(2);
}
