/** What commands print: results on stdout, talk on stderr, colour only for a person. */
import { messageOf, UserError } from '../../domain/errors.ts';

export function print(text: string): void {
  process.stdout.write(`${asCalled(text)}\n`);
}

/** Talk: progress, hints, warnings. */
export function say(text: string): void {
  process.stderr.write(`${asCalled(text)}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Commands in hints as the user has called this one: from another folder `./holdfast` is not there. */
function asCalled(text: string): string {
  const called = process.env['HOLDFAST_CALLED'];
  return called === undefined || called === '' ? text : text.replaceAll('./holdfast ', `${called} `);
}

const COLOURS = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

/** Colours a word where the stream is a terminal that can, and `NO_COLOR` is not set (no-color.org). */
export function colour(
  text: string,
  name: keyof typeof COLOURS,
  stream: NodeJS.WriteStream = process.stdout,
): string {
  const wanted = stream.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return wanted ? `\u001b[${COLOURS[name]}m${text}\u001b[0m` : text;
}

/** Rows in columns as wide as their widest cell; the last column is left ragged. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ''}`;
}

/**
 * Loads a command's body and runs it; a user's error is one message and exit code 2, a bug is a stack and exit code 1.
 */
export function guarded<Args extends unknown[]>(
  load: () => Promise<(...args: Args) => Promise<void>>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      const body = await load();
      await body(...args);
    } catch (error) {
      const told = error instanceof UserError ? error : (await import('./damage.ts')).ofDamage(error);
      if (told !== undefined) {
        for (const one of told.all) say(`${colour('error', 'red', process.stderr)}: ${one.describe()}`);
        process.exitCode = 2;
        return;
      }
      say(`${colour('error', 'red', process.stderr)}: ${messageOf(error)}`);
      if (process.env['HOLDFAST_DEBUG'] && error instanceof Error) say(error.stack ?? '');
      else say('  This looks like a bug of ours: set HOLDFAST_DEBUG=1 to see where.');
      process.exitCode = 1;
    }
  };
}
