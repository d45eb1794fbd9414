/** What an effect needs of its materials. */
import { UserError } from '../../../domain/errors.ts';
import { CONDITIONS, type Effect } from '../sheets/conditions.ts';
import { isSolved } from '../sheets/layout.ts';
import type { Material } from './material.ts';

/** @throws UserError where problems cannot be laid out as the effect has them */
export function requireFitting(effect: Effect, { name, low, high }: Material): void {
  if (effect === 'expertise-reversal' && low.length % 2 === 1) {
    throw new UserError(
      `the material '${name}' has ${low.length} problems, and an example needs a problem after it`,
      {
        place: low.at(-1)?.place ?? '',
        remedy: 'Write an even number of problems: each example stands before its like.',
      },
    );
  }
  if (effect === 'variability' && low.length !== high.length) {
    throw new UserError(
      `the material '${name}' has ${low.length} problems of low and ${high.length} of high variability`,
      { place: high.at(-1)?.place ?? '', remedy: 'Both need as many.' },
    );
  }
}

/**
 * @returns worked solutions that students see, over all materials
 * @throws UserError where one is not there
 */
export function requireSolutions(effect: Effect, materials: readonly Material[]): number {
  const shown = new Set(
    materials.flatMap((material) =>
      CONDITIONS[effect].flatMap(({ format, problems }) =>
        problems(material).filter((_, index) => isSolved(format, index)),
      ),
    ),
  );
  for (const { name, place, solution } of shown) {
    if (solution !== null) continue;
    throw new UserError(`the problem '${name}' is shown as a worked example, and has no solution`, {
      place,
      remedy: "Write it under '### Solution'.",
    });
  }
  return shown.size;
}
