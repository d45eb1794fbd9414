import { planPaper } from '../../../../methods/equations/paper/plan.ts';
import { show } from './show.ts';

/** What is asked of SymPy: `goal: equation; equation`, `value: tree`, or the reason where nothing is. */
function planned(line: string): string {
  const plan = planPaper(line);
  if (plan.kind === 'settled')
    return plan.result.status === 'rejected' ? plan.result.reason : plan.result.status;
  const { task } = plan;
  if (task.kind === 'value') return `value: ${show(task.tree)}`;
  return `${task.goal}: ${task.equations.map(show).join('; ')}`;
}

describe('the text rules of the released pipeline', () => {
  it.each([
    ['a = 5, b = 2*a, b = ?', "b: ('a' - 5); ('b' - (2 * 'a'))"],
    // Three letters in a row, in any script; two and a digit are none.
    ['cost = 5, cost = ?', 'invalid equations'],
    ['a = sqrt(4), a = ?', 'invalid equations'],
    ['\u03b1\u03b2\u03b3 = 5, a = ?', 'invalid equations'],
    ['ab1c = 5, a = ?', "a: (('a' * 'b' * 1 * 'c') - 5)"],
    ["__import__('os').getpid() = a, a = ?", 'invalid equations'],
    ['lambda = 5, lambda = ?', 'invalid equations'],
    ['beta = 5, zeta = ?', 'invalid equations'],
    // Commas separate, whatever they mean.
    ['a = 1,000, b = a, b = ?', "b: ('a' - 1); nothing; ('b' - 'a')"],
    // The goal: letters, or any two characters.
    ['a = 5, a*2 = ?', 'bug'],
    ['a = 5, a_1 = ?', 'bug'],
    ['a = 5, 5 = ?', 'bug'],
    ['a = 5, b', 'b: ' + "('a' - 5)"],
    ['a = 5, 5', 'no goal found'],
    ['a = 5, e1 = ?', "e1: ('a' - 5)"],
    ['a = 5, 42 = ?', "42: ('a' - 5)"],
    ['a = 5, \u{1d44e} = ?', "\u{1d44e}: ('a' - 5)"],
    ['a = 5, \u00a0b\u0085 = ?', "b: ('a' - 5)"],
    ['a = 5, b = 6', "b: ('a' - 5)"],
    // One element is worth what stands before its equals sign.
    ['42 = ?', 'value: 42'],
    ['a = ?', "value: 'a'"],
    ['5', 'value: 5'],
    ['3+4 = a', 'bug'],
    ['', 'invalid equations'],
    ['nan', 'nan'],
    // Differences are put together as text.
    ['a >= 5, a = ?', "a: ('a' > -5)"],
    ['a < 5, a = ?', 'a: nothing'],
    ['a = b = 5, a = ?', "a: ('a' - 'b')"],
    ['a == 5, a = ?', 'a: nothing'],
    ['a! = 6, a = ?', "a: (factorial['a'] - 6)"],
    ['a != 6, a = ?', 'a: nothing'],
    ['a = 1) + (2, a = ?', "a: ('a' - 1 + 2)"],
    // Whatever has a question mark is no equation.
    ['a = ?, b = 5, b = ?', "b: ('b' - 5)"],
    ['a = 50%, a = ?', 'a: nothing'],
  ])('of %j: %s', (line, expected) => {
    expect(planned(line)).toBe(expected);
  });

  it('are quick on a name of 100,000 characters and on 100,000 commas', () => {
    const start = performance.now();
    expect(planned(`${'a'.repeat(100_000)} = 5, a = ?`)).toBe('invalid equations');
    expect(planned(','.repeat(100_000))).toBe('no goal found');
    expect(planned(`${'a1'.repeat(50_000)} = 5, a = ?`)).toContain("a: (('a' * 1 * 'a'");
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
