/** Whether every model and tool of a spec is there and each key is taken: before anything is paid for. */
import type { ModelRef } from '../domain/completion.ts';
import type { PreflightInput } from '../domain/experiment.ts';
import { checkModel } from '../services/inference/backends.ts';
import { checkHome, type WorkerContext } from './context.ts';
import type { Endpoints } from './endpoints.ts';
import type { Programs } from './programs.ts';
import type { Tools } from './tools/tools.ts';
import { asActivity } from './failures.ts';

export function makePreflight(
  context: WorkerContext,
  endpoints: Endpoints,
  tools: Tools,
  programs: Programs,
): (input: PreflightInput) => Promise<void> {
  return asActivity(async ({ home, models, tools: names = [], programs: runsPrograms = false }) => {
    checkHome(context, home);
    for (const model of models) await check(model);
    for (const name of names) await tools.check(name);
    if (runsPrograms) await programs.check();
  });

  async function check(model: ModelRef): Promise<void> {
    const { backend } = await endpoints.get(model.endpoint);
    await checkModel(backend, model);
  }
}
