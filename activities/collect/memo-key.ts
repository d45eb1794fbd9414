/** The memo key of a call: same key, same answer, no second payment. */
import { createHash } from 'node:crypto';
import { memoKeyText, type CompletionRequest, type ModelIdentity } from '../../domain/completion.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import { canonicalJson, type JsonObject } from '../../domain/json.ts';
import { type Environment, programKeyText, type ProgramRequest } from '../../domain/program.ts';

/** @param draw the replicate's label ('' for none) and the repetition number inside the cell */
export function memoKey(
  request: CompletionRequest,
  identity: ModelIdentity,
  draw: { readonly replicate: string; readonly draw: number },
): Sha256 {
  return hashOf(memoKeyText(request, identity, draw));
}

/** The same of a program. */
export function programKey(
  program: ProgramRequest,
  environment: Environment,
  draw: { readonly replicate: string; readonly draw: number },
): Sha256 {
  return hashOf(programKeyText(program, environment, draw));
}

function hashOf(text: JsonObject): Sha256 {
  return createHash('sha256').update(canonicalJson(text)).digest('hex') as Sha256;
}
