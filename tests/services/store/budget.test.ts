/** Any sequence of reserving, sending, settling, releasing and taking over, against a model that fits on a page. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { CapName, Caps } from '../../../domain/experiment.ts';
import type { Amount, ReservationOwner } from '../../../domain/store.ts';
import type { Backend } from '../../../services/store/backend.ts';
import { openBlobs } from '../../../services/store/blobs.ts';
import { callsStarted, takeOver } from '../../../services/store/attempts.ts';
import { noteMemoHits, readSpend, release, reserve } from '../../../services/store/budget.ts';
import { completionColumns } from '../../../services/store/completions.ts';
import { putExperiment } from '../../../services/store/experiments.ts';
import { migrate } from '../../../services/store/migrations.ts';
import { numberOf } from '../../../services/store/numbers.ts';
import { unpack } from '../../../services/store/packing.ts';
import { settleGroup, type Settlement } from '../../../services/store/settlement.ts';
import { openSqlite } from '../../../services/store/sqlite-backend.ts';
import { exampleCompletion, exampleExperiment, exampleRow, exampleSending, hashOf } from './examples.ts';

let folder: string;
let backend: Backend;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-budget-'));
  backend = openSqlite(join(folder, 'store.sqlite'), 'NORMAL');
  await migrate(backend);
});
afterAll(async () => {
  await backend.database.destroy();
  await rm(folder, { recursive: true });
});

interface Call {
  readonly key: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costMicroUsd: number;
}

type Action =
  | { readonly kind: 'takeOver'; readonly shard: number }
  | { readonly kind: 'reserve'; readonly owner: number; readonly amount: Amount; readonly caps: Caps }
  | { readonly kind: 'send'; readonly owner: number; readonly keys: readonly number[] }
  | { readonly kind: 'settle'; readonly calls: readonly { readonly owner: number; readonly call: Call }[] }
  | { readonly kind: 'settleAgain' }
  | { readonly kind: 'release'; readonly owner: number }
  | { readonly kind: 'memoHits'; readonly hits: number };

const small = fc.nat(40);
const owner = fc.nat(7);
const key = fc.nat(12);
const cap = fc.option(fc.nat(150), { nil: undefined });
const caps: fc.Arbitrary<Caps> = fc
  .record({ calls: cap, tokens: cap, costMicroUsd: cap })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
const amount: fc.Arbitrary<Amount> = fc.record({ calls: small, tokens: small, costMicroUsd: small });
const call: fc.Arbitrary<Call> = fc.record({
  key,
  promptTokens: small,
  completionTokens: small,
  costMicroUsd: small,
});
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('takeOver' as const), shard: fc.nat(2) }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('reserve' as const), owner, amount, caps }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('send' as const), owner, keys: fc.array(key) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      calls: fc.array(fc.record({ owner, call }), { minLength: 1, maxLength: 6 }),
    }),
  },
  fc.record({ kind: fc.constant('settleAgain' as const) }),
  fc.record({ kind: fc.constant('release' as const), owner }),
  fc.record({ kind: fc.constant('memoHits' as const), hits: fc.nat(5) }),
);

/** What the tables should say. */
class Model {
  readonly spent = {
    calls: 0,
    promptTokens: 0,
    completionTokens: 0,
    costMicroUsd: 0,
    memoHits: 0,
    callsSentAnew: 0,
    programs: { run: 0, recalled: 0, sandboxMs: 0 },
    unanswered: {
      calls: 0,
      promptTokens: 0,
      completionTokens: 0,
      costMicroUsd: 0,
      reasons: {} as { crash?: number },
    },
  };
  readonly held = new Map<number, { attempt: number; calls: number; tokens: number; costMicroUsd: number }>();
  /** Calls in flight by shard: those of its latest attempt. */
  readonly inFlight = new Map<number, Set<number>>();
  readonly answers = new Map<number, string>();

  reserved(): Amount {
    const all = [...this.held.values()];
    return {
      calls: all.reduce((sum, { calls }) => sum + calls, 0),
      tokens: all.reduce((sum, { tokens }) => sum + tokens, 0),
      costMicroUsd: all.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
    };
  }

  isLatest({ shard, attempt }: ReservationOwner): boolean {
    return this.held.get(shard.index)?.attempt === attempt;
  }

