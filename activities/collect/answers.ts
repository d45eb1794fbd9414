/** Where an answer comes from: the memo, a call that is already under way, or a call of its own. */
import { randomUUID } from 'node:crypto';
import type {
  Completion,
  CompletionRequest,
  ModelIdentity,
  ModelRef,
  Usage,
} from '../../domain/completion.ts';
import type { Prices, TokensAtMost } from '../../domain/endpoint.ts';
import { Fault, TransportError } from '../../domain/errors.ts';
import type { Caps, CapName, Sha256 } from '../../domain/experiment.ts';
import { deriveSeed } from '../../domain/seeds.ts';
import { canonicalJson, type JsonObject } from '../../domain/json.ts';
import type { LedgerLine, ReservationOwner, Sending, Store } from '../../domain/store.ts';
import type { Loss, Passage } from '../../services/inference/passage.ts';
import { costMicroUsd } from '../../services/inference/cost.ts';
import { createAdmission } from './admission.ts';
import { earlierAnswers } from './earlier-answers.ts';
import { memoLookUp } from './look-up.ts';
import { memoKey } from './memo-key.ts';
import { selfReports } from './self-reports.ts';
import type { Stops } from './stops.ts';
import { onceAtATime, type UnderWay } from './under-way.ts';

/** Who is asked, and what it costs. */
export interface Asking {
  identityOf(model: ModelRef): Promise<ModelIdentity>;
  /** As `Dispatcher.dispatch` of the model's endpoint. */
  dispatch(request: CompletionRequest, signal: AbortSignal, passage: Passage): Promise<Completion>;
  tokensAtMost(request: CompletionRequest): TokensAtMost;
  priceOf(model: ModelRef): Prices;
  /** As identities hold it; undefined where the endpoint has none of its own. */
  addressOf(model: ModelRef): string | undefined;
}

export interface Answered {
  readonly key: Sha256;
  readonly completion: Completion;
}

export interface Answers {
  /**
   * @param isBegun its cell was asked something before
   * @throws TransportError where no answer came, with its class; the reason of the signal
   */
  answer(request: CompletionRequest, draw: number, isBegun?: boolean): Promise<Answered>;
  readonly cap: CapName | undefined;
  /** Answers that nothing was paid for. */
  readonly memoHits: number;
  /** Calls that were sent and whose end could not be written: the next attempt accounts for them. */
  readonly unaccounted: number;
}

/** Calls that this worker process has under way, by memo key. */
export type CallsUnderWay = UnderWay<Answered>;

