/** What the released pipeline of arXiv 2304.09102 makes of a completion. Plain JSON. */

export type PaperResult =
  | {
      readonly status: 'solved';
      readonly value: number;
      /** The root as SymPy writes it: `7/2`, `sqrt(2)`, `5.00000000000000`. At most 200 characters. */
      readonly text: string;
    }
  | {
      readonly status: 'rejected';
      /**
       * In the released pipeline's own words: `invalid equations`, `no solution`, `no goal found`, `bug`; `nan`, `inf`
       * and `-inf` are the floats that it returns. Two are ours, for a child process that would have been the end of
       * the released one: `out of memory`, `crashed`.
       */
      readonly reason: string;
    }
  | {
      /** The released pipeline has no limit of time; ours does. */
      readonly status: 'timed-out';
    };

export const INVALID_EQUATIONS: PaperResult = { status: 'rejected', reason: 'invalid equations' };
