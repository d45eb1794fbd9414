/** Task queues, search attributes and message names: frozen once used. */
import type { HomeId } from './experiment.ts';

/**
 * `main` runs workflows and thin activities; `compute` fits and draws reports; `sandbox` runs what models wrote, in a process
 * that has no keys, and no more at once than the machine gives time to; the others ask models. `preflight` and
 * `preflight-local` have slots of their own in the processes that ask: they never wait behind shards.
 */
export type QueueName =
  'main' | 'compute' | 'sandbox' | 'inference' | 'inference-local' | 'preflight' | 'preflight-local';

/** Two clones on one machine never mix: each queue carries its home's id. */
export function queueOf(home: HomeId, name: QueueName): string {
  return `holdfast-${home}-${name}`;
}

/** All our search attributes: SQL visibility has 10 Keyword and 3 of each other type. */
export const SEARCH_ATTRIBUTES = {
  HoldfastFamily: 'Keyword',
  HoldfastName: 'Keyword',
  HoldfastHome: 'Keyword',
  HoldfastPhase: 'Keyword',
  HoldfastSpec: 'Keyword',
  HoldfastState: 'Keyword',
} as const;

export const SIGNALS = { pause: 'pause', resume: 'resume', stop: 'stop', retry: 'retry' } as const;
export const SET_BUDGET = 'setBudget';
export const PROGRESS = 'progress';
/** Between an experiment and its children: the child's last word, and what the parent tells them. */
export const DELIVER = 'deliver';
export const CONTROL = 'control';
