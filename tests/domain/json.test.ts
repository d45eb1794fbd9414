import fc from 'fast-check';
import { canonicalJson, type Json } from '../../domain/json.ts';

test('canonical JSON does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const shuffled = Object.fromEntries(Object.entries(object).reverse());
      expect(canonicalJson(shuffled as Json)).toBe(canonicalJson(object as Json));
    }),
  );
});

test('canonical JSON parses back to the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // JSON itself has one zero: -0 is written as 0.
      expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('different values have different texts', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const same =
        JSON.stringify(JSON.parse(canonicalJson(a))) === JSON.stringify(JSON.parse(canonicalJson(b)));
      expect(canonicalJson(a as Json) === canonicalJson(b as Json)).toBe(same);
    }),
  );
});

test('members that are undefined are left out, what JSON has no word for is refused', () => {
  expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}');
  expect(() => canonicalJson(NaN)).toThrow(RangeError);
  expect(() => canonicalJson({ a: [Infinity] })).toThrow(RangeError);
});
