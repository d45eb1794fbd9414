import fc from 'fast-check';
import { bracketGroups, equationLine } from '../../../../methods/equations/paper/extract.ts';

describe('groups in brackets', () => {
  it.each<[string, string[]]>([
    ['Let a be it [[var a]]. We have [[eq a = 5]].', ['var a', 'eq a = 5']],
    ['[[]] [[ ]]', ['', ' ']],
    ['[[[a]]]', ['[a']],
    ['[[a [[b]] c]]', ['a [[b']],
    ['[[not closed\non this line]] [[but this]]', ['but this']],
    ['[[a\r]]', ['a\r']],
    ['[[a] ] [b]]', ['a] ] [b']],
    ['none [ ] ]]', []],
  ])('of %j', (text, groups) => {
    expect(bracketGroups(text)).toEqual(groups);
  });

  it('are those of the released pattern', () => {
    const text = fc.string({ unit: fc.constantFrom('[', '[', ']', ']', 'a', '\n', ',', ' '), maxLength: 60 });
    // Python's dot stops at a newline only; JavaScript's stops at \r and two more, which are not drawn here.
    const released = (of: string): string[] =>
      (of.match(/\[\[.*?\]\]/g) ?? []).map((group) => group.slice(2, -2));
    fc.assert(
      fc.property(text, (drawn) => {
        expect(bracketGroups(drawn)).toEqual(released(drawn));
      }),
      { numRuns: 2000 },
    );
  });

  it('are found in linear time', () => {
    for (const text of ['['.repeat(400_000), '[[a\n'.repeat(100_000), '[[a]]'.repeat(100_000)]) {
      const start = performance.now();
      bracketGroups(text);
      expect(performance.now() - start).toBeLessThan(5000);
    }
  });
});

/** Expected lines: what the released reformatting gives, run on each once. */
describe('the line of equations', () => {
  it.each([
    ['Let a be it [[var a]]. [[eq a = 5]] [[answer a]]', ' a = 5, a = ?'],
    ['[[answer a]] [[eq a = 5]]', 'a = ?,  a = 5'],
    ['[[eq a = 1,000]] [[answer a]]', ' a = 1, a = ?'],
    ['[[eq a = 5, b = 6]] [[answer a, b]]', ' a = 5, a = ?'],
    ['[[answer   a + 2  ]]', 'a + 2 = ?'],
    ['[[answer a = 6]]', 'a = 6 = ?'],
    ['[[equation a = 5]]', 'uation a = 5'],
    ['[[eq seq = 5]]', ' seq = 5'],
    ['[[answer eq]]', ''],
    ['[[]] [[eq a = 5]]', ' a = 5'],
    ['[[eq]] [[eq a = 5]]', ' a = 5'],
    ['[[eq a = 5]] [[eq]]', ' a = 5, '],
    ['[[var a]]', ''],
    ['a = 5, a = ?', 'a = 5, a = ?'],
    ['The answer is 5.', 'The answer is 5.'],
    ['', ''],
  ])('of %j is %j', (completion, line) => {
    expect(equationLine(completion)).toBe(line);
  });
});
