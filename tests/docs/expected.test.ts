import { describe, expect, test } from '@jest/globals';
import { differences, missingLines } from './expected.ts';

describe('shown output against what came', () => {
  const came = 'rasch, ml: converged after 14 steps\nbus    1.0000  0.4441\ntrain  1.0000  -0.5\n';

  test('agrees with others between, white space, … and rounding', () => {
    expect(missingLines('rasch, ml: … after 14 steps\ntrain 1.0 -0.50\n', came)).toEqual([]);
  });

  test('names lines with another number, another word, or out of order', () => {
    expect(missingLines('bus 1.0000 0.4481\n', came)).toHaveLength(1);
    expect(missingLines('bus 1.0000 -0.4441\n', came)).toHaveLength(1);
    expect(missingLines('tram 1.0000 -0.5\n', came)).toHaveLength(1);
    expect(missingLines('train 1.0000 -0.5\nbus 1.0000 0.4441\n', came)).toHaveLength(1);
  });

  test('JSON agrees when it is shortened, and not when it differs', () => {
    const fit = { model: 'rasch', items: [{ b: -0.44413, se: null }, { b: 2 }] };
    expect(differences({ items: [{ b: -0.444, se: null }] }, fit)).toEqual([]);
    expect(differences({ model: '2pl' }, fit)).toEqual(['$.model: "2pl" shown, "rasch" came']);
    expect(differences({ items: [{ b: -0.45 }] }, fit)).toHaveLength(1);
    expect(differences({ items: [{ n: 3 }] }, fit)).toHaveLength(1);
  });
});
