/** What keeping house asks of the store: who uses what, how large it is, and that it goes. Sizes are bytes of content. */
import type { ExperimentId, Sha256 } from './experiment.ts';

/** Who uses answers and blobs, as the store says at one moment. */
export interface Uses {
  /** Experiments with a cell on the answer, or that paid for it. */
  ofAnswer(key: Sha256): readonly ExperimentId[];
  /** Experiments whose rows, or whose answers, name the blob. */
  ofBlob(sha256: Sha256): readonly ExperimentId[];
  /** Whether anything at all names the blob: an answer that no experiment uses may do. */
  isNamed(sha256: Sha256): boolean;
  /** Whether an answer of the memo lies in the blob, or its question. */
  isOfAnswer(sha256: Sha256): boolean;
  answersOf(id: ExperimentId): readonly Sha256[];
  blobsOf(id: ExperimentId): readonly Sha256[];
}

export interface Sizes {
  /** Rows of each experiment, its answers apart. */
  readonly experiments: ReadonlyMap<ExperimentId, { readonly rows: number; readonly bytes: number }>;
  /** Each answer of the memo with its question, as far as they are in rows. */
  readonly answers: ReadonlyMap<Sha256, number>;
  /** The whole database, with what it adds and what is free in it. */
  readonly database: number;
}

/** An experiment that was deleted, and what it had spent. */
export interface Deletion {
  readonly experiment: ExperimentId;
  readonly at: number;
  readonly calls: number;
  readonly tokens: number;
  readonly costMicroUsd: number;
}

/** Data of persons that were removed from an experiment. */
export interface Removal {
  readonly at: number;
  readonly persons: number;
  readonly cells: number;
  readonly answers: number;
}

/** What goes from one experiment. */
export interface Leaving {
  readonly experiment: ExperimentId;
  /** Whose data it holds, of those who are removed. */
  readonly persons: number;
  readonly cells: readonly string[];
  /** Its inputs from now on. */
  readonly inputs: Readonly<Record<string, Sha256>>;
  /** Cells of its plan from now on. */
  readonly planned: number;
  /** Results that are to go. */
  readonly results: readonly string[];
}

export interface Forgetting {
  readonly leaving: readonly Leaving[];
  /** Answers that nobody else's cell stands on. */
  readonly answers: readonly Sha256[];
  /** Blobs of inputs that hold the persons. */
  readonly inputs: readonly Sha256[];
  /** Texts of any row that stand for a person: what people wrote goes where it holds one of them. */
  readonly words: readonly string[];
}

export interface Upkeep {
  uses(): Promise<Uses>;
  sizes(): Promise<Sizes>;
  /** Blobs in which these answers lie, or their questions. */
  blobsOfAnswers(keys: readonly Sha256[]): Promise<Sha256[]>;
  /**
   * Removes these answers of the memo, in batches: what is left after a crash can be asked for again. Where a set-aside answer's
   * successor stays, so does the note that leads to it.
   */
  deleteAnswers(keys: readonly Sha256[]): Promise<void>;
  /**
   * Removes every row of an experiment. What it spent stays: its sum as a deletion, its lines as lines.
   *
   * @param updatedAt as it was when it was decided
   * @throws UserError where it changed since
   */
  deleteExperiment(id: ExperimentId, updatedAt: number): Promise<void>;
  /** The earliest first. */
  deletions(): Promise<Deletion[]>;
  /** Removes what is said in one transaction. Spend stays, and each experiment says that and when something went. */
  forget(forgetting: Forgetting): Promise<void>;
  /** The earliest first. */
  removals(id: ExperimentId): Promise<Removal[]>;
  /** Which of these files held data that were removed, and when. */
  removedInputs(hashes: readonly Sha256[]): Promise<ReadonlyMap<Sha256, number>>;
  /** Rewrites the database without what was deleted: nothing of it is left in its files, and the room is given back. */
  compact(): Promise<void>;
}
