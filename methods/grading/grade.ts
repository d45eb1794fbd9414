/** Whether an answer is right, by three standards at once, and whether it only missed the scale of a percentage. */
import {
  compare,
  divide,
  equals,
  isInteger,
  multiply,
  parseRational,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from '../equations/rational.ts';
import { distance, type Gold } from './gold.ts';
import { matchesAll } from './multiset.ts';

/** An answer to grade. A percent sign changes nothing: the number as written is compared. */
export interface Answered {
  readonly value: number;
  /** `6` or `7/2`, where it is known exactly. */
  readonly exact?: string;
  readonly percent?: boolean;
}

export interface Grades {
  /** |predicted - gold| < 1e-3, in doubles: the rule of PAL (arXiv 2211.10435) and XoT. */
  readonly published: boolean;
  /** Equal as rationals; a value without an exact form counts as the decimal text that a double prints as. */
  readonly exact: boolean;
  /** Within half a unit of the gold's last decimal; integers and fractions exactly. */
  readonly tolerant: boolean;
  /** Wrong by all three, and right once an answer is multiplied or divided by 100: 0.2 for 20, 20 for 0.2. */
  readonly scaleMiss: boolean;
}

export const PUBLISHED_TOLERANCE = 1e-3;
/** What the rounding of doubles may leave on a value that has no exact form (29.999999999999996 for 30). */
const DOUBLE_NOISE = 1e-12;
const HUNDRED = rational(100n);
const HALF = rational(1n, 2n);

const WRONG: Grades = { published: false, exact: false, tolerant: false, scaleMiss: false };

/**
 * Several answers are a multiset: each predicted one must go with a gold one of its own, in any order. Too many or too
 * few are wrong, so that several candidates for one gold are never right.
 */
export function grade(predicted: readonly Answered[], gold: readonly Gold[]): Grades {
  if (predicted.length === 0 || predicted.length !== gold.length) return WRONG;
  const numbers = predicted.map(readAnswer);
  const published = matchesAll(numbers, gold, isPublished);
  const exact = matchesAll(numbers, gold, (one, other) => one !== null && equals(one.value, other.value));
  const tolerant = matchesAll(numbers, gold, isTolerant);
  const scaleMiss =
    !published &&
    !exact &&
    !tolerant &&
    matchesAll(numbers, gold, (one, other) => isRightOrScaled(one, other));
  return { published, exact, tolerant, scaleMiss };
}

interface ReadAnswer {
  readonly double: number;
  readonly value: Rational;
  /** False where the value is a double that may carry noise. */
  readonly known: boolean;
}

/** null for what is no finite number. */
function readAnswer({ value, exact }: Answered): ReadAnswer | null {
  if (!Number.isFinite(value)) return null;
  const known = exact === undefined ? undefined : parseRational(exact);
  if (known !== undefined) return { double: value, value: known, known: true };
  const decimal = parseRational(String(value));
  return decimal === undefined ? null : { double: value, value: decimal, known: false };
}

function isPublished(one: ReadAnswer | null, gold: Gold): boolean {
  return one !== null && Math.abs(one.double - toNumber(gold.value)) < PUBLISHED_TOLERANCE;
}

function isTolerant(one: ReadAnswer | null, gold: Gold): boolean {
  if (one === null) return false;
  const off = distance(one.value, gold.value);
  if (compare(off, toleranceOf(gold)) <= 0) return true;
  return !one.known && toNumber(off) <= DOUBLE_NOISE * Math.abs(one.double);
}

/** Half a unit of the last decimal. `2.0` is an integer too. */
function toleranceOf(gold: Gold): Rational {
  if (isInteger(gold.value) || gold.decimals === 0) return ZERO;
  return divide(HALF, rational(10n ** BigInt(gold.decimals)));
}

function isRightOrScaled(one: ReadAnswer | null, gold: Gold): boolean {
  if (one === null) return false;
  return [
    one,
    { ...one, value: multiply(one.value, HUNDRED), double: one.double * 100 },
    { ...one, value: divide(one.value, HUNDRED), double: one.double / 100 },
  ].some((candidate) => isPublished(candidate, gold) || isTolerant(candidate, gold));
}
