/** Text files as users have them: their encoding is told, named, or refused; never guessed with broken letters. */
import { readFileSync } from 'node:fs';
import { messageOf, UserError } from '../../domain/errors.ts';
import { refusedPath } from './system-errors.ts';

const ZIP = 'PK\u0003\u0004';
const OLD_OFFICE = '\u00d0\u00cf\u0011\u00e0';

export interface TextFile {
  readonly text: string;
  /** What is worth a word: an encoding that is not UTF-8. */
  readonly found: readonly string[];
}

/**
 * Reads a text file: UTF-8, UTF-16 with its mark, or what `encoding` names (WHATWG labels: windows-1252, latin1, utf-16le).
 *
 * @throws UserError naming the file as the user did: it cannot be read, is a spreadsheet, or is no text of that encoding
 */
export function readTextFile(file: string, encoding?: string): TextFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UserError(refusedPath(error) ?? `This file cannot be read: ${messageOf(error)}.`, {
      place: file,
      remedy: 'Mend the path.',
    });
  }
  const start = bytes.toString('latin1', 0, 4);
  if (start === ZIP || start === OLD_OFFICE) {
    throw new UserError('This is a spreadsheet or an archive (.xlsx, .xls, .zip), not text.', {
      place: file,
      remedy: 'Save the sheet as CSV (UTF-8), and name that file.',
    });
  }
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  const label = encoding ?? marked ?? 'utf-8';
  const text = decoded(bytes, label, file);
  return { text, found: label === 'utf-8' ? [] : [`the encoding is ${label}`] };
}

function decoded(bytes: Buffer, label: string, file: string): string {
  let decode: (bytes: Buffer) => string;
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    decode = (part) => decoder.decode(part);
  } catch {
    throw new UserError(`'${label}' is no encoding that is known.`, {
      place: file,
      remedy: 'Use utf-8, windows-1252, latin1, utf-16le or another label of the WHATWG Encoding Standard.',
    });
  }
  try {
    return decode(bytes);
  } catch {
    throw new UserError(`This file is not ${label.toUpperCase()}.`, {
      place: `${file}:${lineOfBadByte(bytes, label)}`,
      remedy:
        'Save it as UTF-8, or name its encoding: --encoding windows-1252 (older Excel and R on Windows).',
    });
  }
}

/** The first line that cannot be decoded by itself. */
function lineOfBadByte(bytes: Buffer, label: string): number {
  let from = 0;
  for (let line = 1; from <= bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from);
    const part = bytes.subarray(from, end < 0 ? bytes.length : end);
    try {
      new TextDecoder(label, { fatal: true }).decode(part);
    } catch {
      return line;
    }
    if (end < 0) break;
    from = end + 1;
  }
  return 1;
}
