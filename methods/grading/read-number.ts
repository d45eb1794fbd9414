/** The number that a free text comes to: a chain of thought, or what a program printed. */
import { answeredBy, figuresIn, plainText } from './figures-in-text.ts';
import type { Figure } from './figure.ts';
import type { Answered } from './grade.ts';
import { leadingNumberWord } from './number-words.ts';

/** What a text states. `unread`: there is something of a number, and what it states is not understood. */
export type Stated =
  | { readonly kind: 'number'; readonly answer: Answered }
  | { readonly kind: 'unread'; readonly words: string }
  | { readonly kind: 'none' };

/** What models say before the answer they mean. */
const MARKER =
  /####|\\boxed\b|\banswers?\b(?:\s*\*\*)?\s*(?:[:=]|(?:is|are|was|be|(?:would|will|should) be)\b)|\banswer to [^.\n]{1,80}? is\b/gi;
/** A base model that was not stopped goes on with an exercise of its own. */
const NEXT_EXERCISE = /\n\s{0,8}(?:\*\*)?(?:Q|Question|Problem|Exercise)\s?\d{0,4}\s?[:.]/;
/** What may stand between the announcement and the number it announces. */
const NOTHING_MUCH =
  /\b(?:about|approximately|around|roughly|exactly|only|just|simply|equal to|now|therefore|thus|hence|also|a|the|of|total|sum total|in total|at least|at most|over|under|nearly|almost|[A-Za-z] ?=)(?![A-Za-z])/gi;
const NONE: Stated = { kind: 'none' };

/**
 * The number that a text announces as its answer, else its last one. The last `####`, `\boxed`, `answer is` or `Answer:`
 * that a number follows counts. An announcement that goes on with the number states it, and an equation states its right
 * side; one that goes on with words reasons first, and states the last number of its paragraph. What follows an announced
 * answer as a new exercise is not read. (The strict rule of lm-evaluation-harness takes the leftmost mark, which picks up
 * exemplars that a model recites: EleutherAI/lm-evaluation-harness#1159.)
 *
 * Never a part of a longer numeral or expression: `10:30`, `5-7`, `7 years and 6 months`, `sqrt(2)` are unread.
 */
export function statedNumber(text: string): Stated {
  const plain = plainText(text);
  const said = announced(beforeNextExercise(plain));
  if (said.kind !== 'none') return said;
  const last = figuresIn(plain).at(-1);
  return last === undefined ? NONE : statedBy(plain, last);
}

function beforeNextExercise(text: string): string {
  const next = NEXT_EXERCISE.exec(text);
  if (next === null) return text;
  const before = text.slice(0, next.index);
  return announced(before).kind === 'none' ? text : before;
}

function announced(text: string): Stated {
  const marks = [...text.matchAll(MARKER)].reverse();
  let end = text.length;
  for (const mark of marks) {
    // Between two marks only: what a later mark has no number for is not read again.
    const said = saidAfter(mark[0], text.slice(mark.index + mark[0].length, end));
    if (said.kind !== 'none') return said;
    end = mark.index;
  }
  return NONE;
}

function saidAfter(mark: string, text: string): Stated {
  const said = scopeOf(mark, text);
  const figures = figuresIn(said);
  const [first] = figures;
  const word = leadingNumberWord(said.replace(/^[\s*:_]+/, ''));
  if (
    word !== undefined &&
    (first === undefined || word === 'unread' || hasWords(said.slice(0, first.start)))
  ) {
    if (word === 'unread') return { kind: 'unread', words: said.trim().slice(0, 60) };
    return { kind: 'number', answer: { value: word, exact: String(word) } };
  }
  if (first === undefined) return NONE;
  // Several are no one number; a list of them is read as one elsewhere.
  if (/^answers/i.test(mark) && figures.length > 1)
    return { kind: 'unread', words: said.trim().slice(0, 60) };
  if (hasWords(said.slice(0, first.start))) return statedBy(said, figures.at(-1) ?? first);
  return leading(said, figures);
}

/** What an announcement may speak of: its braces, its line, or its paragraph. */
function scopeOf(mark: string, text: string): string {
  if (mark.startsWith('\\')) return inBraces(text);
  // A dash behind the announcement is a sign; on a line of its own it begins a list.
  const said = text.replace(/^[^\S\n*]*[-\u2212\u2013] (?=[$\d.])/, '-').replace(/^[\s*]+/, '');
  const end = mark === '####' ? /\n/.exec(said) : /\n[ \t]*\n/.exec(said);
  return end === null ? said : said.slice(0, end.index);
}

function inBraces(text: string): string {
  const open = /^\s{0,4}\{/.exec(text)?.[0].length;
  if (open === undefined) return text.slice(0, Math.max(0, text.indexOf('\n')) || text.length);
  let depth = 1;
  for (let at = open; at < text.length; at++) {
    if (text.charAt(at) === '{') depth += 1;
    else if (text.charAt(at) === '}') depth -= 1;
    if (depth === 0) return text.slice(open, at);
  }
  return text.slice(open);
}

function hasWords(lead: string): boolean {
  return /[A-Za-z]{2}/.test(lead.replaceAll(NOTHING_MUCH, ''));
}

/** The number that an announcement begins with: the right side of an equation; unread where it is one of several parts. */
function leading(said: string, figures: readonly Figure[]): Stated {
  let at = 0;
  const between = (index: number): string =>
    said.slice(figures[index]?.end ?? said.length, figures[index + 1]?.start ?? said.length);
  // `3 + 2 = 5`, `$18 = 9 * 2`: each equals sign goes on, a word of explanation before it does not.
  while (at + 1 < figures.length && /^[^.\n]{0,40}[=\u2248]/.test(between(at)) && !isExplained(between(at)))
    at += 1;
  const figure = figures[at];
  if (figure === undefined) return NONE;
  const isCompound =
    /^ [A-Za-z]{1,12},? and \D{0,2}$/.test(between(at)) ||
    (/^,? and \D{0,2}$/.test(between(at)) && /^\W{0,4}$/.test(between(at + 1)));
  return isCompound && at + 1 < figures.length
    ? { kind: 'unread', words: said.slice(figure.start, figures[at + 1]?.end).trim() }
    : statedBy(said, figure);
}

function isExplained(between: string): boolean {
  const equals = between.search(/[=\u2248]/);
  return /\b(?:because|since|as|for|and|if|when|so|where|which|that|but)\b|[,;]/i.test(
    between.slice(0, equals),
  );
}

function statedBy(text: string, figure: Figure): Stated {
  const answer = answeredBy(figure);
  if (answer !== undefined) return { kind: 'number', answer };
  return { kind: 'unread', words: text.slice(figure.start, figure.end).trim().slice(0, 60) };
}
