/** More than a fifth of answers that are none is said loudly. */
import { loudSilence } from '../../families/silence.ts';

test.each([
  [0, 0, ''],
  [2, 10, ''],
  [21, 100, '21 % of the answers are empty, cut off or filtered'],
  [10, 10, '100 % of the answers are empty, cut off or filtered'],
])('%i of %i', (silent, asked, text) => {
  expect(loudSilence({ silent, asked })).toBe(text);
});
