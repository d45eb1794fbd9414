/** What came back for each question of a conversation, as it was stored: for whoever doubts how it was read. */
import type { Completion } from '../domain/completion.ts';
import type { JsonObject } from '../domain/json.ts';
import type { RawReply } from '../reports/conversation.ts';
import type { Exchange } from './family.ts';

/** Characters of one reply at most. */
const LONGEST = 8_000;

/** The replies of models, in order; programs stand in the conversation whole. */
export function rawReplies(exchanges: readonly Exchange[]): readonly RawReply[] {
  return exchanges.flatMap((exchange): RawReply[] => {
    if (exchange.kind === 'program') return [];
    const { request, completion, identity } = exchange;
    // Tokens have a table of their own.
    const { tokenIds: _ids, tokenLogProbs: _logProbs, ...reply } = completion;
    const text = JSON.stringify({ ...reply, settings: settingsOf(request), identity }, null, 1);
    return [
      {
        text: text.slice(0, LONGEST),
        left: Math.max(0, text.length - LONGEST),
        tokens: tokensOf(completion),
      },
    ];
  });
}

/** How it was asked, but for the prompt, which the turns show. */
function settingsOf(request: JsonObject): JsonObject {
  const asked = (request['asked'] ?? request) as JsonObject;
  const { prompt: _prompt, model: _model, ...settings } = asked;
  return settings;
}

function tokensOf({ tokenIds = [], tokenLogProbs = [] }: Completion): RawReply['tokens'] {
  return tokenLogProbs.map((logProb, index) => ({ id: tokenIds[index] ?? null, logProb }));
}
