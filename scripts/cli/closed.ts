/** What changes a stored experiment from outside waits until nothing of it is under way. */
import { UserError } from '../../domain/errors.ts';
import { isOpen } from '../../domain/experiment.ts';
import type { ExperimentRecord } from '../../domain/store.ts';
import type { Home } from '../../services/home/home.ts';
import { aliveness } from './alive.ts';

/** @throws UserError where one of them is open, or where nobody can say that it is not */
export async function refuseOpen(home: Home, records: readonly ExperimentRecord[]): Promise<void> {
  const alive = await aliveness(home, records);
  for (const { id, state } of records) {
    if (!isOpen(state) || alive.get(id) === false) continue;
    throw new UserError(`${id} is ${state}: its answers are being used.`, {
      remedy: `Stop it first (with ./holdfast up running): ./holdfast stop ${id}`,
    });
  }
}
