/** Which stores this program may work on. */
import { UserError } from '../../domain/errors.ts';
import { SCHEMA_VERSION } from './application.ts';
import type { Marks } from './backend.ts';

/** There is no store at this place yet. */
export class NoStore extends UserError {}

/** @throws UserError for a foreign or newer store; with `open` also where there is none yet, or an older one */
export function checkFits(marks: Marks, mode: 'migrate' | 'open', place: string): void {
  switch (marks.kind) {
    case 'foreign':
      throw new UserError('this is not a store of Holdfast; it was left as it is', {
        place,
        remedy: 'Name another file or database: Holdfast wants one of its own.',
      });
    case 'empty':
      if (mode === 'migrate') return;
      throw new NoStore('there is no store here yet', {
        place,
        remedy: 'Run `holdfast up`, which makes it.',
      });
    case 'ours':
      if (marks.version > SCHEMA_VERSION) {
        throw new UserError(
          `a newer Holdfast wrote this store (version ${marks.version}; this one knows ${SCHEMA_VERSION}); it was left as it is`,
          { place, remedy: 'Use the newer Holdfast, or another home.' },
        );
      }
      if (marks.version < SCHEMA_VERSION && mode === 'open') {
        throw new UserError(
          `an older Holdfast wrote this store (version ${marks.version}; this one needs ${SCHEMA_VERSION})`,
          {
            place,
            remedy: 'Stop the workers of the older one, then run `holdfast migrate` or `holdfast up`.',
          },
        );
      }
  }
}
