/** `holdfast plan SPEC`: calls, tokens, cost and time as ranges, what the memo holds, and what the figures can say. */
import { existsSync, writeFileSync } from 'node:fs';
import { openCompute } from '../../activities/compute/open.ts';
import { earlierAnswers } from '../../activities/collect/earlier-answers.ts';
import { memoKey } from '../../activities/collect/memo-key.ts';
import {
  addressOf,
  type CompletionRequest,
  type ModelIdentity,
  type ModelRef,
} from '../../domain/completion.ts';
import { firstAsks } from '../../domain/dialogue.ts';
import { messageOf, UserError } from '../../domain/errors.ts';
import { spread } from '../../domain/indexed.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import { mannerOf } from '../../domain/manner.ts';
import { countCells, threadsOf } from '../../families/block.ts';
import type { Config } from '../../services/home/config.ts';
import { openBackend } from '../../services/inference/backends.ts';
import { costMicroUsd, pricesOf } from '../../services/inference/cost.ts';
import { readUp } from '../../services/temporal-server/connect.ts';
import { dataLines } from '../cli/data-lines.ts';
import { duration, money } from '../../domain/figures.ts';
import { columns, print, printJson, say } from '../cli/output.ts';
import { sayOldSettings } from '../cli/old-settings.ts';
import { paceOf, requireEndpoints } from '../cli/pace.ts';
import { withPlanning, type Planning } from '../cli/session.ts';
import { frozenPlanFile } from '../cli/frozen-plan.ts';
import { noticeLines } from '../cli/study-notices.ts';
import { readSpec, type SpecFile } from '../cli/spec-file.ts';

/** Milliseconds of one call over a network where nothing is known yet: usual ones, at least and at most. */
const REMOTE_MS = [300, 6000] as const;
/** Threads whose first questions are looked up in the memo at most; of more, as many all over the study. */
const LOOKED_UP = 10_000;
/** Milliseconds of a token, at least and at most: SmolLM2-135M on two cores, beginnings that were read before, and not. */
const LOCAL_MS = { prompt: [0.7, 3], completion: [15, 45] } as const;

export async function plan(
  path: string,
  options: { readonly freeze?: boolean; readonly json?: boolean },
): Promise<void> {
  const spec = readSpec(path);
  if (options.freeze) freeze(spec);
  await withPlanning(async (session) => {
    sayOldSettings(session);
    requireEndpoints(session.config, spec);
    const rows = await Promise.all(
      [...expected(session, spec).values()].map(async (row) => ({
        ...row,
        memo: await held(session, spec, row.model),
      })),
    );
    const compute = openCompute();
    const outlook = await spec.study.outlook(compute);
    await compute.close();
    const cells = countCells(spec.study.blocks);
    const { round: first } = await spec.study.round(undefined);
    const cellsAtLeast = countCells(first?.blocks ?? []);
    const { data } = spec.study;
    if (options.json)
      return printJson({
        id: spec.id(),
        cells,
        ...(cellsAtLeast === cells ? {} : { cellsAtLeast }),
        models: rows,
        notices: spec.study.notices ?? [],
        outlook,
        ...(data === undefined ? {} : { data }),
      });
    print(`${spec.id()}: ${range(cellsAtLeast, cells, String)} cells`);
    for (const line of noticeLines(spec.study)) print(line);
    print('');
    print(
      columns([
        ['MODEL', 'CALLS', 'IN THE MEMO', 'TOKENS', 'COST', 'TIME'],
        ...rows.map((row) => [
          `${row.model.model} at ${row.model.endpoint}`,
          range(row.callsAtLeast, row.callsAtMost, String),
          row.memo,
          range(row.tokensAtLeast, row.tokensAtMost, String),
          range(row.costAtLeastMicroUsd, row.costAtMostMicroUsd, money),
          range(row.msAtLeast, row.msAtMost, duration),
        ]),
      ]),
    );
    print('');
    for (const text of outlook) print(text);
    if (data === undefined) return;
    print('');
    for (const text of dataLines(data)) print(text);
  });
}

interface Expected {
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

function expected({ config }: Planning, spec: SpecFile): Map<string, Expected> {
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

/** How many first questions of this model are answered in the memo already; the reason where that cannot be told. */
async function held(session: Planning, spec: SpecFile, model: ModelRef): Promise<string> {
  if (session.store === undefined) return 'none';
  let identity: ModelIdentity;
  try {
    identity = await identityOf(session, model);
  } catch (error) {
    return `not known: ${error instanceof UserError ? error.message : messageOf(error)}`;
  }
  const wanted = JSON.stringify(model);
  const threads = threadsOf(
    spec.study.blocks.filter(({ models }) => models.some((one) => JSON.stringify(one) === wanted)),
  );
  const asked: { key: Sha256; request: CompletionRequest; draw: number }[] = [];
  for (const [cell] of spread(threads, LOOKED_UP)) {
    if (cell === undefined) continue;
    for (const { request, draw } of firstAsks(spec.study.dialogue(cell, [])))
      if (JSON.stringify(request.model) === wanted)
        asked.push({ key: memoKey(request, identity, { replicate: '', draw }), request, draw });
  }
  const current = await session.store.currentKeys(asked.map(({ key }) => key));
  const found = await session.store.completions([...current.values()]);
  const earlier = earlierAnswers(session.store, '', ({ endpoint }) =>
    addressOf(session.config.endpoints.get(endpoint) ?? {}),
  );
  const known = await Promise.all(
    asked.map(
      async ({ key, request, draw }) =>
        found.has(current.get(key) ?? key) || (await earlier.find(request, identity, draw)) !== undefined,
    ),
  );
  const inMemo = `${known.filter(Boolean).length} of ${asked.length} first questions`;
  return threads.length <= LOOKED_UP ? inMemo : `${inMemo} that were looked up, of ${threads.length} threads`;
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

/** Writes estimand, primary arm and exclusions beside the spec, once: what is frozen is never overwritten. */
function freeze(spec: SpecFile): void {
  const file = frozenPlanFile(spec);
  if (existsSync(file)) {
    throw new UserError('This plan is frozen already.', {
      place: file,
      remedy: 'A frozen plan is not written again.',
    });
  }
  writeFileSync(file, `${JSON.stringify({ experiment: spec.id(), ...spec.study.frozenPlan() }, null, 2)}\n`);
  say(`frozen: ${file}`);
}

function range(least: number, most: number, show: (value: number) => string): string {
  return show(least) === show(most) ? show(least) : `${show(least)} to ${show(most)}`;
}
