import { findExperiment, withSession } from '../cli/session.ts';
import { withTemporal } from '../cli/temporal.ts';
import { watchUntilSettled } from '../cli/progress.ts';
import { readUp, hasProfile } from '../../services/temporal-server/connect.ts';
import { say } from '../cli/output.ts';

/** `holdfast watch ID`: follows an experiment until it is done or waits for somebody. */
export async function watch(reference: string, options: { readonly json?: boolean }): Promise<void> {
  await withSession(async ({ home, store }) => {
    const { id } = await findExperiment(store, reference);
    if (readUp(home) === undefined && !hasProfile()) {
      say('no worker: run `./holdfast up`; showing what the store holds');
      await watchUntilSettled(home, store, undefined, id, options.json === true);
      return;
    }
    await withTemporal(home, (temporal) =>
      watchUntilSettled(home, store, temporal, id, options.json === true),
    );
  });
}
