import { parseStatements } from '../../../methods/equations/statements.ts';
import { solve } from '../../../methods/equations/solve.ts';

function position(text: string): string {
  const solution = solve(text);
  if (solution.status !== 'unparsable') return solution.status;
  return `${solution.position.line}:${solution.position.column}`;
}

describe('positions of what cannot be read', () => {
  it.each([
    ['[[eq x = #]]', '1:10'],
    ['A line.\n[[eq x = #]]', '2:10'],
    ['A line.\n\n\n  [[eq x = #]]', '4:12'],
    ['A line.\r\n[[eq x = #]]', '2:10'],
    ['[[eq x\n= #]]', '2:3'],
    // A character is a code point.
    ['😀😀 [[eq x = #]]', '1:13'],
    ['é[[eq x = #]]', '1:11'],
    // What ends the text.
    ['[[eq x = 1]]\n', '2:1'],
    ['[[eq x = 1]]\n\nend', '3:4'],
    ['\n[[eq', '2:1'],
    [']]', '1:1'],
    // The first that cannot be read counts, in the order of the text.
    ['[[eq x = #]] [[eq y = #]]', '1:10'],
    ['[[eq x = 1]] [[eq y = #]]', '1:23'],
    // Brackets come before what is in them.
    ['[[eq x = #]] [[eq y', '1:14'],
  ])('%j is at %s', (text, expected) => {
    expect(position(text)).toBe(expected);
  });

  it('are those of statements, too', () => {
    const parsed = parseStatements('Ann [[var a]].\nHas [[ eq a = 5 ]]. [[answer a*2]]');
    expect(parsed).toMatchObject({
      kind: 'statements',
      statements: [
        { kind: 'var', name: 'a', unit: undefined, from: 4, to: 13, text: 'var a' },
        { kind: 'eq', relation: '=', from: 19, to: 33, text: 'eq a = 5' },
        { kind: 'answer', wanted: 'a*2', from: 35, to: 49, text: 'answer a*2' },
      ],
    });
  });
});
