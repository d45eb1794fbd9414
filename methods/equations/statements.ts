/** `[[var NAME UNIT?]]`, `[[eq EXPR REL EXPR]]`, `[[answer EXPR]]` in ordinary sentences (arXiv 2304.09102). */
import { positionAt, show, Unreadable } from './failure.ts';
import { MAX_EXPONENT, MAX_EXPRESSION_LENGTH, MAX_NAME_LENGTH, MAX_STATEMENTS } from './limits.ts';
import { rewritten, rowsIn, type Surroundings } from './everyday.ts';
import { constantWith, ExpressionParser, type Context } from './parse-expression.ts';
import type { Constraint } from './problem.ts';
import { propagate } from './propagate.ts';
import { absolute, equals, isZero, multiply, ONE, power, rational, type Rational } from './rational.ts';
import type { Position } from './solution.ts';
import { endOfName, isNameStart, isSpace, tokenize, type Relation } from './tokens.ts';
import { collectNames, numberNode, printExpression, type Expression } from './tree.ts';
import { TooLarge, withinSteps } from './work.ts';

interface Written {
  /** What stands between the brackets, without the spaces around it. */
  readonly text: string;
  /** Offsets of its first bracket and after its last one. */
  readonly from: number;
  readonly to: number;
}

export interface VariableStatement extends Written {
  readonly kind: 'var';
  readonly name: string;
  /** `count` and `amount` bound the value; others are for people. */
  readonly unit: string | undefined;
}
export interface EquationStatement extends Written {
  readonly kind: 'eq';
  readonly left: Expression;
  readonly relation: Relation;
  readonly right: Expression;
  /** Both sides are the same expression: it says nothing. */
  readonly isTautology: boolean;
}
export interface AnswerStatement extends Written {
  readonly kind: 'answer';
  readonly expression: Expression;
  /** The expression as it was written. */
  readonly wanted: string;
}
export type Statement = VariableStatement | EquationStatement | AnswerStatement;

export type ParsedStatements =
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] }
  | { readonly kind: 'unparsable'; readonly message: string; readonly position: Position };

/** Of exact arithmetic, in reading: sums of long fractions are worked out on the way. */
const STEPS = 300_000;
/** A bracket's body may hold two expressions, a relation and its keyword. */
const MAX_BODY = 2 * MAX_EXPRESSION_LENGTH + 100;

/** All statements of a text in order, or why and where they cannot be read. Never throws; linear in the text. */
export function parseStatements(text: string): ParsedStatements {
  try {
    const statements = withinSteps(STEPS, () => parseAll(text, findStatements(text)));
    refuseTwoWayNumerals(text, statements);
    return { kind: 'statements', statements };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'unparsable', message: error.message, position: positionAt(text, error.offset) };
  }
}

/**
 * What stands between `[[` and the next `]]`, without the spaces around it, in order. Whether it can be read is not
 * asked, and what is not closed is passed over: for pipelines that have rules of their own.
 */
export function statementTexts(text: string): readonly string[] {
  const texts: string[] = [];
  for (let open = text.indexOf('[['); open >= 0;) {
    const close = text.indexOf(']]', open + 2);
    if (close < 0) return texts;
    texts.push(text.slice(open + 2, close).trim());
    open = text.indexOf('[[', close + 2);
  }
  return texts;
}

function findStatements(text: string): Written[] {
  const found: Written[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('[[', at);
    const close = text.indexOf(']]', at);
    if (close >= 0 && (open < 0 || close < open)) throw new Unreadable(']] closes nothing', close);
    if (open < 0) return found;
    if (close < 0) throw new Unreadable('[[ is not closed', open);
    const inner = text.indexOf('[', open + 2);
    if (inner >= 0 && inner < close) throw new Unreadable('a bracket inside a statement', inner);
    if (found.length === MAX_STATEMENTS)
      throw new Unreadable(`a problem has at most ${MAX_STATEMENTS} statements`, open);
    if (close - open > MAX_BODY)
      throw new Unreadable(`an expression has at most ${MAX_EXPRESSION_LENGTH} characters`, open);
    found.push({ text: text.slice(open + 2, close).trim(), from: open, to: close + 2 });
    at = close + 2;
  }
}

type Attempt =
  | { readonly kind: 'read'; readonly statements: readonly Statement[] }
  | { readonly kind: 'refused'; readonly written: Written; readonly error: Unreadable };

