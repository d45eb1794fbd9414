/** Ways of going wrong that models have, done to good answers. */
import type { RandomStream } from '../../domain/seeds.ts';

const STATEMENT = /\[\[(var|eq|answer) ([^\]]*)\]\]/g;

/** Statements as a model writes them that was told of no units: a sentence a line. */
export function withoutUnits(statements: string): string {
  return statements.replace(/\[\[var (\w+) \w+\]\]/g, '[[var $1]]').replace(/\. (?=[A-Z])/g, '.\n');
}

/** The last equation is not written down. */
export function withGap(text: string): string {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => line.includes('[[eq '));
  return lines.filter((_, index) => index !== last).join('\n');
}

/** One number of the equations is another one. */
export function withOtherNumber(text: string, stream: RandomStream): string {
  const numerals = [...text.matchAll(STATEMENT)].flatMap((statement) =>
    statement[1] === 'eq'
      ? [...statement[0].matchAll(NUMERAL)].map((found) => ({
          from: statement.index + found.index,
          text: found[0],
        }))
      : [],
  );
  const chosen = numerals[stream.integer(Math.max(1, numerals.length))];
  if (chosen === undefined) return text;
  const after = text.slice(chosen.from + chosen.text.length);
  return `${text.slice(0, chosen.from)}${slipped(chosen.text, stream)}${after}`;
}

/** One quantity is stated twice, with two values. */
export function withConflict(text: string, stream: RandomStream): string {
  const name = /\[\[var (\w+)/.exec(text)?.[1] ?? 'x';
  const lines = text.split('\n');
  const values = [stream.integer(90) + 1001, stream.integer(90) + 2001];
  const conflict = values.map((value) => `[[eq ${name} = ${value}]]`).join(' or ');
  return [...lines.slice(0, -1), `So ${name} is ${conflict}.`, ...lines.slice(-1)].join('\n');
}

/** What is asked for is said to be above 0, as the unit of the hand-written statements says it. */
export function withSign(text: string): string {
  const name = /\[\[answer (\w+)/.exec(text)?.[1] ?? 'x';
  const lines = text.split('\n');
  return [...lines.slice(0, -1), `It is more than nothing [[eq ${name} > 0]].`, ...lines.slice(-1)].join(
    '\n',
  );
}

/** The answer at the end is another one, and so is each mention of it. */
export function withOtherAnswer(chain: string, stream: RandomStream): string {
  const answer = /The answer is (.+)\.$/.exec(chain)?.[1] ?? '';
  const other = answer.includes(';')
    ? (answer.split('; ')[1] ?? '')
    : answer.replace(NUMERAL, (numeral) => slipped(numeral, stream));
  const mention = new RegExp(
    `(?<![\\d.])${answer.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\d]|\\.\\d)`,
    'g',
  );
  return chain.replace(mention, other);
}

/** Half of it, as where the tokens ran out. */
export function cut(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}

const NUMERAL = /(?<![\w.])\d[\d,]*(?:\.\d+)?|(?<=[-+*/( ])\.\d+/g;

/** Another number that one might come to: one off, double, or with the point elsewhere. */
function slipped(numeral: string, stream: RandomStream): string {
  const value = Number(numeral.replaceAll(',', ''));
  if (!Number.isInteger(value)) return String(Number((value * 10).toPrecision(12)));
  const others = [value + 1, value - 1, value * 2, value + 10].filter((other) => other > 1);
  return String(others[stream.integer(others.length)] ?? value + 1);
}
