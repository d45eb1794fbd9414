/** Commands as they say that they are. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../services/home/provenance.ts';

export interface CommandHelp {
  /** `irt fit`. */
  readonly name: string;
  readonly flags: ReadonlySet<string>;
  /** Positional arguments at least and at most. */
  readonly operands: readonly [number, number];
}

export interface Invocation {
  readonly command: CommandHelp;
  readonly flags: readonly string[];
}

/** The help of every command. */
export function readHelp(): ReadonlyMap<string, CommandHelp> {
  const { stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'tests/docs/print-help.ts')], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (stdout === '') throw new Error(stderr);
  const helps = JSON.parse(stdout) as Record<string, string>;
  return new Map(Object.entries(helps).map(([name, text]) => [name, readOne(name, text)]));
}

/**
 * Reads `./holdfast ...` as a shell would, as far as documents go.
 *
 * @throws Error for a command or flag that is not there, or too few or too many operands
 */
export function checkInvocation(line: string, helps: ReadonlyMap<string, CommandHelp>): Invocation {
  const words = wordsOf(line).slice(1);
  const command = helps.get(words.slice(0, 2).join(' ')) ?? helps.get(words[0] ?? '');
  if (command === undefined) throw new Error(`there is no command '${words.slice(0, 2).join(' ')}'`);
  const rest = words.slice(command.name.split(' ').length);
  const flags: string[] = [];
  let operands = 0;
  for (let i = 0; i < rest.length; i++) {
    const [flag = '', glued] = (rest[i] ?? '').split('=', 2);
    if (!flag.startsWith('--')) {
      operands++;
      continue;
    }
    if (flag === '--home') {
      if (glued === undefined) i++;
      continue;
    }
    if (!command.flags.has(flag)) throw new Error(`'${command.name}' has no ${flag}`);
    flags.push(flag);
    if (glued === undefined && command.flags.has(`${flag} <value>`)) i++;
  }
  const [least, most] = command.operands;
  if (operands < least || operands > most)
    throw new Error(`'${command.name}' takes ${least} to ${most} operands`);
  return { command, flags };
}

/** Flags as `--name`, and those that take a value as `--name <value>` too. */
function readOne(name: string, text: string): CommandHelp {
  const [own = ''] = text.split('\nGlobal Options:');
  const flags = [...own.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)( <)?/gm)].flatMap(([, flag = '', value]) =>
    value === undefined ? [flag] : [flag, `${flag} <value>`],
  );
  const usage = /^Usage: (.*)$/m.exec(text)?.[1] ?? '';
  const needed = usage.match(/<\w+>/g)?.length ?? 0;
  const optional = (usage.match(/\[\w+\]/g) ?? []).filter((word) => word !== '[options]').length;
  return { name, flags: new Set(flags), operands: [needed, needed + optional] };
}

function wordsOf(line: string): string[] {
  const [command = ''] = line.split(/\s(?:#|>|\|)\s?/);
  return (command.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
}