/**
 * By the grammar first. What it refuses is tried again as everyday spelling, with what the others tell: so nothing that the
 * grammar reads changes its meaning, and what stays unreadable keeps the grammar's message and place.
 */
function parseAll(text: string, all: readonly Written[]): readonly Statement[] {
  const attempts = all.map((written): Attempt => {
    try {
      return { kind: 'read', statements: parseWithin(written, () => [parseStatement(text, written)]) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { kind: 'refused', written, error };
    }
  });
  if (attempts.every(({ kind }) => kind === 'read'))
    return attempts.flatMap((attempt) => (attempt.kind === 'read' ? attempt.statements : []));
  const told = tellingOf(attempts);
  return attempts.flatMap((attempt) =>
    attempt.kind === 'read' ? attempt.statements : parseEveryday(attempt, told),
  );
}

function parseWithin<Result>(written: Written, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    // Numbers are added up as they are read.
    if (error instanceof TooLarge) throw new Unreadable(error.message, written.from);
    throw error;
  }
}

interface Telling {
  readonly surroundings: Surroundings;
  readonly context: Context;
}

/** What the statements that can be read tell of those that cannot. */
function tellingOf(attempts: readonly Attempt[]): Telling {
  const read = attempts.flatMap((attempt) => (attempt.kind === 'read' ? attempt.statements : []));
  const names = new Set<string>();
  const rows = new Map<string, number>();
  const equations: Constraint[] = [];
  for (const [index, statement] of read.entries()) {
    if (statement.kind === 'var') names.add(statement.name);
    else if (statement.kind === 'answer') collectNames(statement.expression, names);
    else {
      collectNames(statement.right, collectNames(statement.left, names));
      if (statement.relation === '=' && !statement.isTautology)
        equations.push({ ...statement, index, relation: '=' });
    }
  }
  for (const attempt of attempts) {
    if (attempt.kind !== 'refused') continue;
    for (const row of new Set(rowsIn(attempt.written.text.replace(/^\w+\s/, ''))))
      rows.set(row, (rows.get(row) ?? 0) + 1);
  }
  const { known } = propagate(equations);
  return {
    surroundings: { names, rows: new Set([...rows].filter(([, count]) => count > 1).map(([row]) => row)) },
    context: { names, valueOf: (name) => known.get(name) },
  };
}

/** @throws Unreadable the grammar's own, where it is no everyday spelling either */
function parseEveryday(
  { written, error }: Extract<Attempt, { kind: 'refused' }>,
  told: Telling,
): Statement[] {
  const [, keyword = '', body = ''] = /^(eq|answer)\b([^]*)$/.exec(written.text) ?? [];
  if (body.trim() === '') throw error;
  const plain = rewritten(body, told.surroundings);
  if (plain === undefined && keyword === 'eq') return [];
  try {
    const parser = new ExpressionParser(tokenize(plain ?? '', 0, (plain ?? '').length), told.context);
    return parseWithin(written, () =>
      keyword === 'eq' ? parseEquations(written, parser) : [parseAnswer(written, parser, body.trim())],
    );
  } catch (again) {
    if (!(again instanceof Unreadable)) throw again;
    const equation = keyword === 'eq' ? unknownExponent(written, plain ?? '', told.context) : undefined;
    if (equation === undefined) throw error;
    return [equation];
  }
}

