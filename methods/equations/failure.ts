/** Why statements could not be read, and where. */
import type { Position } from './solution.ts';

/** Thrown inside the parser only; `parseStatements` turns it into a value. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  /** In UTF-16 units from the start of the text. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Line and column from 1; a column is a character (a code point), a line ends with `\n`. */
export function positionAt(text: string, offset: number): Position {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < lineStart; at = text.indexOf('\n', at + 1)) line++;
  return { line, column: Array.from(text.slice(lineStart, offset)).length + 1 };
}

/** A character as a message can show it. */
export function show(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const plain = code > 32 && code < 127;
  return plain ? `'${character}'` : `'${character}' (U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
}
