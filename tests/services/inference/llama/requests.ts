/** The requests that the checks ask, and what of an answer has to be the same bits. */
import type { Completion, CompletionRequest, ModelRef, Prompt } from '../../../../domain/completion.ts';

export const MODEL: ModelRef = { endpoint: 'local', model: 'SmolLM2-135M-Instruct' };

export function letterQuestion(situation: string, options: readonly string[]): Prompt {
  const lines = options.map((option, index) => `${'ABC'.charAt(index)}. ${option}`);
  return {
    kind: 'chat',
    messages: [
      { role: 'system', content: 'You are a woman who gets angry rather often. You answer a questionnaire.' },
      {
        role: 'user',
        content: `${situation} Would you want to curse?\n${lines.join('\n')}\nAnswer with a letter.`,
      },
    ],
  };
}

const LETTERS = ['A', 'B', 'C'].map((letter) => [letter, ` ${letter}`]);
const bus = (options: readonly string[]): Prompt => letterQuestion('A bus fails to stop for you.', options);
const story: Prompt = { kind: 'raw', text: 'Once upon a time there was a small town by the sea, where' };

export const REQUESTS: Readonly<Record<string, CompletionRequest>> = {
  letters: { kind: 'score', model: MODEL, prompt: bus(['no', 'perhaps', 'yes']), options: LETTERS },
  rotated: { kind: 'score', model: MODEL, prompt: bus(['perhaps', 'yes', 'no']), options: LETTERS },
  sentences: {
    kind: 'score',
    model: MODEL,
    prompt: bus(['no', 'perhaps', 'yes']),
    options: [
      ['No, I would not', 'No'],
      ['Perhaps I would curse a little, but then I would sit down and wait for the next one'],
      ['Yes, I would'],
    ],
  },
  greedy: { kind: 'generate', model: MODEL, prompt: story, maxTokens: 12, temperature: 0 },
  sampled: {
    kind: 'generate',
    model: MODEL,
    prompt: story,
    maxTokens: 12,
    temperature: 0.8,
    topP: 0.95,
    seed: 3,
  },
};

/** What has to be the same bits, with every double as its shortest exact text. */
export function bits({
  text,
  finishReason,
  optionLogProbs,
  tokenIds,
  tokenLogProbs,
  usage,
}: Completion): string {
  return JSON.stringify({ text, finishReason, optionLogProbs, tokenIds, tokenLogProbs, usage });
}
