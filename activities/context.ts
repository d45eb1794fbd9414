/** What a worker's activities work with: opened once per process, handed to each activity's maker. */
import { UserError, Fault } from '../domain/errors.ts';
import type { ExperimentId, HomeId } from '../domain/experiment.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Blobs, ExperimentRecord, Store } from '../domain/store.ts';
import type { Compute, Inputs, Study } from '../families/family.ts';
import type { PlannedLane } from '../families/lanes.ts';
import { familyNamed } from '../families/index.ts';
import type { Config } from '../services/home/config.ts';
import type { Home } from '../services/home/home.ts';

export interface WorkerContext {
  readonly home: Home;
  readonly config: Config;
  readonly store: Store;
  readonly blobs: Blobs;
  /** Id of this process's row in `worker_runs`. */
  readonly workerRun: string;
  readonly compute: Compute;
  /** Aborted when this process begins to end. */
  readonly draining: { readonly signal: AbortSignal };
  /** Addresses of the scripted endpoints that `holdfast up` serves. */
  readonly scripted: Readonly<Record<string, string>>;
}

/** What `run` stored about how an experiment is carried out. */
export interface StoredExecution {
  /** The whole spec as it was read, defaults not filled in. */
  readonly spec: unknown;
  readonly lanes: readonly PlannedLane[];
  /** Names of the study's arms. */
  readonly arms: readonly string[];
  /** Arms (or other parts) that no earlier experiment of this name had. */
  readonly added: readonly string[];
  /** What `plan --freeze` wrote for this spec before it ran; null where nothing was frozen. */
  readonly frozen: JsonObject | null;
}

export interface OpenStudy {
  readonly record: ExperimentRecord;
  readonly execution: StoredExecution;
  readonly study: Study;
}

/** Opens studies out of the store, and keeps the last few: a shard needs the same one as its neighbours. */
export class Studies {
  readonly #context: WorkerContext;
  readonly #open = new Map<string, Promise<OpenStudy>>();

  constructor(context: WorkerContext) {
    this.#context = context;
  }

  /** @throws Fault where the input is another home's, or the store has no such experiment */
  async get(home: HomeId, id: ExperimentId): Promise<OpenStudy> {
    if (home !== this.#context.home.id) {
      throw new Fault(`this worker serves home ${this.#context.home.id}, not ${home}`);
    }
    const record = await this.#context.store.experiment(id);
    if (record === undefined) throw new Fault(`the store has no experiment ${id}`);
    // The plan may have been cut anew by a later `run`: its text is part of the key.
    const key = `${id}\n${JSON.stringify(record.execution)}`;
    let opened = this.#open.get(key);
    if (opened === undefined) {
      opened = this.#load(record);
      this.#open.set(key, opened);
      opened.catch(() => this.#open.delete(key));
      for (const oldest of this.#open.keys()) {
        if (this.#open.size <= 3) break;
        this.#open.delete(oldest);
      }
    }
    return { ...(await opened), record };
  }

  async #load(record: ExperimentRecord): Promise<OpenStudy> {
    const execution = record.execution as unknown as StoredExecution;
    const family = familyNamed(record.family);
    if (family === undefined || family.version !== record.familyVersion) {
      throw new Fault(
        `${record.id} is of ${record.family} version ${record.familyVersion}; this Holdfast has ` +
          `${family === undefined ? 'no such family' : `version ${family.version}`}`,
      );
    }
    const inputs: Inputs = new Map(
      await Promise.all(
        Object.entries(record.inputs).map(
          async ([name, sha256]) => [name, await this.#context.blobs.text(sha256)] as const,
        ),
      ),
    );
    try {
      return { record, execution, study: family.open(family.schema.parse(execution.spec), inputs) };
    } catch (error) {
      if (error instanceof UserError) throw new Fault(error.describe());
      throw error;
    }
  }
}
