/** How one item is asked of one respondent: once, and once more where the answer could not be read. */
import type { Completion, CompletionRequest } from '../../domain/completion.ts';
import { type Dialogue, type DialogueStep, type SettledCell, ask, settled } from '../../domain/dialogue.ts';
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

type Step = DialogueStep<ItemOutcome>;
type Earlier = readonly SettledCell<ItemCell, ItemOutcome>[];

/** The dialogue of a study. */
export function askItem(lookup: Lookup): Dialogue<ItemCell, ItemOutcome> {
  return {
    step(cell, transcript, earlier) {
      const answer = transcript.at(-1);
      if (answer === undefined) return ask(request(lookup, cell, transcript, earlier));
      const silent = silentStatus(answer);
      if (silent !== undefined) return settled({ status: silent });
      if (lookup.arm(cell).spec.ask.mode === 'options') {
        return settled(scoredOutcome(lookup.item(cell).options, cell.order, answer.optionLogProbs));
      }
      return readText(lookup, cell, transcript, answer, earlier);
    },
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

function readText(
  lookup: Lookup,
  cell: ItemCell,
  transcript: readonly Completion[],
  answer: Completion,
  earlier: Earlier,
): Step {
  const { spec } = lookup.arm(cell);
  if (spec.ask.mode !== 'text') throw new RangeError('text is read where text was asked for');
  if (answer.finishReason === 'length') return settled({ status: 'truncated' });
  const shown = shownOptions(lookup.item(cell), cell.order);
  const reading = readAnswer({ parser: spec.ask.parser, shown, question: spec.question }, answer.text);
  switch (reading.kind) {
    case 'choice':
      return settled({ status: transcript.length > 1 ? 'repaired' : 'ok', choice: reading.choice });
    case 'refusal':
      return settled({ status: 'refused' });
    case 'none':
      return transcript.length === 1
        ? ask(request(lookup, cell, transcript, earlier))
        : settled({ status: 'unparsed' });
  }
}

/** The first question, or after an answer that could not be read the one repair turn. */
function request(
  lookup: Lookup,
  cell: ItemCell,
  transcript: readonly Completion[],
  earlier: Earlier,
): CompletionRequest {
  const arm = lookup.arm(cell);
  const { spec } = arm;
  const respondent = lookup.respondent(cell);
  const study = { who: lookup.spec.population.who, scores: lookup.spec.scores };
  const question = questionOf(arm, respondent, lookup.item(cell), cell, study);
  const shown = shownOptions(lookup.item(cell), cell.order);
  const before = rememberedBy(lookup, arm, respondent, earlier);
  const first = transcript[0];
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
      ? { seed: deriveSeed(lookup.spec.seed, 'completion', cell.key, transcript.length) }
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
