import { canonicalJson } from '../../domain/json.ts';
import { memoKeyText, type GenerateRequest } from '../../domain/completion.ts';
import { experimentId, workflowTypeOf, type Sha256 } from '../../domain/experiment.ts';
import { Fault } from '../../domain/errors.ts';

const HASH = 'abcdef0123456789'.repeat(4) as Sha256;

test('an id is family, name and the first 12 of the hash; a replicate has its label', () => {
  expect(experimentId('alignment', 'demo', HASH)).toBe('alignment/demo/abcdef012345');
  expect(experimentId('alignment', 'demo', HASH, 'second')).toBe('alignment/demo/abcdef012345/second');
  expect(() => experimentId('alignment', '../demo', HASH)).toThrow(Fault);
  expect(() => experimentId('alignment', 'demo', HASH, 'a/b')).toThrow(Fault);
});

test('a family names its workflow in camel case', () => {
  expect(workflowTypeOf('alignment')).toBe('alignment');
  expect(workflowTypeOf('word-problems')).toBe('wordProblems');
});

test('a memo key knows everything that was sent, who answers and which draw, and not the address', () => {
  const request: GenerateRequest = {
    kind: 'generate',
    model: { endpoint: 'here', model: 'm' },
    prompt: { kind: 'raw', text: 'x' },
    maxTokens: 5,
    temperature: 0,
  };
  const key = (changed: Partial<GenerateRequest>, replicate = '', draw = 0): string =>
    canonicalJson(
      memoKeyText({ ...request, ...changed }, { kind: 'openai', model: 'm' }, { replicate, draw }),
    );
  const plain = key({});
  expect(key({ model: { endpoint: 'there', model: 'm' } })).toBe(plain);
  for (const other of [
    key({ maxTokens: 6 }),
    key({ temperature: 0.1 }),
    key({ seed: 1 }),
    key({ topP: 0.9 }),
    key({ stop: ['\n'] }),
    key({ prompt: { kind: 'raw', text: 'y' } }),
    key({}, 'label'),
    key({}, '', 1),
  ]) {
    expect(other).not.toBe(plain);
  }
});
