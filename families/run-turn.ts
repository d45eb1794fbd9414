/** A program's result as a turn of a conversation. */
import { duration } from '../domain/figures.ts';
import type { ProgramRun } from '../domain/program.ts';
import type { Turn } from '../reports/conversation.ts';
import { cutText } from '../reports/text.ts';
import type { Exchange } from './family.ts';

/** @param longest characters of its output at most */
export function runTurn(
  { result, environment }: Extract<Exchange, { kind: 'program' }>,
  longest: number,
): Turn {
  const { run, durationMs } = result;
  const output =
    run.status === 'ended' ? [run.stdout, run.stderr].filter((text) => text !== '').join('\n') : '';
  const { text, left } = cutText(output, longest);
  const took = durationMs < 1000 ? `${durationMs} ms` : duration(durationMs);
  const more = left > 0 ? `; ${left} more characters are not here` : '';
  return {
    role: 'sandbox',
    text,
    note: `Python ${environment.version}, ${endOf(run)}, ${took}${more}`,
  };
}

/** How a program ended, in words. */
export function endOf(run: ProgramRun): string {
  switch (run.status) {
    case 'ended':
      return run.truncated ? `exit code ${run.exitCode}, output cut` : `exit code ${run.exitCode}`;
    case 'timed-out':
      return 'out of time';
    case 'out-of-memory':
      return 'out of memory';
    case 'killed':
      return `ended by ${run.signal}`;
  }
}
