/** The templates that a study may name: ours, and those that it brings. */
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import { answerOnly } from './answer-only.ts';
import { explainFirst } from './explain-first.ts';
import { plausibleError } from './plausible-error.ts';
import { share } from './share.ts';
import type { Template } from './template.ts';

export const BUILT_IN: readonly Template[] = [answerOnly, explainFirst, plausibleError, share];

const fileSchema = z.strictObject({
  summary: z.string().default(''),
  explains: z.boolean().default(false),
  wordings: z
    .array(
      z.strictObject({
        person: z.enum(['first', 'third', 'none']),
        system: z.string().optional(),
        user: z.string().min(1),
      }),
    )
    .min(1),
});

/**
 * Reads a template file (YAML): `wordings`, a list of `{person, system, user}`, and perhaps `explains` and `summary`.
 *
 * @throws UserError naming file and line
 */
export function readTemplate(name: string, text: string, file: string): Template {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new UserError(error.message.split('\n')[0] ?? 'not YAML', {
      place: `${file}:${error.linePos?.[0].line ?? 1}`,
      remedy: 'A template file is YAML with a list `wordings`.',
    });
  }
  const checked = fileSchema.safeParse(content);
  if (checked.success) return { name, ...checked.data };
  const issue = checked.error.issues[0];
  throw new UserError(issue?.message ?? 'no template', {
    place: `${file}, ${issue === undefined || issue.path.length === 0 ? 'wordings' : issue.path.join('.')}`,
    remedy: 'A template file has a list `wordings` of {person: first|third|none, system, user}.',
  });
}
