/**
 * Twins: the same problem with other numbers, its answer worked out by the exact solver. Who knows a published answer
 * by heart does worse on them: the control for contamination that a note about a data set's age is not.
 */
import { randomStream, type RandomStream } from '../../../domain/seeds.ts';
import {
  multiply,
  parseRational,
  rational,
  toText,
  type Rational,
} from '../../../methods/equations/rational.ts';
import { solve } from '../../../methods/equations/solve.ts';
import { parseStatements } from '../../../methods/equations/statements.ts';
import { numbersIn } from '../../../methods/equations/unused-numbers.ts';
import { type Gold, parseGold } from '../../../methods/grading/gold.ts';
import { grade } from '../../../methods/grading/grade.ts';
import { type Problem, statementsOf } from './problem.ts';
import { saidInWords } from './said-in-words.ts';

/** Draws until numbers give an answer of the original's kind. */
const DRAWS = 50;
/** Smaller ones are words in disguise: "1 egg", and a change of them makes bad English. */
const LEAST_CHANGED = 2n;

/** What is longer is an identifier or a population: no size to draw from. */
const MOST_DIGITS = 9;

/** A numeral in a text, with what it stands for. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly written: string;
  readonly value: Rational;
  readonly percent: boolean;
}

/**
 * The twins of a problem, fewer than `per` where no fitting numbers were found, none where it has no statements or no
 * number that can be changed: one that stands once in the question and once in the statements. Numbers that the
 * question also says in words (twice, a dozen, days of a week) stay: which of the two a statement means is not known.
 *
 * @param specSeed each draw has a seed of its own, derived from it
 */
export function twinsOf(problem: Problem, per: number, specSeed: number): Problem[] {
  const statements = statementsOf(problem);
  if (statements === null || !statesItsGold(problem, statements)) return [];
  const pairs = changeable(problem.question, statements);
  if (pairs === undefined || pairs.length === 0) return [];
  const twins: Problem[] = [];
  const known = new Set([problem.question]);
  for (let index = 1; index <= per; index++) {
    const twin = twinOf(problem, statements, pairs, index, specSeed, known);
    if (twin === undefined) break;
    known.add(twin.question);
    twins.push(twin);
  }
  return twins;
}

interface Pair {
  readonly inQuestion: Place;
  readonly inStatements: Place;
}

function twinOf(
  problem: Problem,
  statements: string,
  pairs: readonly Pair[],
  index: number,
  specSeed: number,
  known: ReadonlySet<string>,
): Problem | undefined {
  for (let draw = 0; draw < DRAWS; draw++) {
    const stream = randomStream(specSeed, 'twin', problem.id, index, draw);
    const changed = pairs.map((pair) => ({ pair, numeral: drawNumeral(pair.inQuestion, stream) }));
    const question = replaced(
      problem.question,
      changed.map(({ pair, numeral }) => ({ place: pair.inQuestion, numeral })),
    );
    const text = replaced(
      statements,
      changed.map(({ pair, numeral }) => ({ place: pair.inStatements, numeral: plain(numeral) })),
    );
    const gold = answersOfKind(text, problem.gold);
    if (gold === undefined || known.has(question)) continue;
    return {
      id: `${problem.id}~${index}`,
      question,
      gold,
      section: problem.section,
      statements: text,
      equation: null,
      twinOf: problem.id,
    };
  }
  return undefined;
}

/** A label that is wrong makes no twin. */
function statesItsGold({ gold }: Problem, statements: string): boolean {
  const solution = solve(statements);
  if (solution.status !== 'solved' && solution.status !== 'filtered') return false;
  return grade(solution.answers, gold).tolerant;
}

/** undefined where it cannot be told which number of the question one of the statements is. */
function changeable(question: string, statements: string): Pair[] | undefined {
  const asked = placesIn(question, 0, question.length);
  const stated = placesInStatements(statements);
  const pairs: Pair[] = [];
  const inWords = saidInWords(question);
  for (const [value, inStatements] of Map.groupBy(stated, (place) => toText(place.value))) {
    const inQuestion = asked.filter((place) => toText(place.value) === value);
    const [one, more] = inQuestion;
    const [stands, again] = inStatements;
    if (one === undefined || stands === undefined || !isChanged(one) || inWords.has(value)) continue;
    if (more !== undefined || again !== undefined) return undefined;
    pairs.push({ inQuestion: one, inStatements: stands });
  }
  return pairs;
}

