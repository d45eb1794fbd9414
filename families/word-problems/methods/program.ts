/**
 * The model writes a program, and the program's output is the answer: program-aided language models (PAL, arXiv
 * 2211.10435), the strongest baseline of arXiv 2304.09102. Three worked examples in our own words. The program runs in
 * the sandbox only.
 */
import type { ChatMessage } from '../../../domain/completion.ts';
import { run, type Talk } from '../../../domain/dialogue.ts';
import type { ProgramRun, SandboxLimits } from '../../../domain/program.ts';
import type { Verdict } from '../outcome.ts';
import { chatOf } from '../prompts/messages.ts';
import { TASKS } from '../prompts/tasks.ts';
import { THREE_EXAMPLES } from '../prompts/three-examples.ts';
import type { MethodSpecOf } from '../spec.ts';
import { type Asked, cutShort, estimateOf, type Method, say, type Voice } from './method.ts';
import { printedAnswers } from './read-answers.ts';

/** Enough for a word problem many times over; small enough that a few at once do not fill a laptop. Frozen: keys hash it. */
const LIMITS: SandboxLimits = { wallSeconds: 10, memoryMiB: 256, processes: 8, outputBytes: 64 * 1024 };

export function program(spec: MethodSpecOf<'program'>, voice: Voice): Method {
  const { name, kind, label = name } = spec;
  return {
    ...{ name, kind, label },
    modelName: voice.modelName,
    models: [voice.model],
    tools: [],
    programs: true,
    samples: voice.temperature > 0,
    callsAtMost: 1,
    fits: () => true,
    solve: (asked) => programTalk(voice, programChat(asked.problem.question), asked),
    estimate: ({ problem }) => [estimateOf(voice, programChat(problem.question), { atLeast: 1, atMost: 1 })],
  };
}

export function programChat(question: string): ChatMessage[] {
  const examples = THREE_EXAMPLES.map((example) => ({
    question: example.question,
    shown: fenced(example.program),
  }));
  return chatOf(TASKS.program, examples, question);
}

export function* programTalk(
  voice: Voice,
  messages: readonly ChatMessage[],
  asked: Asked,
  sample = 0,
): Talk<Verdict> {
  const completion = yield* say(voice, messages, asked, sample);
  const short = cutShort(completion, (text) => blocksOf(text).closed.some(prints));
  if (short !== undefined) return short;
  const written = programOf(completion.text);
  if (written === undefined) {
    return { status: 'no-answer', answers: [], message: 'There is no program.', written: completion.text };
  }
  const ran = yield* run({ language: 'python', program: written, limits: LIMITS });
  return { ...verdictOf(ran), written };
}

function verdictOf(ran: ProgramRun): Verdict {
  switch (ran.status) {
    case 'timed-out':
      return { status: 'program-timed-out', answers: [] };
    case 'out-of-memory':
      return { status: 'program-out-of-memory', answers: [] };
    case 'killed':
      return { status: 'program-crashed', answers: [], message: `It was ended by ${ran.signal}.` };
    case 'ended': {
      if (ran.exitCode !== 0) {
        return { status: 'program-crashed', answers: [], message: lastLine(ran.stderr) };
      }
      return printedAnswers(ran.stdout);
    }
  }
}

/**
 * The last block that prints: what comes before it is a draft, and a block after it that prints nothing shows its
 * output. Without any block, a text that prints is taken for the program.
 */
function programOf(text: string): string | undefined {
  const { closed, open } = blocksOf(text);
  const blocks = open === undefined ? closed : [...closed, open];
  return blocks.findLast(prints) ?? blocks.at(-1) ?? (prints(text) ? text : undefined);
}

function prints(code: string): boolean {
  return code.includes('print(');
}

/** The fenced blocks, and what stands in one that was never closed. */
function blocksOf(text: string): { readonly closed: readonly string[]; readonly open: string | undefined } {
  const parts = text.split(/^[ \t]*```.*$/m);
  const inside = parts.filter((_, index) => index % 2 === 1);
  return parts.length % 2 === 1
    ? { closed: inside, open: undefined }
    : { closed: inside.slice(0, -1), open: inside.at(-1) };
}

function fenced(code: string): string {
  return `\`\`\`python\n${code}\n\`\`\``;
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
