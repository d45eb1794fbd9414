/** What a reading of the statements comes to: equations, bounds, and what is asked. */
import type { Relation } from './tokens.ts';
import type { Expression } from './tree.ts';

/** An `[[eq]]` with the names of a reading. */
export interface Constraint {
  /** Of the statement, from 0. */
  readonly index: number;
  readonly left: Expression;
  readonly relation: Relation;
  readonly right: Expression;
}

/** From the unit of a `[[var]]`: `count` is an integer >= 0, `amount` is >= 0. */
export interface Domain {
  readonly index: number;
  readonly name: string;
  readonly unit: 'count' | 'amount';
}

/** An `[[answer]]`: what it asks for has to have a value, as 1/0 has not. */
export interface Goal {
  readonly index: number;
  /** As it was written. */
  readonly wanted: string;
  readonly expression: Expression;
}

export interface Problem {
  readonly equations: readonly Constraint[];
  readonly inequalities: readonly Constraint[];
  readonly domains: readonly Domain[];
  /** In order. */
  readonly goals: readonly Goal[];
}
