import { solveNonlinear, toMathJson, type NonlinearSystem } from '../../../methods/equations/nonlinear.ts';
import { rational } from '../../../methods/equations/rational.ts';
import { solve } from '../../../methods/equations/solve.ts';
import {
  binaryNode,
  callNode,
  nameNode,
  negateNode,
  numberNode,
  powerNode,
} from '../../../methods/equations/tree.ts';
import { exactly, show, solveHere } from './outcome.ts';

describe('roots of one polynomial', () => {
  it.each([
    ['[[eq x^2 = 2]] [[answer x]]', 'ambiguous ~-1.4142135623730951, ~1.4142135623730951'],
    ['[[eq x^2 = 2]] [[answer x^2]]', 'solved 2'],
    ['[[eq x^2 = 2]] [[answer x^4 - x^2]]', 'solved 2'],
    ['[[eq x^2 = 0]] [[answer x]]', 'solved 0'],
    ['[[eq (x - 1)^2 = 0]] [[answer x]]', 'solved 1'],
    ['[[eq x^3 = 8]] [[answer x]]', 'solved 2'],
    ['[[eq x^3 = -1/8]] [[answer x]]', 'solved -1/2'],
    ['[[eq x^4 = 16]] [[answer x]]', 'ambiguous -2, 2'],
    ['[[eq 6*x^2 - 5*x + 1 = 0]] [[answer x]]', 'ambiguous 1/3, 1/2'],
    ['[[eq x^2 - x - 1 = 0]] [[eq x > 0]] [[answer x]]', 'filtered ~1.618033988749895'],
    // The real root of Wallis's cubic, and 2 cos 40, 80, 160 degrees.
    ['[[eq x^3 - 2*x - 5 = 0]] [[answer x]]', 'solved ~2.0945514815423265'],
    [
      '[[eq x^3 - 3*x + 1 = 0]] [[answer x]]',
      'ambiguous ~-1.8793852415718169, ~0.3472963553338607, ~1.532088886237956',
    ],
    ['[[eq x^5 - x - 1 = 0]] [[answer x]]', 'solved ~1.1673039782614187'],
    // Compound interest: 5^(1/5) - 1, which the released pipeline answers with nothing.
    ['[[eq 1000*(1 + x)^5 = 5000]] [[answer x]]', 'solved ~0.37972966146121484'],
    ['[[eq (x^2 - 2)*(x - 3) = 0]] [[answer x]]', 'ambiguous ~-1.4142135623730951, ~1.4142135623730951, 3'],
    ['[[eq x^8 = 256]] [[eq x > 0]] [[answer x]]', 'filtered 2'],
    // Two equations in one unknown: only what both have.
    ['[[eq x^2 = 9]] [[eq x^2 - 5*x + 6 = 0]] [[answer x]]', 'solved 3'],
    ['[[eq x^2 = 9]] [[eq x^2 = 4]] [[answer x]]', 'contradictory 0, 1'],
    ['[[eq x^2 = 2]] [[eq x^3 = 2*x]] [[answer x]]', 'ambiguous ~-1.4142135623730951, ~1.4142135623730951'],
    // An irrational value that others follow from.
    ['[[eq x^2 = 2]] [[eq x > 0]] [[eq y = 3*x]] [[answer y]]', 'filtered ~4.242640687119285'],
    ['[[eq x^2 = 2]] [[eq y = x*x + 1]] [[answer y]]', 'solved 3'],
    ['[[eq x^2 = 8]] [[eq x > 0]] [[eq y = round(x)]] [[answer y]]', 'filtered 3'],
    ['[[eq x^2 = 8]] [[eq x > 0]] [[eq y = floor(x)]] [[answer y]]', 'filtered 2'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });
});

describe('systems', () => {
  it.each([
    ['[[eq x*y = 12]] [[eq x/y = 3]] [[eq x > 0]] [[answer x]]', 'filtered 6'],
    ['[[eq x*y = 6]] [[eq x + y = 5]] [[answer x]]', 'ambiguous 2, 3'],
    ['[[eq x*y = 6]] [[eq x + y = 5]] [[answer x*y + x + y]]', 'solved 11'],
    ['[[eq x^2 + y^2 = 25]] [[eq x^2 - y = 13]] [[answer x]]', 'ambiguous -4, -3, 3, 4'],
    ['[[eq x^2 + y^2 + z^2 = 14]] [[eq x*y*z = 6]] [[eq x + y + z = 6]] [[answer x]]', 'ambiguous 1, 2, 3'],
    ['[[eq x^2 + y^2 + z^2 = 14]] [[eq x*y + z = 5]] [[eq x + y*z = 7]] [[answer x]]', 'solved 1'],
    ['[[eq d = 60*t]] [[eq d = 40*(t + 1)]] [[answer d]]', 'solved 120'],
    ['[[eq x^2 + y^2 = 5]] [[eq x^2*y^2 = 4]] [[eq x > y]] [[eq y > 0]] [[answer x]]', 'filtered 2'],
    ['[[eq x*y = 0]] [[eq x + y = 3]] [[answer x]]', 'ambiguous 0, 3'],
    ['[[eq x*y = 0]] [[eq y = 4]] [[answer x]]', 'solved 0'],
    ['[[eq x^2 = y^2]] [[eq x + y = 4]] [[answer x]]', 'solved 2'],
    ['[[eq sqrt(x) + y = 5]] [[eq y = 2]] [[answer x]]', 'solved 9'],
    ['[[eq c = sqrt(a^2 + b^2)]] [[eq a = 3]] [[eq b = 4]] [[answer c]]', 'solved 5'],
    ['[[eq 13 = sqrt(a^2 + 25)]] [[eq a > 0]] [[answer a]]', 'filtered 12'],
    ['[[eq abs(x - 3) = abs(x + 1)]] [[answer x]]', 'solved 1'],
    ['[[eq max(x, y) = 7]] [[eq x + y = 10]] [[eq x > y]] [[answer x]]', 'filtered 7'],
    ['[[eq min(x, 2*x) = 6]] [[answer x]]', 'solved 6'],
    ['[[eq floor(x/2) = 3]] [[eq x + 1 = 8]] [[answer x]]', 'solved 7'],
    ['[[eq x*floor(y) = 6]] [[eq y = 2.5]] [[answer x]]', 'solved 3'],
  ])('%s is %s', (text, expected) => {
    expect(exactly(text)).toBe(expected);
  });
});

describe('the nonlinear rest', () => {
  const REST = '[[eq x^2 + y^2*z^2 = 37]] [[eq y^2 + z^2*x^2 = 13]] [[eq z^3 + x^3 = 28]]';

  it('goes to the algebra system as a tree, with names of its own', async () => {
    const systems: NonlinearSystem[] = [];
    const solution = await solve(`${REST} [[answer x]]`, {
      nonlinear: (system) => {
        systems.push(structuredClone(system));
        return Promise.resolve({ kind: 'nothing' });
      },
    });
    expect(show(solution)).toBe('unsupported no method here finds the roots of the nonlinear rest');
    expect(systems).toHaveLength(1);
    expect(systems[0]?.unknowns).toEqual(['u0', 'u1', 'u2']);
    expect(systems[0]?.equations).toHaveLength(3);
  });

  /** The rest with whatever roots are proposed. */
  const proposed = async (text: string, ...roots: readonly number[][]): Promise<string> =>
    show(await solve(text, { nonlinear: () => Promise.resolve({ kind: 'roots', roots }) }));

  it('keeps roots that satisfy every statement, and no others', async () => {
    // x = 1, y = 2, z = 3: 1 + 36, 4 + 9, 27 + 1.
    expect(await proposed(`${REST} [[answer x]]`, [1, 2, 3])).toBe('solved 1');
    expect(await proposed(`${REST} [[answer x + y + z]]`, [1, 2, 3], [1, -2, 3])).toBe('ambiguous 2, 6');
    expect(await proposed(`${REST} [[eq y > 0]] [[answer x + y + z]]`, [1, 2, 3], [1, -2, 3])).toBe(
      'filtered 6',
    );
    expect(await proposed(`${REST} [[answer x]]`, [1, 2, 3], [1, 2, 4], [3, 2, 1])).toBe('solved 1');
    expect(await proposed(`${REST} [[answer x]]`, [1, 2.00001, 3])).toBe(
      'unsupported no method here finds the roots of the nonlinear rest',
    );
    // An exact root behind a double.
    expect(await proposed(`${REST} [[answer x]]`, [1 + 1e-13, 2 - 1e-13, 3])).toBe('solved 1');
  });

  it('never takes the proposed roots for all there are', async () => {
    expect(await proposed(`${REST} [[eq y > 5]] [[answer x]]`, [1, 2, 3])).toBe(
      'unsupported no root that was found is admissible, and there may be others',
    );
  });

  it('leaves an irrational root without an exact value', async () => {
    const text = '[[eq x^2 + y^2*z^2 = 38]] [[eq y^2 + z^2*x^2 = 22]] [[eq z^3 + x^2 = 29]] [[eq y > 0]]';
    expect(await proposed(`${text} [[answer x]]`, [Math.SQRT2, 2, 3])).toBe('solved ~1.4142135623730951');
  });
});

describe('the algebra system', () => {
  const x = nameNode('x');
  const y = nameNode('y');
  const n = (value: number): ReturnType<typeof numberNode> => numberNode(rational(BigInt(value)));
  const squared = (name: string): ReturnType<typeof powerNode> => powerNode(nameNode(name), n(2), 2);

  it('solves one equation, and several', () => {
    expect(solveNonlinear({ unknowns: ['x'], equations: [binaryNode('-', squared('x'), n(9))] })).toEqual({
      kind: 'roots',
      roots: [[3], [-3]],
    });
    const system = solveNonlinear({
      unknowns: ['x', 'y'],
      equations: [binaryNode('-', binaryNode('+', x, y), n(5)), binaryNode('-', binaryNode('*', x, y), n(6))],
    });
    expect(system.kind === 'roots' && system.roots.map((root) => root.join(' ')).sort()).toEqual([
      '2 3',
      '3 2',
    ]);
  });

  it('has no real root of x^2 + 1, which is not the same as no solution', () => {
    expect(solveNonlinear({ unknowns: ['x'], equations: [binaryNode('+', squared('x'), n(1))] })).toEqual({
      kind: 'nothing',
    });
  });

  it('takes names that it has for constants for unknowns', () => {
    const e = solveNonlinear({
      unknowns: ['ExponentialE'],
      equations: [binaryNode('-', squared('ExponentialE'), n(9))],
    });
    expect(e).toEqual({ kind: 'roots', roots: [[3], [-3]] });
  });

  it('is given MathJSON', () => {
    const symbols = new Map([['x', 'v0']]);
    expect(toMathJson(binaryNode('/', negateNode(x), numberNode(rational(7n, 2n))), symbols)).toEqual([
      'Divide',
      ['Negate', 'v0'],
      ['Rational', { num: '7' }, { num: '2' }],
    ]);
    expect(toMathJson(callNode('max', [powerNode(x, n(3), 3), n(1)]), symbols)).toEqual([
      'Max',
      ['Power', 'v0', 3],
      { num: '1' },
    ]);
    expect(() => toMathJson(y, symbols)).toThrow('a name that is no unknown');
  });

  it('solves what is left of a problem', async () => {
    expect(show(await solveHere('[[eq x^2 = 9]] [[answer x]]'))).toBe('ambiguous -3, 3');
  });
});
