import fc from 'fast-check';
import { parseSympy } from '../../../../methods/equations/paper/parse.ts';
import type { Tree } from '../../../../methods/equations/paper/tree.ts';
import { show } from './show.ts';

/** Expected readings: `parse_expr` of SymPy 1.14 with the released transformations, under Python 3.11. */
describe("SymPy's reading of an expression", () => {
  it.each([
    // Numerals.
    ['5', '5'],
    ['3.5', 'float 3.5'],
    ['.5', 'float .5'],
    ['5.', 'float 5.'],
    ['1e3', 'float 1e3'],
    ['1_000', '1000'],
    ['0x1F', '31'],
    ['05', '(0 * 5)'],
    ['00', '0'],
    ['1.2.3', '(float 1.2 * float .3)'],
    ['3j', '(3 * I)'],
    ['2.5J', '(float 2.5 * I)'],
    // Precedence.
    ['a + b - c', "('a' + 'b' - 'c')"],
    ['a - b * c / 2 % 3', "('a' - ('b' * 'c' / 2 % 3))"],
    ['a // b', "('a' // 'b')"],
    ['-a**2', "-('a' ** 2)"],
    ['a ** -b ** c', "('a' ** -('b' ** 'c'))"],
    ['2^3^4', '(2 ** (3 ** 4))'],
    ['+a', "'a'"],
    ['--2', '--2'],
    ['(a + b) * c', "(('a' + 'b') * 'c')"],
    ['a > - (5)', "('a' > -5)"],
    // Products that nobody wrote.
    ['2x', "(2 * 'x')"],
    ['2 3', '(2 * 3)'],
    ['1/2x', "(1 / 2 * 'x')"],
    ['2(a + b)(a)', "(2 * ('a' + 'b') * 'a')"],
    ['a(b + c)', "('a' * ('b' + 'c'))"],
    ['a b', "('a' * 'b')"],
    ['2**3x', "((2 ** 3) * 'x')"],
    ['3 x 4', "(3 * 'x' * 4)"],
    ['(a)2', "('a' * 2)"],
    // Names are split, but for those with an underscore and those of Greek letters.
    ['ab', "('a' * 'b')"],
    ['x1', "('x' * 1)"],
    ['x12y', "('x' * 12 * 'y')"],
    ['e1', "('e' * 1)"],
    ['a_1', "'a_1'"],
    ['mu', "'mu'"],
    ['Xi', "'Xi'"],
    ['\u03b1', "'\u03b1'"],
    ['ab**2', "('a' * ('b' ** 2))"],
    // Names that are constants.
    ['I + E + pi + oo', '(I + E + pi + oo)'],
    ['2I', '(2 * I)'],
    ['aI', "('a' * I)"],
    ['pi(a)', "(pi * 'a')"],
    ['pp', "('p' * 'p')"],
    // Names that are functions.
    ['ln(a)', "ln['a']"],
    ['2ln(a)b', "(2 * ln['a'] * 'b')"],
    ['ln 2x + 1', "(ln[(2 * 'x')] + 1)"],
    ['ln x**2', "ln[('x' ** 2)]"],
    ['ln(a)(b)', "(ln['a'] * 'b')"],
    ['S(3)', 'S[3]'],
    ['Na', "N['a']"],
    ['Oy', "O['y']"],
    // Factorials bind to what stands right before them.
    ['5!', 'factorial[5]'],
    ['a!!', "factorial2['a']"],
    ['2a! - (5)', "((2 * factorial['a']) - 5)"],
    ['ab!', "factorial[('a' * 'b')]"],
    ['(a + 1)!', "factorial[('a' + 1)]"],
    ['ln(a)!', "factorial[ln['a']]"],
    ['ab(c)!', "('a' * 'b' * factorial['c'])"],
    ['2(b)!', "(2 * factorial['b'])"],
    // A comment.
    ['a # b', "'a'"],
  ])('%j is %s', (text, tree) => {
    expect(show(parseSympy(text))).toBe(tree);
  });

  it.each([
    ['nothing at all', ''],
    ['an empty group', 'a - ()'],
    ['an open group', '(a'],
    ['a group never opened', 'a)'],
    ['a missing operand', 'a +'],
    ['two operators', 'a * / b'],
    ['a name that is a function', 'N - (5)'],
    ['a name that is an object', 'Q - (5)'],
    ['a name that is a class', 'E1 - 5'],
    ['such a letter inside a name', 'aQ'],
    ['a keyword', 'a if b'],
    ['a percent sign', 'a - (50%)'],
    ['a dollar sign', 'a - ($5)'],
    ['a comment in parentheses', 'a - (5 # b)'],
    ['a raised digit in a name', 'x\u00b2'],
    ['a fraction sign', '\u00bd'],
    ['a foreign digit', 'x\u0663'],
    ['a leading zero in a name', 'x01'],
    ['a factorial after a blank', 'a !'],
    ['a factorial of nothing', '(!)'],
    ['a factorial of what looks like a call', 'a(b)!'],
    ['three factorials', 'a!!!'],
    ['an attribute', 'a.b'],
    ['a subscript', 'a[1]'],
    ['a string', "'a'"],
    ['an operator on bits', 'a & b'],
    ['a chain of comparisons', 'a < b < c'],
    ['a Unicode minus', 'a \u2212 b'],
    ['a newline', 'a\n+ b'],
    ['a function without parentheses before a group', 'ln x (y)'],
    ['a power of a function', 'ln**2(x)'],
    ['more digits than Python reads', '9'.repeat(4301)],
    ['groups in groups without end', `${'('.repeat(300)}a${')'.repeat(300)}`],
    ['signs without end', `${'-'.repeat(100_000)}a`],
    ['powers without end', 'a**'.repeat(100_000) + 'a'],
  ])('%s is no expression', (_, text) => {
    expect(parseSympy(text)).toBeUndefined();
  });

  it('reads 4,300 digits', () => {
    expect(show(parseSympy('9'.repeat(4300)))).toBe('9'.repeat(4300));
  });

  it('reads long sums without depth', () => {
    const tree = parseSympy('a + '.repeat(50_000) + '1');
    expect(tree?.kind === 'chain' && tree.operands.length).toBe(50_001);
  });

  it('comes to an end on any text, and lets no text through but names and numerals', () => {
    const piece = fc.constantFrom(
      ...'0 1 5 .5 1e 0x _ a b x E I N S Q ln pi e1 or + - * / ** // ^ % ! ( ) < > # . = \' " [ ] { } : ; @ \\ $ é ½ \u200b 𝑎 '.split(
        ' ',
      ),
      ' ',
      '__import__',
      'os.system',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const tree = parseSympy(pieces.join(''));
        for (const text of textsOf(tree))
          expect(text).toMatch(/^(?:[\p{L}\p{N}_]+|[0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]+)?)$/u);
      }),
      { numRuns: 3000 },
    );
  });
});

function textsOf(tree: Tree | undefined): string[] {
  if (tree === undefined) return [];
  switch (tree.kind) {
    case 'integer':
      return [tree.digits];
    case 'float':
      return [tree.numeral];
    case 'symbol':
    case 'constant':
      return [tree.name];
    case 'chain':
      return tree.operands.flatMap(textsOf);
    case 'negative':
      return textsOf(tree.operand);
    case 'power':
      return [...textsOf(tree.base), ...textsOf(tree.exponent)];
    case 'call':
      return [tree.name, ...textsOf(tree.argument)];
    case 'comparison':
      return [...textsOf(tree.left), ...textsOf(tree.right)];
  }
}
