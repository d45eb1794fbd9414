/** The code that decides an experiment's questions and readings: which files, with which bytes, and how two differ. */
import type { Sha256 } from './experiment.ts';

export interface Code {
  /** SHA-256 of the files' names and hashes. */
  readonly hash: Sha256;
  /** The SHA-256 of each file by its path in the repository. */
  readonly files: Readonly<Record<string, Sha256>>;
}

/** A code that an experiment goes by, or went by until a later one was accepted. */
export interface AcceptedCode extends Code {
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A worker has another code than the experiment goes by: it leaves the experiment alone. */
export class OtherCode extends Error {
  override readonly name = 'OtherCode';

  constructor(inForce: Code, here: Code) {
    super(differences(inForce, here));
  }
}

/** Names in one line are for a person: more of them help nobody. */
const MOST_NAMED = 10;

/** The files that differ, in words: `families/f/prompt.ts differs, methods/m.ts is new`. */
export function differences(before: Code, after: Code): string {
  const names = [...new Set([...Object.keys(before.files), ...Object.keys(after.files)])].sort();
  const said = names.flatMap((name) => {
    const [a, b] = [before.files[name], after.files[name]];
    if (a === b) return [];
    return [`${name} ${a === undefined ? 'is new' : b === undefined ? 'is not there' : 'differs'}`];
  });
  const rest = said.length - MOST_NAMED;
  return rest > 0 ? `${said.slice(0, MOST_NAMED).join(', ')}, and ${rest} more` : said.join(', ');
}
