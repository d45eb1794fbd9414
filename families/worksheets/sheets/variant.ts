/** The text of a worksheet under a condition or a control. */
import { UserError } from '../../../domain/errors.ts';
import { randomStream, shuffled } from '../../../domain/seeds.ts';
import { answerNumeral } from '../materials/check.ts';
import type { Material, Problem } from '../materials/material.ts';
import type { ControlName } from '../spec.ts';
import { baseOf, type Condition, conditionNamed, type Effect, isControl, paddedTo } from './conditions.ts';
import { isSolved, layOut, wordsIn } from './layout.ts';
import { EMPTY_PAGE, NEUTRAL_SENTENCES, OFF_TOPIC } from './texts.ts';

/**
 * @param variant a condition's name or a control's
 * @param seed of the order in which `shuffled` has the problems, and of the numbers that `wrong` puts in
 * @throws UserError where the material lacks what the variant needs
 */
export function worksheet(effect: Effect, material: Material, variant: string, seed: number): string {
  if (isControl(variant)) return controlSheet(effect, material, variant, seed);
  return sheetOf(requireCondition(effect, variant), material);
}

function controlSheet(effect: Effect, material: Material, control: ControlName, seed: number): string {
  const base = requireCondition(effect, baseOf(effect, control));
  const problems = base.problems(material);
  switch (control) {
    case 'paraphrase':
      return layOut(problems.map(inOtherWords), base.format);
    case 'shuffled':
      return layOut(inAnotherOrder(problems, base, material, seed), base.format);
    case 'padding':
      return padded(
        sheetOf(base, material),
        wordsIn(sheetOf(requireCondition(effect, paddedTo(effect)), material)),
      );
    case 'empty':
      return EMPTY_PAGE;
    case 'off-topic':
      return OFF_TOPIC;
    case 'wrong':
      return layOut(
        problems.map((problem, index) =>
          isSolved(base.format, index) ? withWrongAnswer(problem, material, seed) : problem,
        ),
        base.format,
      );
  }
}

function requireCondition(effect: Effect, name: string): Condition {
  const condition = conditionNamed(effect, name);
  if (condition === undefined) throw new RangeError(`the effect ${effect} has no condition ${name}`);
  return condition;
}

function sheetOf(condition: Condition, material: Material): string {
  return layOut(condition.problems(material), condition.format);
}

function inOtherWords(problem: Problem): Problem {
  if (problem.paraphrase !== null) return { ...problem, question: problem.paraphrase };
  throw new UserError(
    `the problem '${problem.name}' has no paraphrase, which the control 'paraphrase' needs`,
    {
      place: problem.place,
      remedy: "Write one under '### Paraphrase', or leave 'paraphrase' out of controls.run.",
    },
  );
}

/** What belongs together stays together: an example with the problem that follows it. */
function inAnotherOrder(
  problems: readonly Problem[],
  { format }: Condition,
  material: Material,
  seed: number,
): readonly Problem[] {
  const size = format === 'pairs' ? 2 : 1;
  const units = Array.from({ length: Math.ceil(problems.length / size) }, (_, unit) =>
    problems.slice(unit * size, (unit + 1) * size),
  );
  if (units.length < 2) {
    throw new UserError(`the material '${material.name}' has one example only, and no other order`, {
      place: 'controls.run',
      remedy: "Leave 'shuffled' out, or add problems.",
    });
  }
  const order = shuffled(randomStream(seed, 'shuffled worksheet', material.name), units);
  const isSame = order.every((unit, index) => unit === units[index]);
  return (isSame ? [...order.slice(1), ...order.slice(0, 1)] : order).flat();
}

/** Sentences that teach nothing, until the sheet has so many words. */
function padded(text: string, words: number): string {
  const added: string[] = [];
  for (let have = wordsIn(text); have < words;) {
    const sentence = NEUTRAL_SENTENCES[added.length % NEUTRAL_SENTENCES.length] ?? '';
    added.push(sentence);
    have += wordsIn(sentence);
  }
  return added.length === 0 ? text : `${text}\n\n${added.join(' ')}`;
}

/** Wherever the answer stands in the solution there stands another number. */
function withWrongAnswer(problem: Problem, material: Material, seed: number): Problem {
  const numeral = answerNumeral(problem);
  if (numeral === null || problem.solution === null) {
    throw new UserError(
      `the solution of '${problem.name}' states no answer that the control 'wrong' could change`,
      {
        place: problem.place,
        remedy: "End it with a line 'Answer: ' and a number, or leave 'wrong' out of controls.run.",
      },
    );
  }
  const decimals = numeral.split('.')[1]?.length ?? 0;
  const off = 3 + randomStream(seed, 'wrong answer', material.name, problem.name).integer(7);
  const wrong = (Number(numeral.replaceAll(',', '')) + off).toFixed(decimals);
  const whole = new RegExp(`(?<![\\d.,])${numeral.replaceAll('.', '\\.')}(?!\\d|[.,]\\d)`, 'g');
  return { ...problem, solution: problem.solution.replace(whole, wrong) };
}
