import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberOf } from '../../../services/store/numbers.ts';
import { pack, unpack } from '../../../services/store/packing.ts';

const STORE = join(import.meta.dirname, '..', '..', '..', 'services', 'store');

test('texts come back as they were', () => {
  for (const texts of [[''], ['', '', ''], ['{"a":1}', '"ä🙂\\u0000"', 'x'.repeat(70_000)]])
    expect(unpack(pack(texts))).toEqual(texts);
});

test('an ordinary question and its answer take less than a third', () => {
  const asked =
    '{"kind":"generate","maxTokens":16,"model":{"endpoint":"cluster","model":"large"},"prompt":{"kind":"chat","messages":[{"content":"You are a child of 19 months, number p12, who lives in a town. Answer every question about yourself, as this person would.","role":"system"},{"content":"Does the child say w52?\\nA. no\\nB. yes\\nAnswer with one letter: A or B.","role":"user"}]},"seed":3446376997,"temperature":1}';
  const said =
    '{"text":"B","finishReason":"stop","usage":{"promptTokens":29,"completionTokens":1,"estimated":false},"latencyMs":214,"saidOfItself":{"model":"large"}}';
  const who = '{"address":"https://llm.example.org/v1","kind":"openai","model":"large"}';
  expect(pack([who, asked, said]).length).toBeLessThan((who.length + asked.length + said.length) / 3);
});

test('a text that holds what stands between texts is refused, and bytes of another packing too', () => {
  expect(() => pack(['a\0b'])).toThrow(RangeError);
  expect(() => unpack(Uint8Array.of(9, 1, 2))).toThrow(/not known/);
});

test('what stores hold stays readable: dictionary and numbers are frozen', () => {
  const dictionary = readFileSync(join(STORE, 'packing-dictionary.txt'));
  expect(createHash('sha256').update(dictionary).digest('hex')).toBe(
    'afc6b3f3467e733ad3497031abfbcb1a8f91664133016244d1c01178581e4472',
  );
  expect(numberOf('run-1')).toBe(86199255165101);
  expect(unpack(Buffer.from('AatGS4C1DNVK4GaYkpUSuP9vr1QLAA==', 'base64'))).toEqual([
    '{"kind":"openai"}',
    '{"asked":"Which?"}',
  ]);
});
