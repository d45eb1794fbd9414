/** What is asked: prompts that share nothing, prompts behind one introduction, texts to be written, and the demo's cells. */
import { join } from 'node:path';
import type { CompletionRequest, Prompt } from '../../domain/completion.ts';
import { firstAsks } from '../../domain/dialogue.ts';
import { cellsIn, threadsOf } from '../../families/block.ts';
import { ROOT } from '../../services/home/provenance.ts';
import { readSpec } from '../../scripts/cli/spec-file.ts';

const MODEL = { endpoint: 'local', model: 'SmolLM2-135M-Instruct' };
const OPTIONS = [['A'], ['B']];
const SENTENCE =
  'The ferry crosses the strait at seven, unless there is fog, and carries the letters of the islands. ';
const MOST_TOKENS = 48;

const raw = (text: string): Prompt => ({ kind: 'raw', text });

/** Prompts of some 350 tokens that differ from their first word on. */
export function unshared(from: number, count: number): CompletionRequest[] {
  return numbers(from, count).map((number) => ({
    ...{ kind: 'score', model: MODEL, options: OPTIONS },
    prompt: raw(`${number} reports follow. ${SENTENCE.repeat(16)} Answer:`),
  }));
}

/** Short questions behind an introduction of some 350 tokens: another one for each `from`. */
export function shared(from: number, count: number): CompletionRequest[] {
  return numbers(from, count).map((number) => ({
    ...{ kind: 'score', model: MODEL, options: OPTIONS },
    prompt: raw(
      `${from} rules follow. ${SENTENCE.repeat(16)} Question ${number}: does the ferry sail? Answer:`,
    ),
  }));
}

/** Texts of at most 48 tokens, after a short prompt: greedy ones, or drawn ones. */
export function written(from: number, count: number, temperature: number): CompletionRequest[] {
  return numbers(from, count).map((number) => ({
    ...{ kind: 'generate', model: MODEL, maxTokens: MOST_TOKENS, temperature },
    ...(temperature === 0 ? {} : { topP: 0.95, seed: number }),
    prompt: raw(`${number} people lived in a small town by the sea, where`),
  }));
}

/** First questions of the demo's cells that the embedded model is asked, in the study's order. */
export function demoCells(): CompletionRequest[] {
  const { study } = readSpec(join(ROOT, 'experiments', 'alignment', 'demo.yaml'));
  const blocks = study.blocks.filter(({ models }) => models.some(({ endpoint }) => endpoint === 'local'));
  return [...cellsIn(threadsOf(blocks))].flatMap((cell) =>
    firstAsks(study.dialogue(cell, [])).map(({ request }) => request),
  );
}

function numbers(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}
