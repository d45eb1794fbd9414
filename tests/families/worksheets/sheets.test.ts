/** Worksheets as students get them, under conditions and controls. */
import { threadsOf } from '../../../families/block.ts';
import { wordsIn } from '../../../families/worksheets/sheets/layout.ts';
import { study } from './small-study.ts';

const small = study();
const sheet = (variant: string, material = 'one'): string => small.worksheet({ material, variant });

test('practice shows no solution, worked that of every other problem, and nobody sees a comment', () => {
  expect(sheet('practice').match(/Problem \d/g)).toHaveLength(4);
  expect(sheet('practice')).not.toContain('Answer');
  expect(sheet('worked').match(/Worked example \d/g)).toHaveLength(2);
  expect(sheet('worked').match(/Answer: \d+/g)).toEqual(['Answer: 13', 'Answer: 15']);
  expect(sheet('worked')).not.toMatch(/<!--|\[\[/);
});

test('controls change what they say, and nothing else', () => {
  expect(sheet('paraphrase')).toContain('A whole of 20 has a part of 7.');
  expect(sheet('shuffled')).not.toBe(sheet('worked'));
  expect([...sheet('shuffled')].sort().join('')).toBe([...sheet('worked')].sort().join(''));
  expect(sheet('padding').startsWith(sheet('practice'))).toBe(true);
  expect(wordsIn(sheet('padding'))).toBeGreaterThanOrEqual(wordsIn(sheet('worked')));
  expect(sheet('wrong').replace(/\d+/g, '#')).toBe(sheet('worked').replace(/\d+/g, '#'));
  expect(sheet('wrong')).not.toMatch(/Answer: (13|15)\b/);
  expect(sheet('wrong')).toContain('Two parts make 20.');
});

test('variability has four conditions; all of a worked sheet is solved', () => {
  const four = study({ effect: 'variability', controls: { run: [] } });
  expect(four.conditions).toEqual(['practice-low', 'practice-high', 'worked-low', 'worked-high']);
  expect(four.worksheet({ material: 'one', variant: 'worked-low' }).match(/Answer/g)).toHaveLength(4);
});

test('cells: every judge, variant, material, persona, item and replicate once; a chain is one thread', () => {
  const many = study({
    judges: [
      { name: 'alone', model: 'm', replicates: 2 },
      { name: 'chain', model: 'm', mode: 'chained', replicates: 3 },
    ],
  });
  const threads = [...threadsOf(many.blocks)];
  const keys = threads.flat().map(({ key }) => key);
  // 2 conditions x 4 personas and 6 controls x 2 personas, on 2 materials and 2 items.
  const judged = (2 * 4 + 6 * 2) * 2 * 2;
  expect(keys).toHaveLength(judged * 5);
  expect(new Set(keys).size).toBe(keys.length);
  expect(many.blocks.reduce((sum, { cells }) => sum + cells, 0)).toBe(keys.length);
  expect(keys[0]).toBe('alone/one/practice/1-1/first-one/r1');
  const chains = threads.filter(([first]) => first?.judge === 'chain');
  expect(
    chains.every(
      (thread) => thread.length === 2 && new Set(thread.map(({ replicate }) => replicate)).size === 1,
    ),
  ).toBe(true);
});
