/** A word problem, as every part of the family knows it. */
import type { Gold } from '../../../methods/grading/gold.ts';

export interface Problem {
  /** Unique in its file; a twin's is `ID~1`. */
  readonly id: string;
  readonly question: string;
  /** At least one; several are unordered. */
  readonly gold: readonly Gold[];
  /** null where the file has no sections. */
  readonly section: string | null;
  /** Statements in double brackets that somebody wrote for this problem, if the file has them. */
  readonly statements: string | null;
  /** A single gold expression without an unknown (SVAMP), if the file has one. */
  readonly equation: string | null;
  /** The problem of the file whose numbers were changed; null for a problem of the file itself. */
  readonly twinOf: string | null;
}

/** What a solver can work out without a model: statements, or the equation as the one that is asked for. */
export function statementsOf({ statements, equation }: Problem): string | null {
  return statements ?? (equation === null ? null : `[[answer ${equation}]]`);
}
