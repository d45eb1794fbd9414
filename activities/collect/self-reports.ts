/** Who a server says it is: kept once for each difference, and held against what it said first where the spec is strict. */
import type { ModelRef, SaidOfItself } from '../../domain/completion.ts';
import { TransportError } from '../../domain/errors.ts';
import type { ExperimentId } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Store } from '../../domain/store.ts';
import { inWords } from '../../families/who-answers.ts';

export interface SelfReports {
  /** @throws TransportError where a strict study is answered by another than at first: that answer is not to be kept */
  look(model: ModelRef, said: SaidOfItself | undefined): Promise<void>;
}

/** Of one shard. */
export function selfReports(
  store: Pick<Store, 'noteSelfReport' | 'selfReports'>,
  experiment: ExperimentId,
  workerRun: string,
  isStrict: boolean,
): SelfReports {
  const seen = new Map<string, Promise<void>>();

  async function note({ endpoint, model }: ModelRef, said: SaidOfItself): Promise<void> {
    await store.noteSelfReport(experiment, { endpoint, model, said }, workerRun);
    if (!isStrict) return;
    const reports = await store.selfReports(experiment);
    const first = reports.find((report) => report.endpoint === endpoint && report.model === model);
    if (first === undefined || canonicalJson({ ...first.said }) === canonicalJson({ ...said })) return;
    throw new TransportError(
      `endpoint '${endpoint}' says that ${inWords(said)} answers, and began as ${inWords(first.said)}: the spec is strict`,
      { missingClass: 'other-model', retryable: false, concerns: 'model' },
    );
  }

  function look(model: ModelRef, said: SaidOfItself | undefined): Promise<void> {
    if (said === undefined) return Promise.resolve();
    const key = canonicalJson({ endpoint: model.endpoint, model: model.model, said: { ...said } });
    let known = seen.get(key);
    if (known === undefined) {
      known = note(model, said);
      seen.set(key, known);
    }
    return known;
  }

  return { look };
}
