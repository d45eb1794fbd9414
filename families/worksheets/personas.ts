/** The personas that a spec states: every pair of levels; those of low and high prior knowledge; those of controls. */
import { UserError } from '../../domain/errors.ts';
import type { Persona } from '../../methods/instruction/scores.ts';
import type { WorksheetsSpec } from './spec.ts';

/** @throws UserError for levels that stand twice, for groups without a persona, and for personas that are none */
export function personasOf({ persona, controls }: WorksheetsSpec): {
  readonly personas: readonly Persona[];
  readonly controlPersonas: readonly Persona[];
} {
  const { levels, low, high } = persona;
  const repeated = levels.findIndex((level, index) => levels.indexOf(level) !== index);
  if (repeated >= 0) {
    throw new UserError(`the level ${levels[repeated] ?? ''} stands twice`, {
      place: `persona.levels.${repeated}`,
      remedy: 'Take it out.',
    });
  }
  for (const [place, group] of Object.entries({ low, high })) {
    if (group.some((level) => levels.includes(level))) continue;
    throw new UserError(`no persona has both skills among ${group.join(', ')}`, {
      place: `persona.${place}`,
      remedy: `Levels of this study: ${levels.join(', ')}.`,
    });
  }
  const both = low.find((level) => high.includes(level));
  if (both !== undefined) {
    throw new UserError(`the level ${both} is low and high`, {
      place: 'persona.high',
      remedy: 'A level belongs to one of them at most.',
    });
  }
  const personas = levels.flatMap((first) => levels.map((second): Persona => [first, second]));
  const stated = controls.personas ?? levels.map((level): Persona => [level, level]);
  const stranger = stated.findIndex((own) => !personas.some((other) => isSame(own, other)));
  if (stranger >= 0) {
    throw new UserError(`the levels ${stated[stranger]?.join(' and ') ?? ''} are those of no persona`, {
      place: `controls.personas.${stranger}`,
      remedy: `Levels of this study: ${levels.join(', ')}.`,
    });
  }
  return {
    personas,
    controlPersonas: personas.filter((own) => stated.some((other) => isSame(own, other))),
  };
}

/** Both skills are among these levels. */
export function hasLevels(levels: readonly number[]): (persona: Persona) => boolean {
  return ([first, second]) => levels.includes(first) && levels.includes(second);
}

function isSame(one: Persona, other: Persona): boolean {
  return one[0] === other[0] && one[1] === other[1];
}
