/** The memo as `plan` goes by it: whose answers it would be, and what of them is there. */
import { earlierAnswers } from '../../activities/collect/earlier-answers.ts';
import { Programs } from '../../activities/programs.ts';
import { Tools } from '../../activities/tools/tools.ts';
import { addressOf, type ModelIdentity, type ModelRef } from '../../domain/completion.ts';
import { messageOf, UserError } from '../../domain/errors.ts';
import { modelsOf } from '../../families/block.ts';
import { openBackend } from '../../services/inference/backends.ts';
import { readUp } from '../../services/temporal-server/connect.ts';
import type { Memo } from './rehearsal.ts';
import type { Planning } from './session.ts';
import type { SpecFile } from './spec-file.ts';

export interface PlanMemo {
  readonly memo: Memo;
  /** Why nothing can be said of a model's answers, by the model as JSON. */
  readonly unknown: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

export async function openPlanMemo(session: Planning, spec: SpecFile): Promise<PlanMemo> {
  const { store, config } = session;
  const identities = new Map<string, ModelIdentity>();
  const unknown = new Map<string, string>();
  for (const model of store === undefined ? [] : modelsOf(spec.study.blocks)) {
    const key = JSON.stringify(model);
    try {
      identities.set(key, await identityOf(session, model));
    } catch (error) {
      unknown.set(key, error instanceof UserError ? error.message : messageOf(error));
    }
  }
  const tools = new Tools();
  const programs = spec.study.programs ? new Programs() : undefined;
  const environment = await programs?.environment().catch(() => undefined);
  const earlier =
    store === undefined
      ? undefined
      : earlierAnswers(store, '', ({ endpoint }) => addressOf(config.endpoints.get(endpoint) ?? {}));
  const never = new AbortController().signal;
  return {
    unknown,
    memo: {
      store,
      identityOf: (model) => identities.get(JSON.stringify(model)),
      earlier: async (request, identity, draw) => (await earlier?.find(request, identity, draw))?.completion,
      useTool: (use) => tools.use(use, never),
      environment,
    },
    async close() {
      await tools.close();
      await programs?.close();
    },
  };
}

async function identityOf({ config, home }: Planning, model: ModelRef): Promise<ModelIdentity> {
  const endpoint = config.endpoints.get(model.endpoint);
  if (endpoint === undefined) throw new UserError(`no endpoint '${model.endpoint}'`);
  const backend = await openBackend(endpoint, {
    llamaThreads: config.llamaThreads,
    scriptedAddress: (name) => (home === undefined ? undefined : readUp(home)?.scripted[name]),
  });
  try {
    return await backend.identity(model);
  } finally {
    await backend.close();
  }
}
