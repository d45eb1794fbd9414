/** What the solver says, in words: for the report, and for the model that is asked to mend its statements. */
import type { Solution } from '../../../methods/equations/solution.ts';
import { statementTexts } from '../../../methods/equations/statements.ts';

/**
 * @param text what was solved: conflicting statements are quoted from it
 * @returns undefined for `solved` and `filtered`
 */
export function explain(solution: Solution, text: string): string | undefined {
  switch (solution.status) {
    case 'solved':
    case 'filtered':
      return undefined;
    case 'ambiguous':
      return `Several values fit: ${listed(solution.answers.map(({ exact, value }) => exact ?? String(value)))}.`;
    case 'underdetermined':
      return [
        'The statements do not determine what is asked for.',
        ...(solution.free.length === 0 ? [] : [`Not determined: ${listed(solution.free)}.`]),
        ...(solution.unused.length === 0
          ? []
          : [`Numbers of the problem that no statement uses: ${listed(solution.unused)}.`]),
      ].join(' ');
    case 'contradictory': {
      const statements = statementTexts(text);
      const conflicting = solution.conflicts.flatMap((index) => {
        const statement = statements[index];
        return statement === undefined ? [] : `[[${statement}]]`;
      });
      return `These statements contradict one another: ${listed(conflicting)}.`;
    }
    case 'unparsable': {
      const { line, column } = solution.position;
      return `The statements cannot be read: line ${line}, column ${column}: ${solution.message}`;
    }
    case 'unsupported':
    case 'timed-out':
      return `The solver cannot work the statements out: ${solution.message}`;
  }
}

/** What goes back to the model. */
export function repairRequest(said: string): string {
  return `${said}\nCorrect this. Write all statements again, from the first to the last.`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