  takeOver(shard: number): number {
    this.held.set(shard, {
      attempt: (this.held.get(shard)?.attempt ?? 0) + 1,
      calls: 0,
      tokens: 0,
      costMicroUsd: 0,
    });
    const left = [...(this.inFlight.get(shard) ?? [])];
    const lost = left.filter((key) => !this.answers.has(key)).length;
    this.inFlight.set(shard, new Set());
    const before = this.spent.unanswered;
    if (left.length > 0) {
      this.spent.unanswered = {
        calls: before.calls + left.length,
        promptTokens: before.promptTokens + 20 * left.length,
        completionTokens: before.completionTokens + 6 * left.length,
        costMicroUsd: before.costMicroUsd + 10 * left.length,
        reasons: { crash: before.calls + left.length },
      };
    }
    this.spent.callsSentAnew += lost;
    return lost;
  }

  /** The caps that a reservation would exceed. */
  exceeded(more: Amount, caps: Caps): CapName[] {
    const reserved = this.reserved();
    const { unanswered } = this.spent;
    const calls = this.spent.calls + unanswered.calls + reserved.calls + more.calls;
    const lost = unanswered.promptTokens + unanswered.completionTokens;
    const tokens =
      this.spent.promptTokens + this.spent.completionTokens + lost + reserved.tokens + more.tokens;
    const cost =
      this.spent.costMicroUsd + unanswered.costMicroUsd + reserved.costMicroUsd + more.costMicroUsd;
    const over: CapName[] = [];
    if (calls > (caps.calls ?? Infinity)) over.push('calls');
    if (tokens > (caps.tokens ?? Infinity)) over.push('tokens');
    if (cost > (caps.costMicroUsd ?? Infinity)) over.push('costMicroUsd');
    return over;
  }

  hold(shard: number, more: Amount, sign: 1 | -1): void {
    const held = this.held.get(shard);
    if (held === undefined) throw new Error('no such shard');
    held.calls = Math.max(0, held.calls + sign * more.calls);
    held.tokens = Math.max(0, held.tokens + sign * more.tokens);
    held.costMicroUsd = Math.max(0, held.costMicroUsd + sign * more.costMicroUsd);
  }

  /** Those of one owner in one group count together: what it holds never falls below nothing. */
  settle(
    by: ReservationOwner,
    { key, promptTokens, completionTokens, costMicroUsd }: Call,
    answer: string,
  ): void {
    if (!this.answers.has(key)) this.answers.set(key, answer);
    this.spent.calls += 1;
    this.spent.promptTokens += promptTokens;
    this.spent.completionTokens += completionTokens;
    this.spent.costMicroUsd += costMicroUsd;
    if (!this.isLatest(by)) return;
    this.hold(by.shard.index, { calls: 1, tokens: promptTokens + completionTokens, costMicroUsd }, -1);
    this.inFlight.get(by.shard.index)?.delete(key);
  }

  release(by: ReservationOwner): void {
    if (!this.isLatest(by)) return;
    this.hold(by.shard.index, { calls: Infinity, tokens: Infinity, costMicroUsd: Infinity }, -1);
    this.inFlight.set(by.shard.index, new Set());
  }
}

test('budgets, reservations and calls in flight are what a simple model says, after every action', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 25 }), async (actions) => {
      await new Run(`budget-${++run}`).play(actions);
    }),
    { numRuns: 150 },
  );
}, 60_000);

class Run {
  readonly #record;
  readonly #model = new Model();
  readonly #owners: ReservationOwner[] = [];
  #lastGroup: Settlement[] = [];
  #settlements = 0;

  constructor(name: string) {
    this.#record = exampleExperiment(name);
  }

