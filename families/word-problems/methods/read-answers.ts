/** The answers that a text or a program's output gives: one mostly, several where it says several. */
import type { Answered } from '../../../methods/grading/grade.ts';
import { answeredBy, figuresIn } from '../../../methods/grading/figures-in-text.ts';
import { statedNumber } from '../../../methods/grading/read-number.ts';
import { PRINTED, PROSE, type Spelling } from '../../../methods/grading/spelling.ts';
import type { Verdict } from '../outcome.ts';

type Reading = Pick<Verdict, 'status' | 'answers' | 'message'>;

/** `The answers are 3; 5`, `The answers are 3 and 5`; of `The answer is 3; 5` the semicolons alone make a list. */
const MARK = /answer(s?)(?: is| are|:)/gi;
const ROW = /;|, (?:and )?|,? and /;
/** What stands around a number that stands alone. */
const NUMBERS_ONLY = /^[\s\d.,;:/%$()[\]{}+\-eE_]+$/;
/** What Python prints around the numbers of a list, a tuple or a set. */
const BETWEEN = /[\s;()[\]{}]+|,(?=\s|$)/;
const FRACTION = /\bFraction\((-?\d{1,15}), (\d{1,15})\)/g;

/** A chain of thought: its last announced number, or the last number at all. */
export function statedAnswers(text: string): Reading {
  return severalStated(text) ?? oneStated(text);
}

function severalStated(text: string): Reading | undefined {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  const mark = [...line.matchAll(MARK)].at(-1);
  if (mark === undefined) return undefined;
  const said = line.slice(mark.index + mark[0].length).replace(/[.*\s]+$/, '');
  const isPlural = mark[1] !== '';
  const parts = said.split(isPlural ? ROW : ';');
  if (parts.length < 2) return undefined;
  const answers = parts.map((part) => bareNumber(part, PROSE));
  if (answers.every((answer) => answer !== undefined)) return { status: 'answered', answers };
  return isPlural && figuresIn(said).length > 1 ? unread(said) : undefined;
}

function oneStated(text: string): Reading {
  const stated = statedNumber(text);
  if (stated.kind === 'unread') return unread(stated.words);
  return stated.kind === 'none'
    ? { status: 'no-answer', answers: [] }
    : { status: 'answered', answers: [stated.answer] };
}

/** A program: the last line of its output that is not empty. */
export function printedAnswers(stdout: string): Reading {
  const line = (stdout.trimEnd().split('\n').at(-1) ?? '').replaceAll(FRACTION, '$1/$2');
  if (!NUMBERS_ONLY.test(line)) {
    const one = oneStated(line);
    return one.status === 'no-answer' ? { ...one, message: 'It printed no number.' } : one;
  }
  const tokens = line.split(BETWEEN).filter((token) => token !== '');
  const answers = tokens.flatMap((token) => {
    const whole = bareNumber(token, PRINTED);
    return whole === undefined ? token.split(',').map((part) => bareNumber(part, PRINTED)) : [whole];
  });
  const known = answers.filter((answer) => answer !== undefined);
  return known.length === answers.length && known.length > 0
    ? { status: 'answered', answers: known }
    : unread(line);
}

/** A number with nothing else around it. */
function bareNumber(text: string, spelling: Spelling): Answered | undefined {
  const written = text.trim().replace(/^and |\.$/g, '');
  const [only, ...others] = figuresIn(written, spelling);
  const isWhole =
    only !== undefined && others.length === 0 && only.start === 0 && only.end === written.length;
  return isWhole ? answeredBy(only) : undefined;
}

function unread(words: string): Reading {
  return {
    status: 'unread',
    answers: [],
    message: `It says \u201c${words.trim().slice(0, 60)}\u201d, and what number that states is not clear.`,
  };
}
