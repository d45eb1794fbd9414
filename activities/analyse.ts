/** One part of a family's analysis, kept as a blob: the same cells give the same bytes. */
import { canonicalJson, type Json } from '../domain/json.ts';
import type { AnalyseInput, ResultRef } from '../domain/experiment.ts';
import type { Studies, WorkerContext } from './context.ts';
import { asActivity } from './failures.ts';
import { collectedOf } from './rounds.ts';

export function makeAnalyse(
  context: WorkerContext,
  studies: Studies,
): (input: AnalyseInput) => Promise<ResultRef> {
  return asActivity(
    async ({ home, experiment, part, from }) => {
      const started = performance.now();
      const opened = await studies.get(home, experiment);
      const collected = await collectedOf(context, opened);
      const earlier = new Map<string, Json>();
      for (const ref of from) earlier.set(ref.name, JSON.parse(await context.blobs.text(ref.sha256)) as Json);
      const { result, headline } = await opened.study.analyse(part, {
        ...collected,
        earlier,
        compute: context.compute,
      });
      const sha256 = await context.blobs.put(canonicalJson(result));
      await context.store.setResult(experiment, part, sha256);
      await context.store.putStep(
        experiment,
        part,
        context.workerRun,
        sha256,
        Math.round(performance.now() - started),
      );
      return { name: part, sha256, ...(headline === undefined ? {} : { headline }) };
    },
    { heartbeat: true },
  );
}
