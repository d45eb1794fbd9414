import fc from 'fast-check';
import { openPaperSolver, type PaperSolver } from '../../../activities/tools/paper.ts';
import { solve } from '../../../methods/equations/solve.ts';
import { GOLDEN, GOLDEN_LINES } from './golden.ts';

/** Our status, with the values where there are any. */
function ourAnswer(text: string): string {
  const solution = solve(text);
  if (!('answers' in solution)) return solution.status;
  return `${solution.status} ${solution.answers.map(({ value }) => value).join(', ')}`;
}

describe('paper mode', () => {
  let solver: PaperSolver;
  beforeAll(async () => {
    solver = await openPaperSolver({ cpuSeconds: 2, processes: 1 });
  });
  afterAll(() => solver.close());

  /** The released function's way to answer: a number, or words. */
  const answer = async (text: string, from: 'solve' | 'solveLine' = 'solve'): Promise<number | string> => {
    const result = await solver[from](text);
    if (result.status === 'solved') return result.value;
    return result.status === 'rejected' ? result.reason : result.status;
  };

  it.each(GOLDEN)(
    'answers $what as the released pipeline does, beside ours',
    async ({ text, paper, ours }) => {
      expect({ paper: await answer(text), ours: ourAnswer(text) }).toEqual({ paper, ours });
    },
  );

  it.each(GOLDEN_LINES)('answers the line %j as the released function does', async (line, paper) => {
    expect(await answer(line, 'solveLine')).toBe(paper);
  });

  it('writes the root as SymPy does', async () => {
    expect(await solver.solve('[[eq 2*a = 7]] [[answer a]]')).toEqual({
      status: 'solved',
      value: 3.5,
      text: '7/2',
    });
    expect(await solver.solve('[[eq a^2 = 2]] [[answer a]]')).toEqual({
      status: 'solved',
      value: -Math.SQRT2,
      text: '-sqrt(2)',
    });
    expect(await solver.solve('[[eq a = 0.1]] [[answer a]]')).toMatchObject({ value: 0.1 });
  });

  it('is not held up by powers of powers or an annuity of 360 months', async () => {
    const hostile = [
      '[[eq a = 9**9**9]] [[answer a]]',
      '[[eq p = 200000*(r/12)*(1+r/12)^360/((1+r/12)^360-1)]] [[eq p = 1500]] [[answer r]]',
    ];
    for (const text of hostile) {
      const start = performance.now();
      expect(await solver.solve(text)).toEqual({ status: 'timed-out' });
      expect(ourAnswer(text)).toBe('unparsable');
      // Ours knows a limit of exponents. Two seconds of processor time; wall time may be many times as much on a busy machine.
      expect(performance.now() - start).toBeLessThan(30_000);
      expect(await answer('[[eq a = 5]] [[answer a]]')).toBe(5);
    }
  });

  it('never throws and never hangs on statements that nobody meant', async () => {
    const piece = fc.constantFrom(
      ...'a b x e1 I S N ab 2 3 .5 10 + - * / ( ) = ? ! ^ # $ % , [[eq [[answer ]] [[var ]] constructor __proto__ é'.split(
        ' ',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
        const { status } = await solver.solve(pieces.join(' '));
        expect(['solved', 'rejected', 'timed-out']).toContain(status);
      }),
      { numRuns: 300 },
    );
  });
});
