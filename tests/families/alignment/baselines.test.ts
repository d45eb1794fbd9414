/** What arms are held against. */
import { coinSide, peopleAgainstPeople } from '../../../families/alignment/analysis/baselines.ts';
import type { Respondents } from '../../../methods/alignment/sides.ts';

test('people who answer by the toss of a coin do not agree on items that all of them answered alike', () => {
  const items = Array.from({ length: 12 }, (_, item) => `i${item}`);
  const coin = coinSide(items, 200, 3) as Respondents;
  const scores = coin.responses.scores.map((score, cell) => (cell % 12 < 3 ? 1 : score));
  const alike: Respondents = { ...coin, responses: { ...coin.responses, scores } };
  const figure = peopleAgainstPeople(alike, { splits: 50 });
  expect(figure.size).toBe(100);
  expect(Math.abs(figure.r ?? NaN)).toBeLessThan(0.5);
  const all = { ...coin, responses: { ...coin.responses, scores: scores.map(() => 1) } };
  expect(peopleAgainstPeople(all, { splits: 5 }).r).toBeNull();
});
