/** Flows: children of an experiment that outlive each run of their parent, and what goes between the two. */
import type { Caps, CapName, ExperimentId, HomeId, Lane, RoundName, RoundRef, Sha256 } from './experiment.ts';
import type { ShardRef, ShardResult } from './experiment.ts';
import type { MissingClass } from './errors.ts';
import type { Environment, ProgramRequest } from './program.ts';

/** What a parent tells its children, whole, whenever a part of it changes. */
export interface Control {
  readonly paused: boolean;
  /** Nothing more is wanted: what runs is ended, and its outcome is missing. */
  readonly stopping: boolean;
  readonly caps: Caps;
  /** As in the input of `collectShard`. */
  readonly trial: string;
}

/** What a child is handed beside its start: whose it is, and which. With the same ticket it is the same child. */
export interface Ticket {
  readonly home: HomeId;
  readonly experiment: ExperimentId;
  readonly flow: string;
  /** 0, 1, 2, ... within the flow. */
  readonly number: number;
  readonly control: Control;
}

/** The child's workflow id: started twice it is still one. */
export function childId({ experiment, flow, number }: Omit<Ticket, 'control' | 'home'>): string {
  return `${experiment}/${flow}/${number}`;
}

/** What came of a child: counts. What it found out is in the store. */
export type ChildOutcome =
  | ShardResult
  /** All attempts at it died, and why. */
  | { readonly lost: string }
  | { readonly fault: string }
  /** A worker of another code was asked: files that differ, in words. */
  | { readonly otherCode: string };

/** A child's last word, sent to whichever run of its parent is open. */
export interface Delivery {
  readonly flow: string;
  readonly number: number;
  readonly outcome: ChildOutcome;
}

/** One thread of a round, asked by a child of its own. */
export interface EpisodeStart {
  readonly round: RoundName;
  readonly shard: ShardRef;
  readonly queue: Lane['queue'];
}

/** The episode of a ticket: the shards of a round that are cut to one thread each, one after the other; undefined beyond them. */
export function episodeOf({ index, plan, lanes }: RoundRef, number: number): EpisodeStart | undefined {
  let first = 0;
  for (const [lane, { shards, queue }] of lanes.entries()) {
    if (number < first + shards)
      return { round: { index, plan }, shard: { lane, index: number - first }, queue };
    first += shards;
  }
  return undefined;
}

/** A program that a dialogue waits for, as the blob holds it whose hash goes through histories. */
export interface HandedOutProgram {
  readonly program: ProgramRequest;
  /** Where its key says that it runs. */
  readonly environment: Environment;
  readonly draw: number;
}

export interface WaitingProgram {
  /** The blob. */
  readonly program: Sha256;
  /** The program's own limit. */
  readonly wallSeconds: number;
}

/** A program whose result is missing: the dialogue is told when it comes to it again. */
export interface LostProgram {
  readonly program: Sha256;
  readonly missingClass: Extract<MissingClass, 'tool' | 'budget' | 'worker'>;
  readonly reason: string;
  /** The cap that was in the way. */
  readonly cap?: CapName;
}

/** What a dialogue had been told by the end of its turn: told again in the next one, it is no find in the memo. */
export interface Heard {
  readonly answers: number;
  readonly programs: number;
}

/** Has a shard hand its programs out instead of running them. */
export interface HandOut {
  /** By the end of the turn before; nothing where absent. */
  readonly heard?: Heard;
  readonly lost?: readonly LostProgram[];
}

export interface RunProgramInput {
  readonly home: HomeId;
  readonly experiment: ExperimentId;
  /** Who pays. */
  readonly shard: ShardRef;
  readonly program: Sha256;
  readonly caps: Caps;
}

export type ProgramEnd =
  /** Its result is in the store. */
  | { readonly kind: 'settled' }
  /** It was not begun: the experiment is paused or being stopped, or what was handed out is not there any more. */
  | { readonly kind: 'held' }
  | ({ readonly kind: 'missing' } & Omit<LostProgram, 'program'>);