  async play(actions: readonly Action[]): Promise<void> {
    await putExperiment(backend.database, this.#record);
    await this.#takeOver(0);
    for (const action of actions) {
      await this.#do(action);
      await this.#compare();
    }
  }

  async #do(action: Action): Promise<void> {
    switch (action.kind) {
      case 'takeOver':
        return this.#takeOver(action.shard);
      case 'reserve':
        return this.#reserve(this.#owner(action.owner), action.amount, action.caps);
      case 'send':
        return this.#send(this.#owner(action.owner), action.keys);
      case 'settle':
        return this.#settle(action.calls);
      case 'settleAgain':
        // As after a connection that broke in the commit: the same settlements once more change nothing.
        await settleGroup(backend.database, this.#lastGroup);
        return;
      case 'release':
        await release(backend.database, this.#owner(action.owner));
        return this.#model.release(this.#owner(action.owner));
      case 'memoHits':
        await noteMemoHits(backend.database, this.#record.id, action.hits);
        this.#model.spent.memoHits += action.hits;
    }
  }

  async #takeOver(shard: number): Promise<void> {
    const taken = await takeOver(backend.database, this.#record.id, { lane: 0, index: shard });
    expect(taken.callsLost).toBe(this.#model.takeOver(shard));
    this.#owners.push(taken.owner);
  }

  async #reserve(by: ReservationOwner, amount: Amount, caps: Caps): Promise<void> {
    const over = this.#model.exceeded(amount, caps);
    const reserving = reserve(backend.database, by, amount, caps);
    if (over.length > 0) {
      expect(await reserving).toEqual({ granted: false, cap: over[0] });
    } else if (this.#model.isLatest(by)) {
      expect(await reserving).toEqual({ granted: true });
      this.#model.hold(by.shard.index, amount, 1);
    } else {
      await expect(reserving).rejects.toMatchObject({ name: 'Superseded' });
    }
  }

  async #send(by: ReservationOwner, keys: readonly number[]): Promise<void> {
    const sending = callsStarted(
      backend.database,
      by,
      keys.map((key) => exampleSending(this.#key(key))),
    );
    if (this.#model.isLatest(by) || keys.length === 0) {
      await sending;
      keys.forEach((key) => this.#model.inFlight.get(by.shard.index)?.add(key));
    } else {
      await expect(sending).rejects.toMatchObject({ name: 'Superseded' });
    }
  }

  async #settle(calls: readonly { owner: number; call: Call }[]): Promise<void> {
    this.#lastGroup = await Promise.all(
      calls.map(({ owner, call }) => this.#settlement(this.#owner(owner), call)),
    );
    const answers = await settleGroup(backend.database, this.#lastGroup);
    for (const [i, { owner, call }] of calls.entries()) {
      const mine = answerOf(this.#lastGroup[i]?.completion);
      this.#model.settle(this.#owner(owner), call, mine);
      expect(answerOf(answers[i])).toBe(this.#model.answers.get(call.key));
    }
  }

  async #settlement(by: ReservationOwner, call: Call): Promise<Settlement> {
    const row = exampleRow(this.#key(call.key), exampleCompletion(`answer ${++this.#settlements}`));
    const { key: _key, ...cost } = call;
    return {
      ledgerId: `${this.#record.name} ${this.#settlements}`,
      completion: await completionColumns(openBlobs(folder), row, 'run-1'),
      line: { experiment: by.experiment, shard: by.shard, key: row.key, estimated: false, ...cost },
      owner: by,
      workerRun: 'run-1',
    };
  }

  async #compare(): Promise<void> {
    const { database } = backend;
    expect(await readSpend(database, this.#record.id)).toEqual(this.#model.spent);
    const of = this.#record.id;
    const budget = await database
      .selectFrom('budgets')
      .selectAll()
      .where('experiment', '=', of)
      .executeTakeFirstOrThrow();
    const { calls, tokens, costMicroUsd } = this.#model.reserved();
    expect([budget.reserved_calls, budget.reserved_tokens, budget.reserved_cost_micro_usd]).toEqual([
      calls,
      tokens,
      costMicroUsd,
    ]);
    const ledger = await database
      .selectFrom('ledger')
      .select(({ fn }) => [
        fn.countAll<number>().as('calls'),
        fn.sum<number | null>('cost_micro_usd').as('cost'),
      ])
      .where('experiment', '=', numberOf(of))
      .executeTakeFirstOrThrow();
    expect([ledger.calls, ledger.cost ?? 0]).toEqual([
      this.#model.spent.calls + this.#model.spent.unanswered.calls,
      this.#model.spent.costMicroUsd + this.#model.spent.unanswered.costMicroUsd,
    ]);
    const marks = await database
      .selectFrom('in_flight')
      .select(['shard', 'completion'])
      .where('experiment', '=', of)
      .execute();
    const expected = [...this.#model.inFlight].flatMap(([shard, keys]) =>
      [...keys].map((k) => `${shard} ${this.#key(k)}`),
    );
    expect(marks.map(({ shard, completion }) => `${shard} ${completion}`).sort()).toEqual(expected.sort());
  }

  #owner(index: number): ReservationOwner {
    const owner = this.#owners[index % this.#owners.length];
    if (owner === undefined) throw new Error('nobody');
    return owner;
  }

  #key(key: number): ReturnType<typeof hashOf> {
    return hashOf(`${this.#record.name} ${key}`);
  }
}

function answerOf(row: { readonly texts: Uint8Array } | undefined): string {
  return row === undefined ? '' : (unpack(row.texts)[2] ?? '');
}
