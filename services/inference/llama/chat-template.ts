/** The text that a chat becomes: by the weights' own Jinja template, as the model was trained. */
import { Template } from '@huggingface/jinja';
import type { ChatMessage } from '../../../domain/completion.ts';
import { TransportError, messageOf } from '../../../domain/errors.ts';

/** The marks of the vocabulary that templates may name. */
export interface TemplateMarks {
  readonly bos: string;
  readonly eos: string;
}

/**
 * The whole prompt, with the answer's turn opened.
 *
 * @throws TransportError (`rejected`) where the template refuses the messages, such as a system message it has no
 * place for
 */
export function renderChat(template: string, messages: readonly ChatMessage[], marks: TemplateMarks): string {
  try {
    return new Template(template).render({
      messages: messages.map(({ role, content }) => ({ role, content })),
      add_generation_prompt: true,
      bos_token: marks.bos,
      eos_token: marks.eos,
    });
  } catch (error) {
    throw new TransportError(`the model's chat template refuses the messages: ${messageOf(error)}`, {
      missingClass: 'rejected',
      retryable: false,
    });
  }
}
