/** Putting values where a text has braces. */
import { UserError } from '../../../domain/errors.ts';

const VARIABLE = /\{([^{}\n]+)\}/g;

/** The variables of a text, in order of appearance. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ''))];
}

/** The text with each variable's value in its place. A value is never searched for variables again. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    VARIABLE,
    (braces, name: string) => (Object.hasOwn(values, name) ? values[name] : undefined) ?? braces,
  );
}

/** @throws UserError where a variable of the text is none of the names that are filled */
export function checkVariables(
  text: string,
  known: readonly string[],
  where: { place: string; what: string },
): void {
  const unknown = variablesOf(text).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UserError(`nothing fills {${unknown}} in ${where.what}`, {
    place: where.place,
    remedy:
      known.length > 0
        ? `What can be filled: ${known.map((name) => `{${name}}`).join(', ')}.`
        : 'Take it out.',
  });
}
