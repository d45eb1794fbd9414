/** What is answered to those who ask for a program: mostly a good one. */
import { randomStream } from '../../domain/seeds.ts';
import type { ScriptSource } from '../../services/inference/scripted/script.ts';
import type { AnsweredProblem } from './source.ts';

type Reply = NonNullable<ScriptSource['rules']>[number]['reply'];

/** One of each way in which a program fails, in problems of different sections. */
const FAILURES: Readonly<Record<string, string>> = {
  furniture: 'chairs = 24 * 37.50\ntables = 6 * 112\nprint(chairs + table)',
  niece: 'niece = 1\nwhile 3 * niece + 12 != 3 * (niece + 12):\n    niece = niece + 1\nprint(3 * niece)',
  jar: 'coins = [0] * 10 ** 12\nprint(len(coins))',
  detour: 'way = 2.4 * 75\nhours = way / 90',
  acid: 'print(30 * (25 - 15) / (40 - 25 - 15))',
};

/** Wrong in one number. */
const SLIP = 0.1;

export function programSaid({ id, ours }: AnsweredProblem, seed: number): Reply {
  const failure = FAILURES[id];
  if (failure !== undefined) return { kind: 'text', text: fenced(failure) };
  if (id === 'ladder') return { kind: 'text', text: ours.chain };
  const stream = randomStream(seed, 'program', id);
  const code = stream.uniform() < SLIP ? ours.program.replace(/\d+/, (digits) => `${digits}0`) : ours.program;
  return { kind: 'text', text: fenced(code) };
}

function fenced(code: string): string {
  return `\`\`\`python\n${code}\n\`\`\``;
}
