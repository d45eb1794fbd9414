import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha256Hex } from '../../domain/sha256.ts';

test('sha256Hex is SHA-256 of the UTF-8 bytes, as node:crypto has it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }),
  );
});

test('lengths around a block boundary', () => {
  for (let length = 50; length <= 130; length++) {
    const text = 'a'.repeat(length);
    expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
  }
});
