/** `holdfast solve [FILE]`: the exact solver alone, for statements in a file or on standard input. */
import { readFileSync } from 'node:fs';
import { messageOf, UserError } from '../../domain/errors.ts';
import { solve as solveStatements } from '../../methods/equations/solve.ts';
import type { Solution } from '../../methods/equations/solution.ts';
import { columns, print, printJson } from '../cli/output.ts';
import { visible } from '../cli/visible.ts';

const STANDARD_INPUT = 0;

export interface SolveOptions {
  readonly lines?: boolean;
  readonly json?: boolean;
}

/** Every status is a result: only a file that cannot be read is an error. */
export function solve(file: string | undefined, options: SolveOptions): Promise<void> {
  const text = readText(file);
  const problems = options.lines ? text.replace(/\r?\n$/, '').split(/\r?\n/) : [text];
  for (const [index, problem] of problems.entries()) {
    const solution = inFile(solveStatements(problem), index);
    if (options.json) printJson(fieldsOf(solution));
    else
      print(`${index === 0 ? '' : '\n'}${options.lines ? `line ${index + 1}: ` : ''}${described(solution)}`);
  }
  return Promise.resolve();
}

/** @throws UserError where there is nothing to read */
function readText(file: string | undefined): string {
  const source = file === undefined || file === '-' ? STANDARD_INPUT : file;
  try {
    return readFileSync(source, 'utf8');
  } catch (error) {
    throw new UserError(`it cannot be read: ${messageOf(error)}`, {
      place: file ?? 'standard input',
      remedy: 'Name a file with statements, or pipe them in: ./holdfast solve < problem.txt',
    });
  }
}

/** With a problem a line, the line of a position is the file's. */
function inFile(solution: Solution, index: number): Solution {
  if (solution.status !== 'unparsable' || index === 0) return solution;
  const { line, column } = solution.position;
  return { ...solution, position: { line: line + index, column } };
}

/** The documented fields, in their order; what does not apply to a status is absent. */
function fieldsOf(solution: Solution): object {
  const { status, lint, unused } = solution;
  const common = { unused, lint };
  switch (status) {
    case 'solved':
    case 'filtered':
      return { status, answers: solution.answers, ...common };
    case 'ambiguous': {
      const { answers, together } = solution;
      return { status, answers, ...(together === undefined ? {} : { together }), ...common };
    }
    case 'underdetermined':
      return { status, free: solution.free, ...common };
    case 'contradictory':
      return { status, ...common, conflicts: solution.conflicts };
    case 'unsupported':
    case 'timed-out':
      return { status, ...common, message: solution.message };
    case 'unparsable':
      return { status, lint, position: solution.position, message: solution.message };
  }
}

function described(solution: Solution): string {
  const lines = [solution.status, ...detailsOf(solution)];
  if (solution.lint.length > 0) lines.push(`remarks: ${solution.lint.join(', ')}`);
  if (solution.status !== 'unparsable' && solution.unused.length > 0)
    lines.push(`numbers that no statement uses: ${solution.unused.join(', ')}`);
  if (solution.steps.length > 0) lines.push('steps:', ...solution.steps.map((step) => `  ${step}`));
  return visible(lines.join('\n'));
}

function detailsOf(solution: Solution): string[] {
  switch (solution.status) {
    case 'solved':
    case 'filtered':
    case 'ambiguous': {
      if (solution.status === 'ambiguous' && solution.together !== undefined) {
        return solution.together.map(
          (answers) =>
            `  ${answers.map(({ name, value, exact }) => `${name} = ${exact ?? `about ${value}`}`).join(', ')}`,
        );
      }
      return [
        columns(
          solution.answers.map(({ name, value, exact }) => [`  ${name}`, `= ${exact ?? `about ${value}`}`]),
        ),
      ];
    }
    case 'underdetermined':
      return [`  free: ${solution.free.join(', ')}`];
    case 'contradictory':
      return [`  statements in conflict, counted from 0: ${solution.conflicts.join(', ')}`];
    case 'unsupported':
    case 'timed-out':
      return [`  ${solution.message}`];
    case 'unparsable':
      return [`  line ${solution.position.line}, column ${solution.position.column}: ${solution.message}`];
  }
}
