/** From a completion to the one line of equations that the released pipeline goes on with. */
import { strip } from './python-text.ts';

/**
 * Everything between `[[` and the next `]]` of the same line, without the brackets. The released pattern is
 * `\[\[.*?\]\]`; this finds the same groups in one pass.
 */
export function bracketGroups(completion: string): string[] {
  const groups: string[] = [];
  let from = completion.indexOf('[[');
  while (from >= 0) {
    const close = completion.indexOf(']]', from + 2);
    if (close < 0) break;
    const newline = completion.indexOf('\n', from + 2);
    // No group of this line can be closed on this line: the next `]]` lies beyond its end.
    const open = newline >= 0 && newline < close;
    if (!open) groups.push(completion.slice(from + 2, close));
    from = completion.indexOf('[[', open ? newline + 1 : close + 2);
  }
  return groups;
}

/**
 * The equations with commas between them, the goal as `NAME = ?`. `var` statements fall away, and so does whatever
 * follows a comma inside a statement: `a = 1,000` goes on as `a = 1`. A completion without a group is taken as it is.
 */
export function equationLine(completion: string): string {
  const groups = bracketGroups(completion);
  if (groups.length === 0) return completion;
  let line = '';
  for (const piece of joined(groups).split(',')) {
    const part = equationIn(piece);
    if (part !== undefined) line = line === '' ? part : `${line}, ${part}`;
  }
  return line;
}

/** Groups joined by commas; empty ones at the start leave no comma. */
function joined(groups: readonly string[]): string {
  const first = groups.findIndex((group) => group !== '');
  return first < 0 ? '' : groups.slice(first).join(', ');
}

/** What follows the first `eq` anywhere in the piece, or else the first `answer`. */
function equationIn(piece: string): string | undefined {
  const equation = piece.indexOf('eq');
  if (equation >= 0) return piece.slice(equation + 2);
  const answer = piece.indexOf('answer');
  return answer >= 0 ? `${strip(piece.slice(answer + 6))} = ?` : undefined;
}
