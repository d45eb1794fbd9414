/** What was sent, as turns of a conversation in a report. */
import type { ChatMessage } from '../domain/completion.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Turn } from '../reports/conversation.ts';
import { cutText } from '../reports/text.ts';

/** The messages of a request as it is stored; a raw prompt is one of the user. */
export function messagesOf(request: JsonObject): readonly ChatMessage[] {
  const prompt = request['prompt'] as JsonObject | undefined;
  if (prompt === undefined) return [];
  if (prompt['kind'] === 'raw')
    return [{ role: 'user', content: typeof prompt['text'] === 'string' ? prompt['text'] : '' }];
  return (prompt['messages'] ?? []) as unknown as readonly ChatMessage[];
}

/** @param longest characters of it that are shown */
export function turnOf({ role, content }: ChatMessage, longest: number): Turn {
  const { text, left } = cutText(content, longest);
  return left === 0 ? { role, text } : { role, text, note: `${left} more characters are not here` };
}
