/** JSON written piece by piece: one string of a large study is longer than a string can be. */
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

/** Characters that are gathered before they are written. */
const CHUNK = 1 << 20;

/** A member's value, or a list that is written a line an entry. */
export type Member =
  { readonly value: unknown } | { readonly each: Iterable<unknown> | AsyncIterable<unknown> };

/** Writes one JSON object: a line a member, and a line an entry of a list. The file is there whole or not at all. */
export async function writeJsonFile(file: string, members: Readonly<Record<string, Member>>): Promise<void> {
  const descriptor = openSync(`${file}.part`, 'w');
  let gathered = '';
  const write = (text: string): void => {
    gathered += text;
    if (gathered.length < CHUNK) return;
    writeWhole(descriptor, gathered);
    gathered = '';
  };
  try {
    let between = '{\n';
    for (const [name, member] of Object.entries(members)) {
      write(`${between} ${JSON.stringify(name)}: `);
      between = ',\n';
      if ('each' in member) await writeList(write, member.each);
      else write(JSON.stringify(member.value) ?? 'null');
    }
    write(between === '{\n' ? '{}\n' : '\n}\n');
    writeWhole(descriptor, gathered);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${file}.part`, file);
}

async function writeList(
  write: (text: string) => void,
  entries: Iterable<unknown> | AsyncIterable<unknown>,
): Promise<void> {
  let between = '[\n';
  for await (const entry of entries) {
    write(`${between}  ${JSON.stringify(entry) ?? 'null'}`);
    between = ',\n';
  }
  write(between === '[\n' ? '[]' : '\n ]');
}

/** One call may write less than it is given. */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let from = 0; from < bytes.length;) from += writeSync(descriptor, bytes, from);
}
