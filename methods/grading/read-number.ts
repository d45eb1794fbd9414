/** The number that a free text comes to: a chain of thought, or what a program printed. */
import type { Answered } from './grade.ts';
import { numbersIn, plainText } from './numbers-in-text.ts';

/** What models say before the answer they mean. */
const MARKER =
  /####|\\boxed\b|\banswer\b(?:\s*\*\*)?\s*(?:[:=]|(?:is|are|was|be|(?:would|will|should) be)\b)|\banswer to [^.\n]{1,80}? is\b/gi;
/** A base model that was not stopped goes on with an exercise of its own. */
const NEXT_EXERCISE = /\n\s{0,8}(?:\*\*)?(?:Q|Question|Problem|Exercise)\s?\d{0,4}\s?[:.]/;
const SENTENCE_END = /[.!?](?=\s|$)/;

/**
 * The last number of a text, or the number that it announces as its answer: after its last `####`, `\boxed`,
 * `answer is` or `Answer:` that a number follows. Commas, `$`, a closing point and a percent sign are taken off (the
 * flexible rule of lm-evaluation-harness for GSM8K; its strict rule takes the leftmost mark, which picks up exemplars
 * that a model recites: EleutherAI/lm-evaluation-harness#1159). An announcement that is an equation (`3 + 2 = 5`)
 * counts from its last equals sign. What follows an announced answer as a new exercise is not read.
 *
 * @returns undefined where the text has no number
 */
export function lastNumber(text: string): Answered | undefined {
  const plain = plainText(text);
  return announced(beforeNextExercise(plain)) ?? numbersIn(plain).at(-1);
}

function beforeNextExercise(text: string): string {
  const next = NEXT_EXERCISE.exec(text);
  if (next === null) return text;
  const before = text.slice(0, next.index);
  return announced(before) === undefined ? text : before;
}

function announced(text: string): Answered | undefined {
  const marks = [...text.matchAll(MARKER)].reverse();
  let end = text.length;
  for (const mark of marks) {
    // Between two marks only: what a later mark has no number for is not read again.
    const found = firstOf(text.slice(mark.index + mark[0].length, end));
    if (found !== undefined) return found;
    end = mark.index;
  }
  return undefined;
}

/** The first number of the first line that has one, from the last equals sign of an equation. */
function firstOf(text: string): Answered | undefined {
  for (const line of text.split('\n')) {
    const sentence = line.slice(0, sentenceEnd(line));
    const equals = sentence.lastIndexOf('=');
    // With words before it, the equals sign belongs to an explanation, not to the answer.
    const isEquation = equals >= 0 && !/[A-Za-z]{2}/.test(sentence.slice(0, equals));
    const found = (isEquation ? numbersIn(sentence.slice(equals + 1))[0] : undefined) ?? numbersIn(line)[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

function sentenceEnd(line: string): number {
  const end = SENTENCE_END.exec(line);
  return end === null ? line.length : end.index;
}
