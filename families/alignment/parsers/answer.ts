/** What a text says, by the parser that the spec names. */
import { readBrackets } from './brackets.ts';
import { bare, readLetter } from './letter.ts';
import { readNumber } from './number.ts';
import { isRefusal } from './refusal.ts';
import { readYesNo } from './yes-no.ts';

export type ParserName = 'letter' | 'yes-no' | 'number' | 'brackets';

export type Reading =
  | { readonly kind: 'choice'; readonly choice: string }
  | { readonly kind: 'refusal' }
  | { readonly kind: 'none' };

/** What an answer may be: one of the options as shown; any number where there are none; a count from 0 to 100. */
export interface AnswerFormat {
  readonly parser: ParserName;
  readonly shown: readonly string[];
  readonly question: 'answer' | 'share';
}

/** The choice (an option's own text, or a number) that a text states. */
export function readAnswer(format: AnswerFormat, text: string): Reading {
  const choice = readChoice(format, text);
  if (choice !== null) return { kind: 'choice', choice };
  return isRefusal(text) ? { kind: 'refusal' } : { kind: 'none' };
}

function readChoice(format: AnswerFormat, text: string): string | null {
  switch (format.parser) {
    case 'letter':
      return optionAt(format, readLetter(text, format.shown));
    case 'yes-no':
      return optionNamed(format, readYesNo(text));
    case 'number':
      return asNumber(format, text);
    case 'brackets': {
      const inner = readBrackets(text);
      if (inner === null) return null;
      if (format.question === 'share' || format.shown.length === 0)
        return asNumber(format, inner) ?? asText(format, inner);
      return optionAt(format, readLetter(inner, format.shown)) ?? optionNamed(format, inner);
    }
  }
}

function optionAt(format: AnswerFormat, index: number | null): string | null {
  return index === null ? null : (format.shown[index] ?? null);
}

function optionNamed(format: AnswerFormat, name: string | null): string | null {
  return name === null ? null : (format.shown.find((option) => bare(option) === bare(name)) ?? null);
}

function asNumber(format: AnswerFormat, text: string): string | null {
  const number = readNumber(text);
  if (number === null) return null;
  if (format.question === 'share' && (number < 0 || number > 100)) return null;
  return String(number);
}

/** An open answer is what it says; a count is not. */
function asText(format: AnswerFormat, text: string): string | null {
  return format.question === 'share' ? null : text;
}
