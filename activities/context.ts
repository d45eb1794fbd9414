/** What a worker's activities work with: opened once per process, handed to each activity's maker. */
import { OtherCode, type Code } from '../domain/code.ts';
import { UserError, Fault } from '../domain/errors.ts';
import type { Caps, Carried, ExperimentId, ExperimentState, HomeId, Sha256 } from '../domain/experiment.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Blobs, ExperimentRecord, Store } from '../domain/store.ts';
import type { Compute, Study } from '../families/family.ts';
import { openStored } from '../families/open-stored.ts';
import type { Config } from '../services/home/config.ts';
import type { Home } from '../services/home/home.ts';
import { openRound, type PlannedRound } from './rounds.ts';

export interface WorkerContext {
  readonly home: Home;
  readonly config: Config;
  readonly store: Store;
  readonly blobs: Blobs;
  /** Id of this process's row in `worker_runs`. */
  readonly workerRun: string;
  /** The code of each family, as it was when this process started. */
  readonly codes: ReadonlyMap<string, Code>;
  readonly compute: Compute;
  /** Aborted when this process begins to end. */
  readonly draining: { readonly signal: AbortSignal };
  /** Addresses of the scripted endpoints that `holdfast up` serves. */
  readonly scripted: Readonly<Record<string, string>>;
}

/** States in which nothing new is sent or run. They reach what is under way through the store. */
export const HOLDING: ReadonlySet<ExperimentState> = new Set<ExperimentState>(['paused', 'stopping']);

/** What `run` stored about how an experiment is carried out. */
export interface StoredExecution {
  /** The whole spec as it was read, defaults not filled in. */
  readonly spec: unknown;
  /** Cells in a shard and shards in flight, where the spec says so. */
  readonly shardCells?: number;
  readonly window?: number;
  /** Names of the study's arms. */
  readonly arms: readonly string[];
  /** Arms (or other parts) that no earlier experiment of this name had. */
  readonly added: readonly string[];
  /** What `plan --freeze` wrote for this spec before it ran; null where nothing was frozen. */
  readonly frozen: JsonObject | null;
  /** The caps as the spec had them. */
  readonly caps: Caps;
  /** Stops where a server says that another model answers than at first. */
  readonly strict?: boolean;
  /** Turns at an endpoint for each turn of an experiment of weight 1; 1 where absent. */
  readonly weight?: number;
  /** What the last run left to the next one; absent before it said anything. */
  readonly carried?: Carried;
}

export interface OpenStudy {
  readonly record: ExperimentRecord;
  readonly execution: StoredExecution;
  readonly study: Study;
}

/** Studies that are kept open: shards of several come by turns, and one that was let go of is parsed anew for its next shard. */
const KEPT = 8;

/** Opens studies out of the store, and keeps those used last: a shard needs the same one as its neighbours. */
export class Studies {
  readonly #context: Pick<WorkerContext, 'home' | 'store' | 'blobs' | 'codes'>;
  readonly #rounds = new WeakMap<Study, Map<Sha256, PlannedRound>>();
  /** The one that was used last stands last. */
  readonly #open = new Map<string, Promise<Study>>();

  constructor(context: Pick<WorkerContext, 'home' | 'store' | 'blobs' | 'codes'>) {
    this.#context = context;
  }

  /**
   * @throws Fault where the input is another home's, or the store has no such experiment; OtherCode where the experiment
   * goes by another code than this process has
   */
  async get(home: HomeId, id: ExperimentId): Promise<OpenStudy> {
    const record = await this.record(home, id);
    if (!(await hasItsCode(this.#context, record))) throw await otherCode(this.#context, record);
    const execution = record.execution as unknown as StoredExecution;
    const key = keyOf(record);
    const study = this.#open.get(key) ?? this.#load(record);
    this.#open.delete(key);
    this.#open.set(key, study);
    for (const unused of this.#open.keys()) {
      if (this.#open.size <= KEPT) break;
      this.#open.delete(unused);
    }
    try {
      return { record, execution, study: await study };
    } catch (error) {
      if (this.#open.get(key) === study) this.#open.delete(key);
      throw error;
    }
  }

  /** The round of a plan: told once for all shards that follow one another. */
  async round({ study }: Pick<OpenStudy, 'study'>, plan: Sha256): Promise<PlannedRound> {
    const rounds = this.#rounds.get(study) ?? new Map<Sha256, PlannedRound>();
    this.#rounds.set(study, rounds);
    const round = rounds.get(plan) ?? (await openRound(study, this.#context.blobs, plan));
    rounds.set(plan, round);
    return round;
  }

  /** The experiment's row, its study not opened. @throws Fault as `get` */
  async record(home: HomeId, id: ExperimentId): Promise<ExperimentRecord> {
    checkHome(this.#context, home);
    const record = await this.#context.store.experiment(id);
    if (record === undefined) throw new Fault(`the store has no experiment ${id}`);
    return record;
  }

  async #load(record: ExperimentRecord): Promise<Study> {
    try {
      return await openStored(record, this.#context.blobs);
    } catch (error) {
      if (error instanceof UserError) throw new Fault(error.describe());
      throw error;
    }
  }
}

/** @throws Fault where an input is another home's: two clones on one machine never mix */
export function checkHome(context: Pick<WorkerContext, 'home'>, home: HomeId): void {
  if (home !== context.home.id) throw new Fault(`this worker serves home ${context.home.id}, not ${home}`);
}

/** Whether this process has the code that the experiment goes by. The first that touches one without says which. */
export async function hasItsCode(
  { store, codes }: Pick<WorkerContext, 'store' | 'codes'>,
  { id, family }: Pick<ExperimentRecord, 'id' | 'family'>,
): Promise<boolean> {
  const here = codes.get(family);
  // A family that is not known here is refused where its study is opened.
  if (here === undefined) return true;
  const inForce = await store.codeInForce(id);
  if (inForce !== undefined) return inForce === here.hash;
  await store.pinCode(id, here);
  return (await store.codeInForce(id)) === here.hash;
}

async function otherCode(
  { store, codes }: Pick<WorkerContext, 'store' | 'codes'>,
  { id, family }: ExperimentRecord,
): Promise<OtherCode> {
  const none = { hash: '' as Sha256, files: {} };
  return new OtherCode((await store.codes(id)).at(-1) ?? none, codes.get(family) ?? none);
}

/** The plan may be cut anew by a later `run`: its text is part of the key. What a run carries over is no plan. */
function keyOf({ id, execution }: ExperimentRecord): string {
  const { carried: _, ...plan } = execution;
  return `${id}\n${JSON.stringify(plan)}`;
}
