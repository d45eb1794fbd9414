/** Which experiments of a list are alive: the store says `running` for ever where a workflow was terminated or lost. */
import { UserError } from '../../domain/errors.ts';
import { isOpen } from '../../domain/experiment.ts';
import type { ExperimentRecord } from '../../domain/store.ts';
import type { Home } from '../../services/home/home.ts';
import { hasProfile, readUp } from '../../services/temporal-server/connect.ts';
import { executionState } from './execution-state.ts';
import { say } from './output.ts';
import { withTemporal } from './temporal.ts';

/** A list is looked at often: it waits less than a command that does something. */
const DEADLINE_MS = 5000;

/**
 * Whether the workflow of each experiment in an open state is open. Ids are left out where nobody can say: then a line
 * on stderr tells what to do.
 */
export async function aliveness(
  home: Home,
  records: readonly ExperimentRecord[],
): Promise<ReadonlyMap<string, boolean>> {
  const asked = records.filter((record) => isOpen(record.state));
  if (asked.length === 0) return new Map();
  if (readUp(home) === undefined && !hasProfile()) {
    say('no worker: run `./holdfast up`');
    return new Map();
  }
  try {
    return await withTemporal(home, async (temporal) => {
      const states = await Promise.all(
        asked.map(
          async ({ id }) => [id, (await executionState(temporal, id, DEADLINE_MS)) === 'open'] as const,
        ),
      );
      return new Map(states);
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say(`Temporal does not answer, so states are as they were last written. ${error.remedy ?? ''}`.trimEnd());
    return new Map();
  }
}
