/** Where the Temporal server is: one helper decides, so that nothing downloads one. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import { ROOT } from '../home/provenance.ts';

/** @throws UserError with the remedy where there is none */
export function temporalBinary(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['TEMPORAL_CLI_PATH'];
  const candidates = [
    ...(named === undefined ? [] : [named]),
    join(ROOT, '.venv', 'bin', 'temporal'),
    ...(environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'temporal')),
  ];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new UserError('There is no Temporal server here.', {
    place: join(ROOT, '.venv', 'bin', 'temporal'),
    remedy: 'Run `npm run setup`, or name one in TEMPORAL_CLI_PATH.',
  });
}