function isChanged({ value, written }: Place): boolean {
  if (written.replaceAll(/\D/g, '').length > MOST_DIGITS) return false;
  return value.n >= LEAST_CHANGED * value.d || value.d > 1n;
}

function placesInStatements(text: string): Place[] {
  const parsed = parseStatements(text);
  if (parsed.kind === 'unparsable') return [];
  return parsed.statements.flatMap((statement) =>
    statement.kind === 'var' ? [] : placesIn(text, statement.from, statement.to),
  );
}

function placesIn(text: string, from: number, to: number): Place[] {
  return numbersIn(text.slice(from, to)).flatMap((mention) => {
    const percent = mention.text.endsWith('%');
    const written = percent ? mention.text.slice(0, -1) : mention.text;
    // A fraction such as 3/4 is left as it is: its parts are rarely free to change.
    const value = mention.parts.length > 0 ? undefined : parseRational(written);
    if (value === undefined) return [];
    const start = from + mention.from;
    const after = text.slice(start + written.length, start + written.length + 9);
    return [
      { from: start, to: start + written.length, written, value, percent: /^\s?(%|percent)/i.test(after) },
    ];
  });
}

/** Of the same kind and size: an integer stays one, a decimal keeps its decimals, a percentage stays below 100. */
function drawNumeral({ written, value, percent }: Place, stream: RandomStream): string {
  const decimals = decimalsOf(written);
  const scaled = Number(multiply(value, rational(10n ** BigInt(decimals))).n);
  const least = Math.max(decimals === 0 ? Number(LEAST_CHANGED) : 1, Math.floor(scaled * 0.6));
  const unlimited = Math.ceil(scaled * 1.5) + 1;
  const most =
    percent && scaled < 100 * 10 ** decimals ? Math.min(unlimited, 100 * 10 ** decimals - 1) : unlimited;
  for (;;) {
    const drawn = least + stream.integer(most - least + 1);
    if (drawn === scaled && most > least) continue;
    return writtenLike(written, drawn, decimals);
  }
}

/** `76.0` in an equation is as whole as 76. */
function decimalsOf(written: string): number {
  const point = written.indexOf('.');
  return point < 0 ? 0 : written.length - point - 1;
}

function writtenLike(written: string, scaled: number, decimals: number): string {
  const digits = String(scaled).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const grouped = written.includes(',') ? whole.replace(/\B(?=(?:\d{3})+$)/g, ',') : whole;
  return decimals === 0 ? grouped : `${grouped}.${digits.slice(-decimals)}`;
}

function plain(numeral: string): string {
  return numeral.replaceAll(',', '');
}

function replaced(text: string, changes: readonly { place: Place; numeral: string }[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { place, numeral } of [...changes].sort((a, b) => a.place.from - b.place.from)) {
    pieces.push(text.slice(at, place.from), numeral);
    at = place.to;
  }
  return [...pieces, text.slice(at)].join('');
}

/** The twin's gold, if it is of the original's kind: as many answers, as many decimals, the same signs. */
function answersOfKind(statements: string, original: readonly Gold[]): Gold[] | undefined {
  const solution = solve(statements);
  if (solution.status !== 'solved' && solution.status !== 'filtered') return undefined;
  if (solution.answers.length !== original.length) return undefined;
  const gold: Gold[] = [];
  for (const [index, { exact }] of solution.answers.entries()) {
    const like = original[index];
    const answer = exact === undefined ? undefined : parseRational(exact);
    if (like === undefined || answer === undefined) return undefined;
    if (answer.n > 0n !== like.value.n > 0n) return undefined;
    const text = decimalText(answer, like.decimals);
    const own = text === undefined ? undefined : parseGold(`${text}${like.percent ? '%' : ''}`);
    if (own === undefined) return undefined;
    gold.push(own);
  }
  return gold;
}

/** undefined where it has more decimals. */
function decimalText(value: Rational, decimals: number): string | undefined {
  const scaled = multiply(value, rational(10n ** BigInt(decimals)));
  if (scaled.d !== 1n) return undefined;
  const sign = scaled.n < 0n ? '-' : '';
  const digits = String(scaled.n < 0n ? -scaled.n : scaled.n).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}
