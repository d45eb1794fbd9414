/** When two answers are the same, and what most of several answers say. Nothing here knows the gold. */
import { equals, parseRational } from '../equations/rational.ts';
import { type Answered, PUBLISHED_TOLERANCE } from './grade.ts';
import { matchesAll } from './multiset.ts';

/**
 * Equal where both are known exactly; else less than 1e-3 apart, as the published grade has it. 20% and 0.2 are
 * different answers, as they are to a grade.
 */
export function sameAnswer(a: Answered, b: Answered): boolean {
  const exact = [a, b].map(({ exact }) => (exact === undefined ? undefined : parseRational(exact)));
  const [one, other] = exact;
  if (one !== undefined && other !== undefined) return equals(one, other);
  return Math.abs(a.value - b.value) < PUBLISHED_TOLERANCE;
}

/** The same answers in any order. */
export function sameAnswers(a: readonly Answered[], b: readonly Answered[]): boolean {
  return matchesAll(a, b, sameAnswer);
}

export interface Majority<A> {
  /** As its first voter gave it. */
  readonly answer: A;
  /** Where that voter stands. */
  readonly index: number;
  readonly votes: number;
  /** Those that gave an answer. */
  readonly voters: number;
}

/**
 * The answer that most voters gave. Who gave none (null) does not vote; of equally many, the earliest wins. A vote
 * counts for the first answer that it is the same as.
 *
 * @returns undefined where nobody votes
 */
export function majorityBy<A>(
  answers: readonly (A | null)[],
  same: (a: A, b: A) => boolean,
): Majority<A> | undefined {
  const camps: { answer: A; index: number; votes: number }[] = [];
  answers.forEach((answer, index) => {
    if (answer === null) return;
    const camp = camps.find((candidate) => same(candidate.answer, answer));
    if (camp === undefined) camps.push({ answer, index, votes: 1 });
    else camp.votes++;
  });
  const voters = camps.reduce((sum, { votes }) => sum + votes, 0);
  // Camps stand in the order of their first voter, and only more votes displace one.
  const best = camps.reduce<(typeof camps)[number] | undefined>(
    (leader, camp) => (leader === undefined || camp.votes > leader.votes ? camp : leader),
    undefined,
  );
  return best === undefined ? undefined : { ...best, voters };
}

/** `majorityBy` of single answers. */
export function majority<A extends Answered>(answers: readonly (A | null)[]): Majority<A> | undefined {
  return majorityBy(answers, sameAnswer);
}
