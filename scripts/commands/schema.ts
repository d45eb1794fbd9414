/** `holdfast schema [FAMILY]`: JSON Schema of a family's spec, for editors. */
import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { families, familyNamed } from '../../families/index.ts';
import { print } from '../cli/output.ts';

export async function schema(name: string | undefined): Promise<void> {
  if (name === undefined) {
    for (const family of families) print(`${family.name}  ${family.summary}`);
    return;
  }
  const family = familyNamed(name);
  if (family === undefined) {
    throw new UserError(`'${name}' is no family.`, {
      remedy: `Families: ${families.map((known) => known.name).join(', ')}.`,
    });
  }
  const described = z.toJSONSchema(family.schema, { io: 'input', unrepresentable: 'any' });
  print(
    JSON.stringify(
      { title: `Holdfast spec: ${family.name}`, description: family.summary, ...described },
      null,
      2,
    ),
  );
}
