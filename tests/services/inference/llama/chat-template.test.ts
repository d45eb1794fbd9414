import { TransportError } from '../../../../domain/errors.ts';
import { renderChat } from '../../../../services/inference/llama/chat-template.ts';
import { transcript } from '../../../../services/inference/llama/prompt.ts';

/** The template in the GGUF file of SmolLM2-135M-Instruct. */
const SMOLLM2 =
  "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\n" +
  "You are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' }}{% endif %}" +
  "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
const MARKS = { bos: '<s>', eos: '</s>' };

test('the text is the template to the letter: nothing trimmed, nothing joined', () => {
  const messages = [
    { role: 'system', content: 'You are X.' },
    { role: 'user', content: '  Hello\n' },
    { role: 'assistant', content: ' Hi ' },
    { role: 'user', content: 'a' },
    { role: 'user', content: 'b' },
  ] as const;
  expect(renderChat(SMOLLM2, messages, MARKS)).toBe(
    '<|im_start|>system\nYou are X.<|im_end|>\n<|im_start|>user\n  Hello\n<|im_end|>\n' +
      '<|im_start|>assistant\n Hi <|im_end|>\n<|im_start|>user\na<|im_end|>\n<|im_start|>user\nb<|im_end|>\n' +
      '<|im_start|>assistant\n',
  );
});

test('without a system message the template says its own', () => {
  expect(renderChat(SMOLLM2, [{ role: 'user', content: 'Hello' }], MARKS)).toMatch(
    /^<\|im_start\|>system\nYou are a helpful AI assistant named SmolLM/,
  );
});

test('marks are those of the vocabulary, and what a template refuses is rejected for good', () => {
  expect(
    renderChat('{{ bos_token }}{{ messages[0].content }}', [{ role: 'user', content: 'a' }], MARKS),
  ).toBe('<s>a');
  const refuse = "{{ raise_exception('no system message') }}";
  expect(() => renderChat(refuse, [{ role: 'system', content: 'a' }], MARKS)).toThrow(TransportError);
});

test('a base model is asked by a transcript, its own answers marked, the last one left open', () => {
  const question = { role: 'user' as const, content: 'A. no\nB. yes\nAnswer with a letter.' };
  expect(transcript([{ role: 'system', content: 'You are a student.' }, question])).toBe(
    'You are a student.\n\nA. no\nB. yes\nAnswer with a letter.\n\nAnswer:',
  );
  expect(transcript([question, { role: 'assistant', content: 'A' }, question])).toBe(
    'A. no\nB. yes\nAnswer with a letter.\n\nAnswer: A\n\nA. no\nB. yes\nAnswer with a letter.\n\nAnswer:',
  );
});
