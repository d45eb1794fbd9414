/** How one item is asked of one respondent: once, and once more where the answer could not be read. */
import type { Completion, CompletionRequest } from '../../domain/completion.ts';
import { ask, type Dialogue, type SettledCell } from '../../domain/dialogue.ts';
import { deriveSeed } from '../../domain/seeds.ts';
import { modelRef } from '../spec-parts.ts';
import type { Arm } from './arms/arm.ts';
import type { ItemCell } from './arms/cells.ts';
import type { Respondent } from './arms/respondents.ts';
import { type ItemOutcome, scoredOutcome, type SilentStatus } from './outcome.ts';
import { readAnswer } from './parsers/answer.ts';
import { type Exchange, formatText, promptOf, questionOf, shownOptions, spellings } from './prompt.ts';
import type { Item } from './responses/items.ts';
import type { AlignmentSpec } from './spec/spec.ts';

/** Finds what a cell's names stand for. */
export interface Lookup {
  readonly spec: AlignmentSpec;
  arm(cell: ItemCell): Arm;
  respondent(cell: ItemCell): Respondent;
  item(cell: ItemCell): Item;
}

type Earlier = readonly SettledCell<ItemCell, ItemOutcome>[];

/** The dialogue of a study. */
export function askItem(lookup: Lookup): Dialogue<ItemCell, ItemOutcome> {
  return function* (cell, earlier) {
    const first = yield* ask(request(lookup, cell, undefined, earlier));
    const silent = silentStatus(first);
    if (silent !== undefined) return { status: silent };
    if (lookup.arm(cell).spec.ask.mode === 'options') {
      return scoredOutcome(lookup.item(cell).options, cell.order, first.optionLogProbs);
    }
    const read = readText(lookup, cell, first, 'ok');
    if (read !== undefined) return read;
    const second = yield* ask(request(lookup, cell, first, earlier));
    const silentThen = silentStatus(second);
    if (silentThen !== undefined) return { status: silentThen };
    return readText(lookup, cell, second, 'repaired') ?? { status: 'unparsed' };
  };
}

/** What the model, or a filter, or the endpoint withheld. Probabilities of options come of an answer that was cut, too. */
function silentStatus({ finishReason }: Completion): SilentStatus | undefined {
  switch (finishReason) {
    case 'refusal':
      return 'refused';
    case 'content-filter':
      return 'filtered';
    case 'too-long':
      return 'too-long';
    case 'length':
    case 'stop':
      return undefined;
  }
}

/** @returns undefined where the text is no answer */
function readText(
  lookup: Lookup,
  cell: ItemCell,
  answer: Completion,
  status: 'ok' | 'repaired',
): ItemOutcome | undefined {
  const { spec } = lookup.arm(cell);
  if (spec.ask.mode !== 'text') throw new RangeError('text is read where text was asked for');
  if (answer.finishReason === 'length') return { status: 'truncated' };
  const shown = shownOptions(lookup.item(cell), cell.order);
  const reading = readAnswer({ parser: spec.ask.parser, shown, question: spec.question }, answer.text);
  switch (reading.kind) {
    case 'choice':
      return { status, choice: reading.choice };
    case 'refusal':
      return { status: 'refused' };
    case 'none':
      return undefined;
  }
}

/** The first question, or after a first answer that could not be read the one repair turn. */
function request(
  lookup: Lookup,
  cell: ItemCell,
  first: Completion | undefined,
  earlier: Earlier,
): CompletionRequest {
  const arm = lookup.arm(cell);
  const { spec } = arm;
  const respondent = lookup.respondent(cell);
  const study = { who: lookup.spec.population.who, scores: lookup.spec.scores };
  const question = questionOf(arm, respondent, lookup.item(cell), cell, study);
  const shown = shownOptions(lookup.item(cell), cell.order);
  const before = rememberedBy(lookup, arm, respondent, earlier);
  const [asked, exchanges] =
    first === undefined
      ? [question, before]
      : [
          {
            system: question.system,
            user: `That could not be read as an answer. ${formatText(spec, shown)}`,
          },
          [...before, { asked: question.user, answered: first.text }],
        ];
  const prompt = promptOf(spec.ask.prompt, asked, exchanges);
  const model = modelRef(respondent.model);
  if (spec.ask.mode === 'options') return { kind: 'score', model, prompt, options: spellings(spec, shown) };
  const temperature = respondent.temperature ?? 0;
  return {
    kind: 'generate',
    model,
    prompt,
    maxTokens: spec.ask.maxTokens,
    temperature,
    ...(spec.ask.prompt === 'raw' && !arm.template.explains ? { stop: ['\n'] } : {}),
    ...(temperature > 0
      ? { seed: deriveSeed(lookup.spec.seed, 'completion', cell.key, first === undefined ? 0 : 1) }
      : {}),
  };
}

/** The respondent's latest answers, as it gave them. */
function rememberedBy(lookup: Lookup, arm: Arm, respondent: Respondent, earlier: Earlier): Exchange[] {
  const { memory } = arm.spec;
  if (memory === undefined) return [];
  const study = { who: lookup.spec.population.who, scores: lookup.spec.scores };
  return earlier.slice(-memory.earlier).flatMap(({ cell, transcript }) => {
    const answered = transcript.at(-1)?.text ?? '';
    return answered === ''
      ? []
      : [{ asked: questionOf(arm, respondent, lookup.item(cell), cell, study).user, answered }];
  });
}
