/** The memo key of a call: same key, same answer, no second payment. */
import { createHash } from 'node:crypto';
import { memoKeyText, type CompletionRequest, type ModelIdentity } from '../../domain/completion.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';

/** @param draw the replicate's label ('' for none) and the repetition number inside the cell */
export function memoKey(
  request: CompletionRequest,
  identity: ModelIdentity,
  draw: { readonly replicate: string; readonly draw: number },
): Sha256 {
  const text = canonicalJson(memoKeyText(request, identity, draw));
  return createHash('sha256').update(text).digest('hex') as Sha256;
}
