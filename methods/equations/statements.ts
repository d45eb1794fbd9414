/** `[[var NAME UNIT?]]`, `[[eq EXPR REL EXPR]]`, `[[answer EXPR]]` in ordinary sentences (arXiv 2304.09102). */
import { positionAt, show, Unreadable } from './failure.ts';
import { MAX_EXPRESSION_LENGTH, MAX_NAME_LENGTH, MAX_STATEMENTS } from './limits.ts';
import { ExpressionParser } from './parse-expression.ts';
import type { Position } from './solution.ts';
import { endOfName, isNameStart, isSpace, tokenize, type Relation } from './tokens.ts';
import { printExpression, type Expression } from './tree.ts';
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
    const statements = withinSteps(STEPS, () =>
      findStatements(text).map((written) => parseWithin(text, written)),
    );
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

function parseWithin(text: string, written: Written): Statement {
  try {
    return parseStatement(text, written);
  } catch (error) {
    // Numbers are added up as they are read.
    if (error instanceof TooLarge) throw new Unreadable(error.message, written.from);
    throw error;
  }
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
      // Compared once, here: every reading and remark asks.
      const isTautology = relation === '=' && printExpression(left) === printExpression(right);
      return { ...written, kind: 'eq', left, relation, right, isTautology };
    }
    case 'answer': {
      const parser = new ExpressionParser(tokenize(text, afterKeyword, to));
      const expression = parser.expression();
      parser.end();
      return { ...written, kind: 'answer', expression, wanted: text.slice(afterKeyword, to).trim() };
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
