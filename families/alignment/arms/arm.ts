/** An arm, resolved: its respondents, its wordings, and everything checked that can be before a call is paid for. */
import { gather, UserError } from '../../../domain/errors.ts';
import { didYouMean } from '../../../domain/likely.ts';
import { listed } from '../../csv.ts';
import type { Item } from '../responses/items.ts';
import type { PeopleTable, ScoreMap } from '../responses/table.ts';
import type { ArmSpec, ModelSpec } from '../spec/arms.ts';
import type { AlignmentSpec } from '../spec/spec.ts';
import { checkVariables } from '../templates/fill.ts';
import type { Template, Wording } from '../templates/template.ts';
import { personasOf } from './personas.ts';
import { type Respondent, respondentsOf } from './respondents.ts';

export interface Arm {
  readonly spec: ArmSpec;
  readonly label: string;
  readonly template: Template;
  /** The paraphrases that are asked. */
  readonly wordings: readonly Wording[];
  readonly respondents: readonly Respondent[];
}

/** What all arms of a study share. */
export interface ArmContext {
  readonly spec: AlignmentSpec;
  readonly people: PeopleTable;
  readonly items: readonly Item[];
  readonly templates: readonly Template[];
}

/** Variables that a wording may use, beside `persona`. */
const ITEM_VARIABLES = ['item', 'options', 'format', 'who', 'scored'] as const;

/** @throws UserError whose place is the path in the spec (`arms.1.template`) */
export function resolveArm(arm: ArmSpec, index: number, context: ArmContext): Arm {
  const place = `arms.${index}`;
  const [models, personas] = gather([
    () =>
      gather(arm.models.map((name, m) => () => findModel(name, context.spec.models, `${place}.models.${m}`))),
    () => personasOf(arm.respondents, context.people, { seed: context.spec.seed, arm: arm.name, place }),
  ]);
  const template = context.templates.find((candidate) => candidate.name === arm.template);
  if (template === undefined) {
    const names = context.templates.map(({ name }) => name);
    throw new UserError(`there is no template '${arm.template}'${didYouMean(arm.template, names)}`, {
      place: `${place}.template`,
      remedy: `Templates are ${listed(names)}.`,
    });
  }
  const wordings = wordingsOf(arm, template, place);
  checkAsking(arm, template, place);
  context.items.forEach((item) => checkItem(arm, item, context.spec.scores, place));
  checkRepeats(arm, models, place);
  return {
    spec: arm,
    label: arm.label ?? arm.name,
    template,
    wordings,
    respondents: respondentsOf(arm, models, personas),
  };
}

function findModel(name: string, models: readonly ModelSpec[], place: string): ModelSpec {
  const model = models.find((candidate) => candidate.name === name);
  if (model !== undefined) return model;
  const names = models.map((one) => one.name);
  throw new UserError(`there is no model '${name}'${didYouMean(name, names)}`, {
    place,
    remedy: names.length > 0 ? `Models are ${listed(names)}.` : 'List it under `models`.',
  });
}

function wordingsOf(arm: ArmSpec, template: Template, place: string): Wording[] {
  const person = arm.respondents.kind === 'none' ? 'none' : template.name === 'share' ? 'third' : arm.person;
  const fitting = template.wordings.filter((wording) => wording.person === person);
  if (fitting.length < arm.paraphrases) {
    throw new UserError(
      `the template '${template.name}' has ${fitting.length} wordings for person '${person}', not ${arm.paraphrases}`,
      {
        place: `${place}.${fitting.length === 0 ? 'template' : 'paraphrases'}`,
        remedy: 'Ask for fewer paraphrases, or bring a template file with more wordings.',
      },
    );
  }
  const known = person === 'none' ? ITEM_VARIABLES : ['persona', ...ITEM_VARIABLES];
  const wordings = fitting.slice(0, arm.paraphrases);
  for (const wording of wordings) {
    const text = `${wording.system ?? ''}\n${wording.user}`;
    checkVariables(text, known, { place: `${place}.template`, what: `the template '${template.name}'` });
    if (!text.includes('{item}')) {
      throw new UserError(`the template '${template.name}' never asks the item`, {
        place: `${place}.template`,
        remedy: 'Put {item} where the item belongs.',
      });
    }
  }
  return wordings;
}

function checkAsking(arm: ArmSpec, template: Template, place: string): void {
  const { ask } = arm;
  const refuse = (message: string, field: string, remedy: string): never => {
    throw new UserError(message, { place: `${place}.${field}`, remedy });
  };
  if (template.explains && (ask.mode !== 'text' || ask.parser !== 'brackets')) {
    refuse(
      `with the template '${template.name}' the answer comes after an explanation`,
      'ask',
      'Ask with mode text and the parser brackets, and with maxTokens of 300 or so.',
    );
  }
  if (arm.memory !== undefined && ask.mode === 'options') {
    refuse('memory needs answers that were given', 'memory', 'Ask with mode text, or leave memory out.');
  }
  if (
    arm.question === 'share' &&
    (ask.mode !== 'text' || (ask.parser !== 'number' && ask.parser !== 'brackets'))
  ) {
    refuse('a share is a number', 'ask', 'Ask with mode text and the parser number or brackets.');
  }
}

function checkItem(arm: ArmSpec, item: Item, scores: ScoreMap | undefined, place: string): void {
  const { ask } = arm;
  const options = item.options.length;
  if (arm.question === 'answer') {
    const unscored =
      item.key !== null ? undefined : item.options.find((option) => !Object.hasOwn(scores ?? {}, option));
    if (unscored !== undefined || (options === 0 && item.key === null)) {
      throw new UserError(`nothing says how '${unscored ?? 'an answer'}' to the item '${item.id}' scores`, {
        place: 'scores',
        remedy: 'Add the choice to `scores`, or give the item a key.',
      });
    }
  }
  const needsOptions = ask.mode === 'options' || ask.parser === 'letter' || ask.parser === 'yes-no';
  if (needsOptions && options === 0) {
    throw new UserError(`the item '${item.id}' has no options to choose from`, {
      place: `${place}.ask`,
      remedy: 'List options in the item file or under items.options, or use the parser number or brackets.',
    });
  }
  if (ask.mode === 'text' && ask.parser === 'yes-no') {
    const lower = item.options.map((option) => option.toLowerCase());
    if (options !== 2 || !lower.includes('yes') || !lower.includes('no')) {
      throw new UserError(`the options of '${item.id}' are not yes and no`, {
        place: `${place}.ask.parser`,
        remedy: 'Use the parser letter.',
      });
    }
  }
  if (ask.rotations > Math.max(1, options)) {
    throw new UserError(`${ask.rotations} orders of the ${options} options of '${item.id}'`, {
      place: `${place}.ask.rotations`,
      remedy: `There are at most ${Math.max(1, options)}.`,
    });
  }
  if (options > 26) {
    throw new UserError(`the item '${item.id}' has more than 26 options`, {
      place: `${place}.ask`,
      remedy: 'Use fewer.',
    });
  }
}

/** Greedy or exact answers again are the same answers again, and no respondents. */
function checkRepeats(arm: ArmSpec, models: readonly ModelSpec[], place: string): void {
  if (arm.repeats === 1) return;
  const still = arm.ask.mode === 'options' || models.some((model) => model.temperatures.includes(0));
  if (!still) return;
  throw new UserError(`repeats of answers that are always the same are no respondents`, {
    place: `${place}.repeats`,
    remedy:
      arm.ask.mode === 'options'
        ? 'Option probabilities are exact: leave repeats out.'
        : 'Use temperatures above 0.',
  });
}
