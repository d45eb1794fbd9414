/** What a study will cost, before anything is asked. */
import type { Thread } from '../../domain/dialogue.ts';
import { spread } from '../../domain/indexed.ts';
import type { Block } from '../block.ts';
import type { CallEstimate } from '../family.ts';
import { promptTokens } from '../prompt-tokens.ts';
import type { ItemCell } from './arms/cells.ts';
import { promptOf, questionOf } from './prompt.ts';
import { wavesOf } from './rounds/waves.ts';
import { type AlignmentStudy, blocksOn } from './study.ts';

/** Threads whose prompts are measured, of a block: all of them, where there are no more. */
const MEASURED = 5000;
/** Chains are long, and each of their cells is measured. */
const MEASURED_CHAINS = 100;

/** Of what is asked in any case, and of what a stopping rule may ask beside it. */
export function estimatesOf(study: AlignmentStudy): CallEstimate[] {
  const { until, seed } = study.spec;
  if (until === undefined) return study.blocks.flatMap((block) => estimateBlock(study, block));
  const [first = [], ...later] = wavesOf(study.items, until.atMost, seed).map((wave) =>
    blocksOn(study, new Set(wave)),
  );
  return [
    ...first.flatMap((block) => estimateBlock(study, block)),
    ...later
      .flat()
      .flatMap((block) => estimateBlock(study, block).map((one) => ({ ...one, callsAtLeast: 0 }))),
  ];
}

/** The mean cell of a block, as often as the block has cells: calls by count, tokens by the prompts that were measured. */
function estimateBlock(study: AlignmentStudy, block: Block<ItemCell>): CallEstimate[] {
  const first = block.threads.at(0)?.[0];
  const [model] = block.models;
  if (first === undefined || model === undefined) return [];
  const { ask, memory } = study.lookup.arm(first).spec;
  let [tokens, cells] = [0, 0];
  for (const thread of spread(block.threads, memory === undefined ? MEASURED : MEASURED_CHAINS)) {
    tokens += threadTokens(study, thread, memory?.earlier ?? 0);
    cells += thread.length;
  }
  const callsAtMost = ask.mode === 'text' ? 2 : 1;
  return [
    {
      model,
      times: block.cells,
      callsAtLeast: 1,
      callsAtMost,
      promptTokens: tokens / cells,
      completionTokensAtMost: ask.mode === 'text' ? callsAtMost * ask.maxTokens : 0,
    },
  ];
}

/** @param remembered earlier cells of a chain that each prompt repeats */
function threadTokens(study: AlignmentStudy, thread: Thread<ItemCell>, remembered: number): number {
  const perCell = thread.map((cell) => cellTokens(study, cell));
  const sum = (tokens: readonly number[]): number => tokens.reduce((total, one) => total + one, 0);
  return perCell.reduce(
    (total, own, index) => total + own + sum(perCell.slice(Math.max(0, index - remembered), index)),
    0,
  );
}

function cellTokens({ lookup }: AlignmentStudy, cell: ItemCell): number {
  const { who } = lookup.spec.population;
  const study = { who, scores: lookup.spec.scores };
  const arm = lookup.arm(cell);
  const question = questionOf(arm, lookup.respondent(cell), lookup.item(cell), cell, study);
  return promptTokens(promptOf(arm.spec.ask.prompt, question, []));
}
