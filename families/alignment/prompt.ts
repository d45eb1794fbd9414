/** The words in which one item is put to one respondent. */
import type { ChatMessage, Prompt } from '../../domain/completion.ts';
import type { Arm } from './arms/arm.ts';
import type { Respondent } from './arms/respondents.ts';
import type { Item } from './responses/items.ts';
import type { ScoreMap } from './responses/table.ts';
import type { ArmSpec } from './spec/arms.ts';
import { fill } from './templates/fill.ts';

/** One exchange before the question: an earlier item and what was answered, or a first try. */
export interface Exchange {
  readonly asked: string;
  readonly answered: string;
}

export interface Question {
  readonly system: string | null;
  readonly user: string;
}

/** The options in the order in which they are shown. */
export function shownOptions(item: Item, order: number): readonly string[] {
  const { options } = item;
  return options.map((_, index) => options[(index + order) % options.length] ?? '');
}

/** The question's text for one wording and one order of the options. */
export function questionOf(
  arm: Arm,
  respondent: Respondent,
  item: Item,
  facet: { readonly wording: number; readonly order: number },
  study: { readonly who: string; readonly scores: ScoreMap | undefined },
): Question {
  const wording = arm.wordings[facet.wording];
  if (wording === undefined) throw new RangeError(`no wording ${facet.wording}`);
  const shown = shownOptions(item, facet.order);
  const values = {
    item: item.text,
    options: optionsText(arm.spec, shown),
    format: formatText(arm.spec, shown),
    who: study.who,
    scored: scoredText(item, study.scores),
    ...(respondent.persona.phrase === null ? {} : { persona: respondent.persona.phrase }),
  };
  return {
    system: wording.system === undefined ? null : tidy(fill(wording.system, values)),
    user: capital(tidy(fill(wording.user, values))),
  };
}

/** The whole prompt: what went before, then the question. */
export function promptOf(kind: 'chat' | 'raw', question: Question, before: readonly Exchange[]): Prompt {
  if (kind === 'raw') {
    const parts = before.map(({ asked, answered }) => `${asked}\nAnswer: ${answered.trim()}`);
    return {
      kind,
      text: [
        ...(question.system === null ? [] : [question.system]),
        ...parts,
        `${question.user}\nAnswer:`,
      ].join('\n\n'),
    };
  }
  const system: ChatMessage[] =
    question.system === null ? [] : [{ role: 'system', content: question.system }];
  const turns = before.flatMap(({ asked, answered }): ChatMessage[] => [
    { role: 'user', content: asked },
    { role: 'assistant', content: answered },
  ]);
  return { kind, messages: [...system, ...turns, { role: 'user', content: question.user }] };
}

/** How the answer is to be written. */
export function formatText(arm: ArmSpec, shown: readonly string[]): string {
  const letters = shown.map((_, index) => letterOf(index));
  if (arm.ask.mode === 'options') {
    return arm.ask.scored === 'letter'
      ? `Answer with one letter: ${orList(letters)}.`
      : `Answer with one of these: ${orList(shown)}.`;
  }
  switch (arm.ask.parser) {
    case 'letter':
      return `Answer with one letter: ${orList(letters)}.`;
    case 'yes-no':
      return 'Answer with yes or no.';
    case 'number':
      return arm.question === 'share'
        ? 'Answer with a number from 0 to 100 only.'
        : 'Answer with a number only.';
    case 'brackets': {
      const what =
        arm.question === 'share'
          ? 'the number from 0 to 100'
          : shown.length > 0
            ? 'the letter'
            : 'the answer';
      const example = arm.question === 'share' ? '40' : shown.length > 0 ? 'B' : 'answer';
      return `End with ${what} in double brackets, like [[${example}]].`;
    }
  }
}

/** The spellings of each shown option that are summed when options are scored. */
export function spellings(arm: ArmSpec, shown: readonly string[]): string[][] {
  if (arm.ask.mode === 'options' && arm.ask.scored === 'letter') {
    return shown.map((_, index) => [letterOf(index), ` ${letterOf(index)}`]);
  }
  return shown.map((option) => {
    const cases = [
      ...new Set([option, option.toLowerCase(), option.charAt(0).toUpperCase() + option.slice(1)]),
    ];
    return cases.flatMap((spelling) => [spelling, ` ${spelling}`]);
  });
}

function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}

function optionsText(arm: ArmSpec, shown: readonly string[]): string {
  const plain =
    arm.ask.mode === 'options'
      ? arm.ask.scored === 'text'
      : arm.ask.parser === 'yes-no' || arm.ask.parser === 'number';
  return shown.map((option, index) => (plain ? `- ${option}` : `${letterOf(index)}. ${option}`)).join('\n');
}

/** What scoring 1 means, as a verb phrase for "how many ...". */
function scoredText(item: Item, scores: ScoreMap | undefined): string {
  if (item.key !== null) return 'answer it correctly';
  const counted = item.options
    .filter((option) => (scores?.[option] ?? 0) >= 0.5)
    .map((option) => `"${option}"`);
  return counted.length > 0 ? `answer ${orList(counted)}` : 'answer yes';
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Variables that were empty leave no empty lines behind. */
function tidy(text: string): string {
  return text.replace(/\n{3,}/g, '\n\n').trim();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
