/** The scripted expert: what it predicts of whom after which worksheet, told by texts that its prompts hold. */
import type { Inputs } from '../../families/family.ts';
import { CONDITIONS } from '../../families/worksheets/sheets/conditions.ts';
import { type WorksheetsSpec, specSchema } from '../../families/worksheets/spec.ts';
import { openWorksheets, type WorksheetStudy } from '../../families/worksheets/study.ts';
import type { ScriptSource } from '../../services/inference/scripted/script.ts';

export const MODEL = 'planted-expert';
const SEED = 2403;
/** Points around the planted one, and how probable each is; the last answer holds no number and is asked for again. */
const NOISE = [
  { off: -6, probability: 0.16 },
  { off: -3, probability: 0.22 },
  { off: 0, probability: 0.22 },
  { off: 3, probability: 0.22 },
  { off: 6, probability: 0.16 },
] as const;
const MUMBLED = { text: 'That is hard to say of this student.', probability: 0.02 };

/** Levels above the lowest, both skills together. */
const known = ([first, second]: readonly [number, number]): number => first + second - 2;

/** What is planted: practice 20 to 84 by what is known; worked examples 22 points more, and 4 fewer for each level. */
export const PLANTED = {
  practice: (persona: readonly [number, number]): number => 20 + 8 * known(persona),
  worked: (persona: readonly [number, number]): number => PLANTED.practice(persona) + 22 - 4 * known(persona),
  nothing: (persona: readonly [number, number]): number => Math.max(2, PLANTED.worked(persona) - 18),
} as const;

type Rule = NonNullable<ScriptSource['rules']>[number];

export function scriptOf({
  raw,
  inputs,
}: {
  readonly raw: object;
  readonly inputs: ReadonlyMap<string, { readonly text: string }>;
}): ScriptSource {
  const spec = specSchema.parse(raw);
  const texts: Inputs = new Map([...inputs].map(([name, { text }]) => [name, text]));
  const study = openWorksheets(spec, texts);
  return {
    seed: SEED,
    models: [MODEL],
    rules: study.personas.flatMap((persona) => rulesOf(spec, study, persona)),
  };
}

function rulesOf(spec: WorksheetsSpec, study: WorksheetStudy, persona: readonly [number, number]): Rule[] {
  const skills = spec.persona.skills.map((skill, index) => `- ${skill}: ${persona[index] ?? 0}`);
  const rule = (marks: readonly string[], points: number): Rule => ({
    when: { includes: [...skills, ...marks] },
    reply: { kind: 'choice', options: [...NOISE.map((noise) => optionOf(points, noise)), MUMBLED] },
  });
  const wrong = study.materials.map(({ name }) => [
    // What a wrong sheet holds and a right one does not.
    ...firstDifference(
      study.worksheet({ material: name, variant: 'wrong' }),
      study.worksheet({ material: name, variant: 'worked' }),
    ),
  ]);
  return [
    rule(
      [study.worksheet({ material: spec.materials.sets[0] ?? '', variant: 'empty' })],
      PLANTED.nothing(persona),
    ),
    rule(['Read this text about tides.'], PLANTED.nothing(persona)),
    ...wrong.map((marks) => rule(marks, PLANTED.nothing(persona))),
    ...CONDITIONS['expertise-reversal'].map(({ name, format }) =>
      rule(
        [study.worksheet({ material: spec.materials.sets[0] ?? '', variant: name }).split('\n', 1)[0] ?? ''],
        format === 'practice' ? PLANTED.practice(persona) : PLANTED.worked(persona),
      ),
    ),
  ];
}

function optionOf(
  points: number,
  { off, probability }: (typeof NOISE)[number],
): { text: string; probability: number } {
  const value = Math.max(0, Math.min(100, points + off));
  return { text: `The worksheet was read with this student in mind. [${value}]`, probability };
}

/** The first line that stands in one text and not in the other, with the line before it. */
function firstDifference(one: string, other: string): string[] {
  const lines = one.split('\n');
  const rest = new Set(other.split('\n'));
  const at = lines.findIndex((line) => !rest.has(line));
  if (at < 1) throw new RangeError('the sheets are the same');
  return [lines.slice(at - 1, at + 1).join('\n')];
}
