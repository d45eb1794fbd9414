import { createHash } from 'node:crypto';
import type { Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import { SeenHashes } from '../../domain/seen-hashes.ts';
import { sha256Hex } from '../../domain/sha256.ts';
import { sha256OfList } from '../../domain/sha256-list.ts';

test('each hash is new once, however many there are', () => {
  const seen = new SeenHashes();
  const hashes = Array.from(
    { length: 5000 },
    (_, i) => createHash('sha256').update(String(i)).digest('hex') as Sha256,
  );
  expect(hashes.every((hash) => seen.add(hash))).toBe(true);
  expect(hashes.some((hash) => seen.add(hash))).toBe(false);
});

test('a list is hashed piece by piece as it would be whole', () => {
  for (const list of [[], [1], [{ b: 1, a: 'ä' }, null, [2, 'x']]])
    expect(sha256OfList(list)).toBe(sha256Hex(canonicalJson(list)));
});