/** `2^n = 8` says that n is 3, where one whole exponent makes both sides the same. */
function unknownExponent(written: Written, plain: string, context: Context): EquationStatement | undefined {
  const sides = plain.split('=');
  const [one = '', other = ''] = sides;
  if (sides.length !== 2) return undefined;
  for (const [power, value] of [
    [one, other],
    [other, one],
  ] as const) {
    try {
      const { factor, base, exponent } = new ExpressionParser(
        tokenize(power, 0, power.length),
        context,
      ).openPower();
      const parser = new ExpressionParser(tokenize(value, 0, value.length), context);
      const wanted = parser.expression();
      parser.end();
      const k = exponentOf(
        ...([factor, base, wanted].map((each) => constantWith(each, context.valueOf)) as Constants),
      );
      if (k !== undefined) return equationOf(written, exponent, '=', numberNode(rational(BigInt(k))));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
  }
  return undefined;
}

type Constants = [Rational | undefined, Rational | undefined, Rational | undefined];

/** The k with factor * base^k = wanted. */
function exponentOf(...[factor, base, wanted]: Constants): number | undefined {
  if (factor === undefined || base === undefined || wanted === undefined) return undefined;
  if (isZero(factor) || isZero(base) || equals(absolute(base), ONE)) return undefined;
  for (let k = -MAX_EXPONENT; k <= MAX_EXPONENT; k++)
    if (equals(multiply(factor, power(base, k)), wanted)) return k;
  return undefined;
}

function parseAnswer(written: Written, parser: ExpressionParser, wanted: string): AnswerStatement {
  const expression = parser.expression();
  parser.end();
  return { ...written, kind: 'answer', expression, wanted };
}

/** One relation, or a chain of them: `a = b = 5`, `0 < x < 5`. An unknown exponent of a number is what the other side says. */
function parseEquations(written: Written, parser: ExpressionParser): EquationStatement[] {
  const equations: EquationStatement[] = [];
  let left = parser.expression();
  do {
    const relation = parser.relation();
    const right = parser.expression();
    equations.push(equationOf(written, left, relation, right));
    left = right;
  } while (parser.goesOn);
  parser.end();
  return equations;
}

function equationOf(
  written: Written,
  left: Expression,
  relation: Relation,
  right: Expression,
): EquationStatement {
  // Compared once, here: every reading and remark asks.
  const isTautology = relation === '=' && printExpression(left) === printExpression(right);
  return { ...written, kind: 'eq', left, relation, right, isTautology };
}

function parseStatement(text: string, written: Written): Statement {
  const to = written.to - 2;
  const from = skipSpaces(text, written.from + 2, to);
  const afterKeyword = endOfName(text, from);
  const keyword = text.slice(from, afterKeyword);
  switch (keyword) {
    case 'var':
      return parseVariable(text, written, afterKeyword, to);
    case 'eq': {
      const parser = new ExpressionParser(tokenize(text, afterKeyword, to));
      const left = parser.expression();
      const relation = parser.relation();
      const right = parser.expression();
      parser.end();
      return equationOf(written, left, relation, right);
    }
    case 'answer': {
      const parser = new ExpressionParser(tokenize(text, afterKeyword, to));
      return parseAnswer(written, parser, text.slice(afterKeyword, to).trim());
    }
    default:
      throw new Unreadable('a statement starts with var, eq or answer', from);
  }
}

function parseVariable(text: string, written: Written, from: number, to: number): VariableStatement {
  const start = skipSpaces(text, from, to);
  if (start === to) throw new Unreadable('expected a name, found the end of the statement', start);
  if (!isNameStart(text.charAt(start)))
    throw new Unreadable(`a name starts with a letter from a to z, found ${show(text.charAt(start))}`, start);
  const end = endOfName(text, start);
  if (end - start > MAX_NAME_LENGTH)
    throw new Unreadable(`a name has at most ${MAX_NAME_LENGTH} characters, this one ${end - start}`, start);
  const unitFrom = skipSpaces(text, end, to);
  if (unitFrom < to && unitFrom === end)
    throw new Unreadable(`a name has no ${show(text.charAt(end))} in it`, end);
  return { ...written, kind: 'var', name: text.slice(start, end), unit: parseUnit(text, unitFrom, to) };
}

/** Any words: `km/h`, `square feet`, `$`. What belongs in an equation is none. */
function parseUnit(text: string, from: number, to: number): string | undefined {
  const unit = text.slice(from, to).trim();
  if (unit.length > MAX_NAME_LENGTH)
    throw new Unreadable(`a unit has at most ${MAX_NAME_LENGTH} characters`, from);
  for (const character of ['=', '<', '>', ',', ';', ']']) {
    const at = unit.indexOf(character);
    if (at >= 0) throw new Unreadable(`a unit has no ${character} in it`, from + at);
  }
  return unit === '' ? undefined : unit;
}

/** With a variable e1 in the problem, 2e1 may be 20 or twice e1. */
function refuseTwoWayNumerals(text: string, statements: readonly Statement[]): void {
  const names = statements
    .filter((statement) => statement.kind === 'var')
    .map((statement) => statement.name)
    .filter((name) => /^[eE]\d+$/.test(name));
  if (names.length === 0) return;
  for (const { kind, from, to } of statements) {
    if (kind === 'var') continue;
    for (const token of tokenize(text, from + 2, to - 2)) {
      if (token.kind !== 'number') continue;
      const numeral = text.slice(token.from, token.to);
      const name = names.find((ending) => numeral.endsWith(ending));
      if (name !== undefined)
        throw new Unreadable(`${numeral} may be a power of ten or a multiple of ${name}`, token.from);
    }
  }
}

function skipSpaces(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(text.charAt(at))) at++;
  return at;
}
