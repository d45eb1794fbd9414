/** A generated problem: statements whose status and answers are known by how they were made. */
import { number, text, type Fraction } from './fraction.ts';

/** What the statements exercise; the table of the benchmark has a row each. */
export const CLASSES = [
  'regular',
  'chain',
  'redundant',
  'contradictory',
  'underdetermined',
  'partly determined',
  'two roots, no filter',
  'two roots, filter',
  'one root',
  'no admissible root',
  'decimals',
  'percents',
  'implicit multiplication',
  'reassignment',
  'self-reference',
  'functions',
  'broken',
] as const;

export type ProblemClass = (typeof CLASSES)[number];

/** One answer. An irrational one has no `exact`. */
export interface Value {
  readonly value: number;
  readonly exact?: string;
}

export type Expected =
  | { readonly status: 'solved' | 'filtered' | 'ambiguous'; readonly answers: readonly Value[] }
  /** `free`: the names that have no value of their own; the solver may name any of them, and no other. */
  | { readonly status: 'underdetermined'; readonly free: readonly string[] }
  /** `conflicts`: the only minimal subset, where the construction has only one; `among`: one of them at least. */
  | { readonly status: 'contradictory'; readonly conflicts?: readonly number[]; readonly among?: number }
  | { readonly status: 'unparsable' };

/** What a builder makes. */
export interface Drawn {
  readonly text: string;
  readonly expected: Expected;
}

export interface Problem extends Drawn {
  readonly index: number;
  readonly class: ProblemClass;
  /** `nonlinear`: constants and elimination do not finish it. */
  readonly tier: 'affine' | 'nonlinear';
}

export function exactly(value: Fraction): Value {
  return { value: number(value), exact: text(value) };
}
