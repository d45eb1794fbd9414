/** Whether every model of a spec is there and its key is taken: before anything is paid for. */
import type { ModelRef } from '../domain/completion.ts';
import type { PreflightInput } from '../domain/experiment.ts';
import { checkModel } from '../services/inference/backends.ts';
import { checkHome, type WorkerContext } from './context.ts';
import type { Endpoints } from './endpoints.ts';
import { asActivity } from './failures.ts';

export function makePreflight(
  context: WorkerContext,
  endpoints: Endpoints,
): (input: PreflightInput) => Promise<void> {
  return asActivity(async ({ home, models }) => {
    checkHome(context, home);
    for (const model of models) await check(model);
  });

  async function check(model: ModelRef): Promise<void> {
    const { backend } = await endpoints.get(model.endpoint);
    await checkModel(backend, model);
  }
}
