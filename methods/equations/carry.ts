/**
 * Values with roots in them, carried from definition to definition: `t1 = sqrt(2)`, `r = t2/t1`. Nothing is eliminated, so
 * that no polynomial grows; what is carried is worked out to 256 bits, and exactly where it is a sum of square roots.
 */
import { Candidate } from './candidate.ts';
import { NOTHING_LEFT } from './branch.ts';
import { evaluate, exactly, isValue, type Value } from './evaluate.ts';
import { verified, type Investigated } from './investigate.ts';
import type { Constraint, Problem } from './problem.ts';
import { MAX_COEFFICIENT_BITS } from './limits.ts';
import { propagate } from './propagate.ts';
import { bitLength } from './rational.ts';
import { mentions, type Expression } from './tree.ts';
import { Unknowns } from './unknowns.ts';
import { TooLarge } from './work.ts';

/**
 * The one assignment of a problem whose equations define one name after the other.
 *
 * @returns undefined where an equation is no definition of that kind; no candidate where two definitions disagree
 */
export function carryThrough({ equations }: Problem): Investigated | undefined {
  const { known, open, impossible } = propagate(equations);
  if (impossible || open.length === 0) return undefined;
  const carried = new Map<string, Value>();
  const valueOf = (name: string): Value | undefined => {
    const value = known.get(name);
    return value === undefined ? carried.get(name) : exactly(value);
  };
  let pending: readonly Constraint[] = open;
  for (let before = -1; before !== pending.length;) {
    before = pending.length;
    const left: Constraint[] = [];
    for (const equation of pending) {
      const found = definition(equation, valueOf);
      if (found === undefined) left.push(equation);
      else carried.set(found.name, found.value);
    }
    pending = left;
  }
  // What is left says nothing new, or it is for other methods.
  if (!pending.every((equation) => isClosed(equation, valueOf))) return undefined;
  const candidate = new Candidate(known, new Unknowns(), NOTHING_LEFT, new Map(), carried);
  return verified([candidate], true, equations);
}

function definition(
  { left, right }: Constraint,
  valueOf: (name: string) => Value | undefined,
): { readonly name: string; readonly value: Value } | undefined {
  for (const [name, by] of [
    [left, right],
    [right, left],
  ] as readonly [Expression, Expression][]) {
    if (name.kind !== 'name' || valueOf(name.name) !== undefined || mentions(by, name.name)) continue;
    const value = evaluate(by, valueOf);
    if (!isValue(value)) continue;
    if (bitLength(value.value) > MAX_COEFFICIENT_BITS) throw new TooLarge('a value has too many digits');
    return { name: name.name, value };
  }
  return undefined;
}

function isClosed({ left, right }: Constraint, valueOf: (name: string) => Value | undefined): boolean {
  return isValue(evaluate(left, valueOf)) && isValue(evaluate(right, valueOf));
}
