/** Every question and answer of an experiment as rows: what was sent, what came back, and which cell it belongs to. */
import type { ExperimentId } from '../../domain/experiment.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { AnswerRow, Store } from '../../domain/store.ts';
import type { Columns } from '../../families/columns.ts';

export const CALLS: Columns = {
  cell: ['text', 'Name of the cell'],
  turn: ['integer', 'Place within the cell, from 0'],
  kind: ['text', 'completion, or program where a program was run'],
  key: ['text', 'Memo key: cells with the same key share one answer'],
  model: ['text', 'What stands for the model in the key: its weights, or the server’s name for it'],
  prompt: ['json', 'Messages, or raw text; of a program its text'],
  settings: ['json', 'How it was asked, but for the prompt'],
  answer: ['text', 'What came back; of a program what it wrote'],
  reasoning: ['text', 'What the model thought before it answered'],
  finish_reason: ['text', 'Why the answer ended; of a program how it ended'],
  option_log_probs: ['json', 'Natural logs of the options’ probabilities, in the order asked'],
  token_ids: ['json', 'Tokens of the answer'],
  token_log_probs: ['json', 'Natural logs of their probabilities'],
  prompt_tokens: ['integer', 'Tokens of the prompt'],
  completion_tokens: ['integer', 'Tokens of the answer'],
  latency_ms: ['integer', 'How long it took, in milliseconds'],
  answered_at: ['integer', 'When it came, in epoch milliseconds'],
  worker: ['text', 'The worker process that brought it'],
};

/** In the order of the cells' keys, and of the turns within each. A long study has more text than memory: it is read in batches. */
export async function* callRows(
  store: Pick<Store, 'cellBatches' | 'answerRows'>,
  experiment: ExperimentId,
): AsyncGenerator<JsonObject> {
  for await (const some of store.cellBatches(experiment)) {
    const keys = [...new Set(some.flatMap(({ completions }) => completions))];
    const answers = new Map((await store.answerRows(keys)).map((row) => [row.key, row]));
    for (const { key, completions } of some) {
      for (const [turn, answer] of completions.entries()) {
        const row = answers.get(answer);
        if (row !== undefined) yield { cell: key, turn, ...callRow(row) };
      }
    }
  }
}

function callRow(row: AnswerRow): JsonObject {
  const where = { kind: row.kind, key: row.key, answered_at: row.createdAt, worker: row.workerRun };
  if (row.kind === 'program') {
    const { run, durationMs } = row.result;
    return {
      ...where,
      prompt: row.program.program,
      answer: run.status === 'ended' ? run.stdout : null,
      finish_reason: run.status,
      latency_ms: Math.round(durationMs),
    };
  }
  const { completion, identity } = row;
  const { prompt = null, ...settings } = askedOf(row.request);
  return {
    ...where,
    ...{ model: identity.weights ?? identity.model ?? identity.serves ?? null, prompt, settings },
    answer: completion.text,
    reasoning: completion.reasoning ?? null,
    finish_reason: completion.finishReason,
    option_log_probs: completion.optionLogProbs ?? null,
    token_ids: completion.tokenIds ?? null,
    token_log_probs: completion.tokenLogProbs ?? null,
    prompt_tokens: completion.usage.promptTokens,
    completion_tokens: completion.usage.completionTokens,
    latency_ms: Math.round(completion.latencyMs),
  };
}

/** What was asked: the request itself, or the part of it that holds it. */
function askedOf(request: string): JsonObject {
  const parsed = JSON.parse(request) as JsonObject;
  return (parsed['asked'] ?? parsed) as JsonObject;
}