export function createAnswers(context: {
  readonly store: Store;
  readonly underWay: CallsUnderWay;
  readonly asking: Asking;
  readonly owner: ReservationOwner;
  readonly caps: Caps;
  readonly replicate: string;
  readonly workerRun: string;
  /** Models that are asked nothing more. */
  readonly stops: Stops;
  /** A server that says it is another than before stops the study; false if absent. */
  readonly isStrict?: boolean;
  readonly signal: AbortSignal;
  /** Throws where nothing new may be sent. @param isAgain the call was sent before, and is tried again */
  readonly beforeSending: (isAgain: boolean) => void;
}): Answers {
  const { store, asking, owner, signal, underWay, stops } = context;
  const admission = createAdmission(store, owner, context.caps, signal);
  let memoHits = 0;
  let unaccounted = 0;

  const lookUp = memoLookUp(store, (keys) => store.completions(keys));
  const earlier = earlierAnswers(store, context.replicate, (model) => asking.addressOf(model));
  const selves = selfReports(store, owner.experiment, context.workerRun, context.isStrict ?? false);

  async function answer(asked: CompletionRequest, draw: number, isBegun = false): Promise<Answered> {
    signal.throwIfAborted();
    const request = ofReplicate(asked, context.replicate);
    const identity = await asking.identityOf(request.model);
    const key = memoKey(request, identity, { replicate: context.replicate, draw });
    const { value, isShared } = await onceAtATime(underWay, key, { owner, signal }, () =>
      recallOrCall(request, identity, key, draw, isBegun),
    );
    if (!isShared) return value;
    await lookAtRecalled(request.model, identity, value);
    memoHits++;
    return value;
  }

  async function recallOrCall(
    request: CompletionRequest,
    identity: ModelIdentity,
    asked: Sha256,
    draw: number,
    isBegun: boolean,
  ): Promise<Answered> {
    const { key, found: completion } = await lookUp(asked);
    // A question whose answer was set aside is asked anew, whatever stood under its name before.
    const before =
      completion === undefined && key === asked ? await earlier.find(request, identity, draw) : undefined;
    const found = completion === undefined ? before : { key, completion };
    if (found === undefined) return { key, completion: await call(request, identity, key, isBegun) };
    await lookAtRecalled(request.model, identity, found);
    memoHits++;
    return found;
  }

  /** An answer that another study asked for is one of this study's too. Servers that are said to hold the same differ in words. */
  async function lookAtRecalled(model: ModelRef, identity: ModelIdentity, found: Answered): Promise<void> {
    if (identity.serves === undefined) await selves.look(model, found.completion.saidOfItself);
  }

  async function call(
    request: CompletionRequest,
    identity: ModelIdentity,
    key: Sha256,
    isBegun: boolean,
  ): Promise<Completion> {
    const prices = asking.priceOf(request.model);
    const most = asking.tokensAtMost(request);
    const amount = { ...most, costMicroUsd: costMicroUsd(prices, most) };
    const reserved = {
      ...{ calls: 1, tokens: most.promptTokens + most.completionTokens },
      costMicroUsd: amount.costMicroUsd,
    };
    /** The sending that is admitted, until it is accounted for. */
    let sending: Sending | undefined;
    let accounts: Promise<void>[] = [];
    let wasAdmitted = false;
    const lineOf = ({ id }: Sending, used: Used): LedgerLine => ({
      ...{ sending: id, experiment: owner.experiment, shard: owner.shard, key, reserved, ...used },
    });

    function account(loss: Loss): void {
      if (sending === undefined) return;
      const used = usedBy(loss.usage, amount, prices);
      const noted = stops.note(request, loss.error);
      const charged = store.unanswered(lineOf(sending, used), loss.reason, owner, context.workerRun);
      sending = undefined;
      const both = Promise.all([noted, charged]).then(
        () => admission.ended(),
        (error: unknown) => {
          unaccounted++;
          admission.ended();
          throw error;
        },
      );
      both.catch(() => undefined);
      accounts.push(both);
    }

    const passage: Passage = {
      isBegun,
      async admit() {
        // What the sending before used is charged first: a cap counts each of them.
        await Promise.all(accounts);
        accounts = [];
        check();
        const next = { id: randomUUID(), key, workerRun: context.workerRun, ...amount };
        await admission.admit(next);
        wasAdmitted = true;
        sending = next;
      },
      check,
      sent: () => sending && store.sent(sending),
      refused: () => sending && store.refused(sending),
      unanswered: account,
    };

    function check(): void {
      context.beforeSending(wasAdmitted);
      stops.check(request);
    }

    let completion: Completion | undefined;
    try {
      completion = await asking.dispatch(request, signal, passage);
      if (sending === undefined) throw new Fault('a call was answered that was not admitted');
      if (context.isStrict === true) await selves.look(request.model, completion.saidOfItself);
      const used = { ...usageIn(completion.usage), costMicroUsd: costMicroUsd(prices, completion.usage) };
      const kept = await store.settle(
        { key, identity, request: canonicalJson(request as unknown as JsonObject), completion },
        lineOf(sending, used),
        owner,
        context.workerRun,
      );
      sending = undefined;
      admission.ended();
      await selves.look(request.model, completion.saidOfItself);
      return kept;
    } catch (error) {
      // A strict study refused it: it came, and is of no use.
      if (completion !== undefined && error instanceof TransportError)
        account({ reason: 'useless', usage: completion.usage, error });
      // It came, and could not be kept.
      else if (completion !== undefined && sending !== undefined) unaccounted++;
      throw error;
    } finally {
      if (sending !== undefined) admission.ended();
      await Promise.all(accounts);
    }
  }

  return {
    answer,
    get cap() {
      return admission.cap;
    },
    get memoHits() {
      return memoHits;
    },
    get unaccounted() {
      return unaccounted;
    },
  };
}

type Used = Pick<LedgerLine, 'promptTokens' | 'completionTokens' | 'costMicroUsd' | 'estimated'>;

function usageIn({ promptTokens, completionTokens, estimated }: Usage): Omit<Used, 'costMicroUsd'> {
  return { promptTokens, completionTokens, estimated };
}

/** What a sending without an answer is charged: what the answer told, or what was reserved for it. */
function usedBy(usage: Usage | undefined, most: Omit<Used, 'estimated'>, prices: Prices): Used {
  if (usage === undefined) return { ...most, estimated: true };
  return { ...usageIn(usage), costMicroUsd: costMicroUsd(prices, usage) };
}

/** A replicate draws anew: its label is in the memo key, and in the seed that a backend honours. */
function ofReplicate(request: CompletionRequest, replicate: string): CompletionRequest {
  if (replicate === '' || request.kind !== 'generate' || request.seed === undefined) return request;
  return { ...request, seed: deriveSeed(request.seed, 'replicate', replicate) };
}
