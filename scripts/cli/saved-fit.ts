/** The JSON of `irt fit --json`, read back to score by. */
import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import type { ScoringModel } from '../../methods/irt/scores.ts';
import { readTextFile } from './text-file.ts';

const schema = z.object({
  model: z.enum(['rasch', '2pl']),
  converged: z.boolean(),
  latent: z.object({ variance: z.number().nonnegative().nullable() }),
  items: z.array(z.object({ id: z.string(), a: z.number().nullable(), d: z.number().nullable() })).min(1),
});

export interface SavedFit extends ScoringModel {
  readonly converged: boolean;
  readonly items: readonly (ScoringModel['items'][number] & { readonly id: string })[];
}

/** @throws UserError naming the file: no JSON, or not what `irt fit --json` prints */
export function readSavedFit(file: string): SavedFit {
  const refuse = (message: string): UserError =>
    new UserError(message, {
      place: file,
      remedy: 'Write it with: ./holdfast irt fit FILE --json > fit.json',
    });
  let json: unknown;
  const { text } = readTextFile(file);
  try {
    json = JSON.parse(text);
  } catch {
    throw refuse('this is not JSON');
  }
  const { success, data, error } = schema.safeParse(json);
  if (!success) {
    const [issue] = error.issues;
    throw refuse(`this is no fit: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const ids = data.items.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw refuse(`the item '${twice}' stands twice`);
  return data;
}
