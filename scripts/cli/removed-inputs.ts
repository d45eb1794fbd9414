/** Files that hold data of persons which were removed from this home are not taken in again. */
import { UserError } from '../../domain/errors.ts';
import type { Store } from '../../domain/store.ts';
import type { SpecFile } from './spec-file.ts';

/** @throws UserError for an input as it was before persons' data were removed from it */
export async function refuseRemoved(store: Store, spec: SpecFile): Promise<void> {
  const found = await store.upkeep.removedInputs([...spec.inputs.values()].map(({ sha256 }) => sha256));
  for (const [name, { sha256 }] of spec.inputs) {
    const at = found.get(sha256);
    if (at === undefined) continue;
    const date = new Date(at).toISOString().slice(0, 10);
    throw new UserError(
      `${name} is the file of before ${date}: then data of persons were removed from this home, and it holds them still.`,
      {
        place: spec.file,
        remedy:
          'Take the same persons out of it. It is another experiment then, made without them from the start; what others were ' +
          'asked is in the memo, and is not asked anew.',
      },
    );
  }
}
