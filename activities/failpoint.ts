/**
 * For drills and tests only: `HOLDFAST_FAILPOINT=before-send:TEXT` kills this worker process, as hard as `kill -9`,
 * each time a request that holds TEXT (or, joined by `&&`, each of several texts) is about to be sent. So a cell that
 * takes its worker along can be staged.
 */
import { canonicalJson, type JsonObject } from '../domain/json.ts';
import type { CompletionRequest } from '../domain/completion.ts';

const NAME = 'before-send:';

/** Runs after the call was admitted and noted as in flight, right before its request goes out. */
export function beforeSend(request: CompletionRequest): void {
  const failpoint = process.env['HOLDFAST_FAILPOINT'];
  if (failpoint?.startsWith(NAME) !== true) return;
  const text = canonicalJson(request as unknown as JsonObject);
  const wanted = failpoint.slice(NAME.length).split('&&');
  if (wanted.every((part) => text.includes(part))) process.kill(process.pid, 'SIGKILL');
}
