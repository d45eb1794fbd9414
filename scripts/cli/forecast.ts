/** What a study will take: all of it, and what is left when the memo's answers are taken off. */
import type { ModelRef } from '../../domain/completion.ts';
import { mannerOf } from '../../domain/manner.ts';
import type { Config } from '../../services/home/config.ts';
import { costMicroUsd, pricesOf } from '../../services/inference/cost.ts';
import { paceOf } from './pace.ts';
import type { ModelRehearsal, Rehearsal } from './rehearsal.ts';
import type { SpecFile } from './spec-file.ts';

/** Milliseconds of one call over a network where nothing is known yet: usual ones, at least and at most. */
const REMOTE_MS = [300, 6000] as const;
/** Milliseconds of a token, at least and at most: SmolLM2-135M on two cores, beginnings that were read before, and not. */
const LOCAL_MS = { prompt: [0.7, 3], completion: [15, 45] } as const;

/** All that a study asks of one model, as if nothing were answered yet. */
export interface Expected {
  readonly model: ModelRef;
  callsAtLeast: number;
  callsAtMost: number;
  tokensAtLeast: number;
  tokensAtMost: number;
  costAtLeastMicroUsd: number;
  costAtMostMicroUsd: number;
  msAtLeast: number;
  msAtMost: number;
}

/** By the model as JSON. */
export function expectedOf(config: Config, spec: SpecFile): Map<string, Expected> {
  const { study } = spec;
  const pace = paceOf(config, spec);
  const rows = new Map<string, Expected>();
  for (const estimate of study.estimates()) {
    const { model, times, callsAtLeast, callsAtMost, promptTokens } = estimate;
    const { completionTokensAtMost: answerTokensAtMost } = estimate;
    const key = JSON.stringify(model);
    const row = rows.get(key) ?? {
      ...{ model, callsAtLeast: 0, callsAtMost: 0, tokensAtLeast: 0, tokensAtMost: 0 },
      ...{ costAtLeastMicroUsd: 0, costAtMostMicroUsd: 0, msAtLeast: 0, msAtMost: 0 },
    };
    rows.set(key, row);
    const { local, maxConcurrency } = pace(model.endpoint);
    const prices = pricesOf(config.endpoints.get(model.endpoint) ?? { prices: {} }, model.model);
    const thoughts = callsAtMost * reasoningTokensOf(config, model);
    const completionTokensAtMost = answerTokensAtMost + thoughts;
    const perCall = promptTokens / Math.max(1, callsAtLeast);
    const mostPromptTokens = perCall * callsAtMost;
    row.callsAtLeast += times * callsAtLeast;
    row.callsAtMost += times * callsAtMost;
    const leastPromptTokens = callsAtLeast === 0 ? 0 : promptTokens;
    row.tokensAtLeast += Math.round(times * leastPromptTokens);
    row.tokensAtMost += Math.round(times * (mostPromptTokens + completionTokensAtMost));
    row.costAtLeastMicroUsd +=
      times * costMicroUsd(prices, { promptTokens: leastPromptTokens, completionTokens: 0 });
    row.costAtMostMicroUsd +=
      times *
      costMicroUsd(prices, { promptTokens: mostPromptTokens, completionTokens: completionTokensAtMost });
    if (local) {
      row.msAtLeast +=
        times * (leastPromptTokens * LOCAL_MS.prompt[0] + callsAtLeast * LOCAL_MS.completion[0]);
      row.msAtMost +=
        times * (mostPromptTokens * LOCAL_MS.prompt[1] + completionTokensAtMost * LOCAL_MS.completion[1]);
    } else {
      row.msAtLeast += (times * callsAtLeast * REMOTE_MS[0]) / maxConcurrency;
      row.msAtMost += (times * callsAtMost * REMOTE_MS[1]) / maxConcurrency;
    }
  }
  return rows;
}

/** What a model may think before each answer, as spec and configuration say. */
function reasoningTokensOf(config: Config, model: ModelRef): number {
  const manners = config.endpoints.get(model.endpoint)?.manners ?? {};
  return mannerOf(model.manner, manners[model.model] ?? manners['*']).reasoningTokens ?? 0;
}

/** Figures of a model that `plan` tells, at least and at most. */
export type Amounts = Omit<Expected, 'model'>;

/**
 * What will be asked and paid anew. Equal questions are one, and what the memo answers is none. At least: what the memo lacks now; at
 * most: that, and what may follow in cells that are open.
 *
 * @param first what is asked in any case, and `all` what may be asked: the same without a stopping rule
 */
export function anew(gross: Expected, first: Rehearsal, all: Rehearsal): Amounts {
  const key = JSON.stringify(gross.model);
  const callsAtLeast = Math.min(gross.callsAtLeast, Math.round(lacking(first, key, gross.callsAtLeast)));
  const follow = (gross.callsAtMost - gross.callsAtLeast) * openShare(all.models.get(key));
  const most = Math.round(lacking(all, key, gross.callsAtMost) + follow);
  const callsAtMost = Math.max(callsAtLeast, Math.min(gross.callsAtMost, most));
  const least = partOf(callsAtLeast, gross.callsAtLeast);
  const atMost = partOf(callsAtMost, gross.callsAtMost);
  return {
    ...{ callsAtLeast, callsAtMost },
    tokensAtLeast: Math.round(gross.tokensAtLeast * least),
    tokensAtMost: Math.round(gross.tokensAtMost * atMost),
    costAtLeastMicroUsd: gross.costAtLeastMicroUsd * least,
    costAtMostMicroUsd: gross.costAtMostMicroUsd * atMost,
    msAtLeast: gross.msAtLeast * least,
    msAtMost: gross.msAtMost * atMost,
  };
}

/** Questions that the memo lacks, and those of cells whose question cannot be told yet. */
function lacking({ models, threads, of }: Rehearsal, key: string, calls: number): number {
  const model = models.get(key);
  if (model === undefined || threads === 0) return 0;
  const unseen = model.cells === 0 ? 0 : (calls * model.unseenCells) / model.cells;
  return ((model.met - model.inMemo) * of) / threads + unseen;
}

function openShare(model: ModelRehearsal | undefined): number {
  return model === undefined ? 0 : partOf(model.openCells, model.cells);
}

function partOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
