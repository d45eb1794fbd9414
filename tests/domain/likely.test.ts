/** The word that was likely meant. */
import { didYouMean, likeliest } from '../../domain/likely.ts';

const FIELDS = ['population', 'people', 'items', 'arms', 'seed'];

test.each([
  ['populaton', 'population'],
  ['sede', 'seed'],
  ['Arms', 'arms'],
  ['itmes', 'items'],
  ['poeple', 'people'],
])('%s means %s', (word, meant) => expect(likeliest(word, FIELDS)).toBe(meant));

test('a word that is far from all of them means none', () => {
  expect(likeliest('astrology', FIELDS)).toBeUndefined();
  expect(didYouMean('astrology', FIELDS)).toBe('');
  expect(didYouMean('sed', FIELDS)).toBe("; did you mean 'seed'?");
});
