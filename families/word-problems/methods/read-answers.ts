/** The answers that a text or a program's output gives: one mostly, several where it says several. */
import { numbersIn } from '../../../methods/grading/numbers-in-text.ts';
import { lastNumber } from '../../../methods/grading/read-number.ts';
import type { Predicted } from '../outcome.ts';

/** `The answers are 3; 5`. */
const MARK = /answers?(?: is| are|:)/gi;
/** A part of such a list: a number and little else. */
const BARE_NUMBER = /^ ?(?:and )?[-+$\u2212]?[\d.,/]{1,50} ?%?\.?$/;
/** Numbers and what Python prints between them. */
const NUMBERS_ONLY = /^[\s\d.,;:/%$()[\]{}+\-eE]+$/;

/** A chain of thought: its last announced number, or the last number at all. */
export function statedAnswers(text: string): Predicted[] {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  const mark = [...line.matchAll(MARK)].at(-1);
  const parts = mark === undefined ? [] : line.slice(mark.index + mark[0].length).split(';');
  if (parts.length > 1 && parts.every((part) => BARE_NUMBER.test(part)))
    return parts.flatMap((part) => numbersIn(part).slice(0, 1));
  const one = lastNumber(text);
  return one === undefined ? [] : [one];
}

/** A program: the last line of its output that is not empty. */
export function printedAnswers(stdout: string): Predicted[] {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (NUMBERS_ONLY.test(line)) return numbersIn(line);
  const one = lastNumber(line);
  return one === undefined ? [] : [one];
}
