/** Texts in the files of a home: where they stand, and lines of logs without them. */
import { closeSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { mentions } from '../../domain/mentions.ts';
import { filesUnder } from './files-under.ts';

const CHUNK = 1 << 24;

/**
 * Files in which one of the words stands, read as bytes: databases and their free pages too. A word that ends in a digit
 * is not found where another digit follows, for that is another number.
 */
export function filesWith(folder: string, words: readonly string[]): string[] {
  const patterns = words.filter((word) => word !== '').map(bytesOf);
  return filesUnder(folder).filter((path) => holds(path, patterns));
}

function bytesOf(word: string): string {
  return Buffer.from(word, 'utf8').toString('latin1');
}

function holds(path: string, patterns: readonly string[]): boolean {
  const overlap = Math.max(1, ...patterns.map(({ length }) => length + 1));
  const buffer = Buffer.alloc(CHUNK);
  const file = openSync(path, 'r');
  try {
    let before = '';
    for (;;) {
      const read = readSync(file, buffer, 0, CHUNK, null);
      if (read === 0) return false;
      const text = before + buffer.toString('latin1', 0, read);
      if (patterns.some((pattern) => stands(text, pattern))) return true;
      before = text.slice(-overlap);
    }
  } finally {
    closeSync(file);
  }
}

function stands(text: string, pattern: string): boolean {
  const isNumber = /\d$/.test(pattern);
  for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + 1))
    if (!isNumber || !/\d/.test(text.charAt(at + pattern.length))) return true;
  return false;
}

/** Takes out of each file the lines that mention one of the words. Nobody may be writing them. @returns lines that went */
export function dropLines(folder: string, words: readonly string[]): number {
  let dropped = 0;
  for (const path of filesWith(folder, words)) {
    const lines = readFileSync(path, 'utf8').split('\n');
    const left = lines.filter((line) => !mentions(line, words));
    dropped += lines.length - left.length;
    writeFileSync(`${path}.part`, left.join('\n'), { mode: 0o600 });
    renameSync(`${path}.part`, path);
  }
  return dropped;
}
