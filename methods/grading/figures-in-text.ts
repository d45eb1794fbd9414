/** The figures of a free text, in order: what is a number, and what is something of a number that is not understood. */
import { toNumber, toText } from '../equations/rational.ts';
import { isExact, readFigure, type Figure, signed } from './figure.ts';
import type { Answered } from './grade.ts';
import { PROSE, type Spelling } from './spelling.ts';

/** A digit, a point before one, or a vulgar fraction. */
const STARTS = /\d|\.(?=\d)|[\u00bc-\u00be\u2150-\u215e]/g;
const NAME = /[\p{L}_]/u;
const DASHES = '-\u2212\u2013';
/** Money that is written with letters: these do not make the digits part of a name. */
const MONEY_LETTERS = /(?:^|[^A-Za-z])(?:(?:US|AU|CA|NZ|HK)D?|EUR|GBP|INR|JPY|CNY|CHF|Rs\.?)$/;
/** Calls and braces whose content is an argument, not a number of the text. */
const CALL = /[\p{L}\d_}\]\u221a]$/u;
/** LaTeX that only says how its content looks. */
const LOOKS = /(?:boxed|fbox|text\w{0,4}|math\w{2,4}|mbox)$/;
/** What lets a dash with a space behind it be a sign: `is - 5`, `= - 5`; elsewhere it is a dash. */
const BEFORE_SIGN = /(?:[=:<>\u2248]|\b(?:is|are|was|be|equals))(?:\s|\*){0,4}$/;

/**
 * Every figure of a text. Digits that go on a name are none (`x2`), nor is a power of something else (`m^2`, `cm\u00b3`).
 * Linear in the length of the text.
 */
export function figuresIn(text: string, spelling: Spelling = PROSE): Figure[] {
  const figures: Figure[] = [];
  let from = 0;
  for (const { index } of text.matchAll(STARTS)) {
    if (index < from) continue;
    const before = lookBack(text, index);
    // `apples.5`: a sentence ended there.
    if (text.charAt(index) === '.' && before.kind === 'name') continue;
    if (before.kind === 'name') {
      from = endOfName(text, index);
      continue;
    }
    const figure = readFigure(text, index, { spelling, money: before.money });
    if (figure === undefined) continue;
    const read = before.kind === 'free' ? figure.read : undefined;
    from = before.kind === 'argument' ? endOfCall(text, figure.end) : figure.end;
    figures.push({
      start: before.start,
      end: from,
      read: read === undefined ? undefined : signed(read, before.isNegative),
    });
  }
  return figures;
}

/** As grading takes it. */
export function answeredBy({ read }: Figure): Answered | undefined {
  if (read === undefined) return undefined;
  return {
    value: toNumber(read.value),
    ...(isExact(read) ? { exact: toText(read.value) } : {}),
    ...(read.percent ? { percent: true } : {}),
  };
}

interface Before {
  /** `argument`: in the brackets of a call; `operand`: right behind a root. */
  readonly kind: 'free' | 'name' | 'argument' | 'operand';
  /** Where the figure starts, sign and currency included. */
  readonly start: number;
  readonly isNegative: boolean;
  readonly money: boolean;
}

const CURRENCY = '$\u20ac\u00a3\u00a5\u20b9';

/** What stands before the digits at `at`: a window of a few characters decides. */
function lookBack(text: string, at: number): Before {
  let start = at;
  let isNegative = false;
  const char = (): string => text.charAt(start - 1);
  const takeSign = (): void => {
    if (char() === '+') start -= 1;
    const dash = char() === ' ' ? start - 2 : start - 1;
    if (dash >= 0 && DASHES.includes(text.charAt(dash)) && isSign(text, dash)) {
      isNegative = true;
      start = dash;
    }
  };
  takeSign();
  let money = false;
  if (char() !== '' && CURRENCY.includes(char())) {
    money = true;
    start -= char() === '$' && text.charAt(start - 2) === '\\' ? 2 : 1;
    if (!isNegative) takeSign();
  }
  const free = { start, isNegative, money };
  const behind = text.slice(Math.max(0, start - 12), start);
  if (money && !isNegative && NAME.test(char())) return { ...free, kind: 'free' };
  if (!isNegative && !money && (NAME.test(char()) || /\d$/.test(behind))) {
    return MONEY_LETTERS.test(behind) ? { ...free, kind: 'free', money: true } : { ...free, kind: 'name' };
  }
  if (MONEY_LETTERS.test(behind.trimEnd())) return { ...free, kind: 'free', money: true };
  if (/(?:\^\{?|[\w)\]}]\*\*)$/.test(behind)) return { ...free, kind: 'name' };
  if (/[\u221a\u00b1]\s?$/.test(behind)) return { ...free, kind: 'operand' };
  if (/[({[]$/.test(behind)) {
    const called = behind.slice(0, -1);
    if (CALL.test(called) && !LOOKS.test(called)) return { ...free, kind: 'argument' };
  }
  return { ...free, kind: 'free' };
}

/** Whether the dash at `at` is a sign: no operand stands before it, or it could not be anything else. */
function isSign(text: string, at: number): boolean {
  const behind = text.slice(Math.max(0, at - 16), at);
  if (text.charAt(at + 1) === ' ') return BEFORE_SIGN.test(behind);
  return !/(?:[\w)\]]|[\d)\]] )$/.test(behind);
}

/** The other arguments of a call are none either: to its closing bracket, where that is near. */
function endOfCall(text: string, at: number): number {
  const closing = /[)}\]]/.exec(text.slice(at, at + 200));
  return closing === null ? at : at + closing.index + 1;
}

function endOfName(text: string, at: number): number {
  let end = at + 1;
  while (/[\w.]/.test(text.charAt(end))) end++;
  return end;
}

/** LaTeX that stands in numbers and between them, as plain characters. */
export function plainText(text: string): string {
  return text
    .replaceAll(/(?<=\d) ?(?=\\[dtc]?frac)/g, ' ')
    .replaceAll(/\\[dtc]?frac\{(-?\d{1,15})\}\{(\d{1,15})\}/g, '$1/$2')
    .replaceAll(/\\[dtc]?frac ?(\d)(\d)/g, '$1/$2')
    .replaceAll('{,}', ',')
    .replaceAll(/\\(?=[$%])/g, '')
    .replaceAll(/\\(?:times|cdot)\b ?/g, '\u00d7')
    .replaceAll(/\\(?:div)\b ?/g, '\u00f7')
    .replaceAll(/\\(?:left|right|text|mathrm|mathbf|textbf|quad)\b|\\[,;! ]/g, ' ');
}
