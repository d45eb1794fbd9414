/** Values that follow one after the other: from equations with one unknown left, of the first degree. */
import { constantFraction, difference, polynomialFraction, toFraction, type Setting } from './fraction.ts';
import { evaluate, exactly, isValue } from './evaluate.ts';
import type { Constraint } from './problem.ts';
import { constantOf, unknownPolynomial } from './polynomial.ts';
import { divide, equals, negate, ZERO, type Rational } from './rational.ts';
import { collectNames } from './tree.ts';
import { TooLarge } from './work.ts';

export interface Propagated {
  readonly known: ReadonlyMap<string, Rational>;
  /** What is left, in order. */
  readonly open: readonly Constraint[];
  /** An equation cannot hold. */
  readonly impossible: boolean;
}

interface Pending {
  readonly equation: Constraint;
  readonly names: readonly string[];
}

type Finding =
  | { readonly kind: 'open' }
  | { readonly kind: 'holds' }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'value'; readonly name: string; readonly value: Rational };

const OPEN: Finding = { kind: 'open' };
/** In an equation with one unknown, it is this. */
const UNKNOWN = 'x';

/** Goes through the equations again and again until none has less than two unknowns left, or none of those gives. */
export function propagate(equations: readonly Constraint[]): Propagated {
  const known = new Map<string, Rational>();
  let pending: Pending[] = equations.map((equation) => ({
    equation,
    names: Array.from(collectNames(equation.right, collectNames(equation.left, new Set()))),
  }));
  for (let before = -1; before !== known.size;) {
    before = known.size;
    const left: Pending[] = [];
    for (const item of pending) {
      const finding = look(item, known);
      if (finding.kind === 'impossible') return { known, open: [], impossible: true };
      if (finding.kind === 'value') known.set(finding.name, finding.value);
      else if (finding.kind === 'open') left.push(item);
    }
    pending = left;
  }
  return { known, open: pending.map(({ equation }) => equation), impossible: false };
}

function look({ equation, names }: Pending, known: ReadonlyMap<string, Rational>): Finding {
  let unknown: string | undefined;
  for (const name of names) {
    if (known.has(name)) continue;
    if (unknown !== undefined) return OPEN;
    unknown = name;
  }
  if (unknown === undefined) return compareSides(equation, known);
  const { left, right } = equation;
  // Most statements are these, and need no polynomial.
  if (left.kind === 'name' && right.constant !== undefined)
    return { kind: 'value', name: unknown, value: right.constant };
  return solveFor(unknown, equation, known);
}

function compareSides({ left, right }: Constraint, known: ReadonlyMap<string, Rational>): Finding {
  const valueOf = (name: string): ReturnType<typeof exactly> | undefined => {
    const value = known.get(name);
    return value && exactly(value);
  };
  const [a, b] = [evaluate(left, valueOf), evaluate(right, valueOf)];
  if (a === 'undefined' || b === 'undefined') return { kind: 'impossible' };
  if (!isValue(a) || !isValue(b) || !a.exact || !b.exact) return OPEN;
  return { kind: equals(a.value, b.value) ? 'holds' : 'impossible' };
}

function solveFor(name: string, equation: Constraint, known: ReadonlyMap<string, Rational>): Finding {
  const setting: Setting = {
    lookUp: (other) => {
      const value = known.get(other);
      return value === undefined ? polynomialFraction(unknownPolynomial(UNKNOWN)) : constantFraction(value);
    },
    call: () => undefined,
    divisors: [],
  };
  const p = polynomialOf(equation, setting);
  if (p === undefined || setting.divisors.some((divisor) => divisor.size === 0)) return OPEN;
  const number = constantOf(p);
  if (number !== undefined) return { kind: equals(number, ZERO) ? 'open' : 'impossible' };
  const slope = p.get(UNKNOWN);
  if (slope === undefined || p.size > (p.has('') ? 2 : 1)) return OPEN;
  return { kind: 'value', name, value: divide(negate(p.get('') ?? ZERO), slope) };
}

function polynomialOf(equation: Constraint, setting: Setting): ReturnType<typeof difference> | undefined {
  try {
    const left = toFraction(equation.left, setting);
    const right = left && toFraction(equation.right, setting);
    return left && right && difference(left, right);
  } catch (error) {
    // With more values known it may be small enough.
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}
