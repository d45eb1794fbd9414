/** What cannot be undone is done after a yes. */
import { createInterface } from 'node:readline/promises';
import { UserError } from '../../domain/errors.ts';

/** @throws UserError where nobody says yes: at a terminal it is asked, elsewhere only the flag counts */
export async function agree(question: string, yes: boolean | undefined): Promise<void> {
  if (yes === true) return;
  const refused = new UserError('Nothing was changed: it was not agreed to.', {
    remedy: 'Start the command with --yes if it is what you want.',
  });
  if (!process.stdin.isTTY) throw refused;
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if ((await dialogue.question(`${question} Type yes: `)).trim().toLowerCase() !== 'yes') throw refused;
  } finally {
    dialogue.close();
  }
}
