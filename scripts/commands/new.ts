/** `holdfast new RESPONSES --items ITEMS`: writes the spec of a study of people's answers, for its author to go on with. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline/promises';
import { Fault, UserError } from '../../domain/errors.ts';
import { SLUG } from '../../domain/experiment.ts';
import type { Drafting } from '../../families/drafting.ts';
import { families } from '../../families/index.ts';
import { print, printJson, say } from '../cli/output.ts';
import { readSpec } from '../cli/spec-file.ts';
import { readTextFile } from '../cli/text-file.ts';

export interface NewOptions {
  readonly items: string;
  readonly name?: string;
  readonly out?: string;
  readonly covariates?: string;
  readonly options?: string;
  readonly missing?: string;
  readonly endpoint?: string;
  readonly model?: string;
  readonly json?: boolean;
  /** An entry of the population card. */
  readonly [entry: string]: string | boolean | undefined;
}

export async function newStudy(responses: string, options: NewOptions): Promise<void> {
  const dialogue = dialogueOf(options);
  try {
    await write(responses, options, dialogue);
  } finally {
    dialogue?.close();
  }
}

async function write(responses: string, options: NewOptions, dialogue: Interface | undefined): Promise<void> {
  const drafting = draftingOf();
  const [people, items] = [responses, options.items].map((file) => ({ file, text: readTextFile(file).text }));
  if (people === undefined || items === undefined) return;
  const told = {
    covariates: listOf(options.covariates),
    options: listOf(options.options),
    missing: listOf(options.missing),
  };
  const draft = await orAsked(dialogue, (asked) => drafting.draft(people, items, { ...told, ...asked }));
  const name = options.name ?? (await question(dialogue, 'Name of the study', slugOf(responses)));
  if (!SLUG.test(name)) {
    throw new UserError(`'${name}' is no name of a study.`, {
      place: '--name',
      remedy: 'A name is made of a to z, 0 to 9 and -, and begins with a letter or digit.',
    });
  }
  const file = options.out ?? `${name}.yaml`;
  if (existsSync(file)) {
    throw new UserError('This is there already, and is not written over.', {
      place: file,
      remedy: 'Name another file: --out study.yaml',
    });
  }
  const card: Record<string, string> = {};
  for (const [entry, what] of Object.entries(drafting.card)) {
    const said = options[entry];
    const asked = entry === 'who' ? () => question(dialogue, `Who answered? ${what}`, '') : () => '';
    const text = typeof said === 'string' ? said : await asked();
    if (text !== '') card[entry] = text;
  }
  const at = (path: string): string => relative(dirname(resolve(file)), resolve(path));
  const { endpoint = 'local', model = 'SmolLM2-135M-Instruct' } = options;
  const head = { name, responses: at(responses), items: at(options.items), endpoint, model, card };
  writeFileSync(file, draft.text(head), { flag: 'wx' });
  const spec = readOrTakeBack(file);
  const { assumed, leftOut } = draft;
  if (options.json === true) {
    printJson({ file, id: spec.id(), assumed, leftOut, notices: spec.study.notices ?? [] });
    return;
  }
  print(file);
  for (const what of assumed) say(`taken for granted: ${what}`);
  if (leftOut.length > 0) say(`left out: ${leftOut.join(', ')} (--covariates says what describes people)`);
  say(`Fill in what says FILL IN, look at the arms, then: ./holdfast plan ${file}`);
}

/** What cannot be planned is not left behind, where it would be in the way of the next try. */
function readOrTakeBack(file: string): ReturnType<typeof readSpec> {
  try {
    return readSpec(file);
  } catch (error) {
    rmSync(file);
    throw error;
  }
}

/** Of the one family whose studies are made of responses and items. */
function draftingOf(): Drafting {
  const drafting = families.find((family) => family.drafting !== undefined)?.drafting;
  if (drafting === undefined) throw new Fault('no family makes a spec out of files');
  return drafting;
}

/** Asks for the order of the options where only the user knows it, and somebody is there to ask. */
async function orAsked<T>(
  dialogue: Interface | undefined,
  read: (asked: { readonly options?: readonly string[] }) => T,
): Promise<T> {
  try {
    return read({});
  } catch (error) {
    if (dialogue === undefined || !(error instanceof UserError) || error.place !== undefined) throw error;
    say(error.describe());
    const options = listOf(
      await question(dialogue, 'Options in the order of the instrument, with commas', ''),
    );
    if (options === undefined || options.length === 0) throw error;
    return read({ options });
  }
}

function dialogueOf({ json }: NewOptions): Interface | undefined {
  if (json === true || !process.stdin.isTTY) return undefined;
  return createInterface({ input: process.stdin, output: process.stderr });
}

async function question(dialogue: Interface | undefined, text: string, otherwise: string): Promise<string> {
  if (dialogue === undefined) return otherwise;
  const shown = otherwise === '' ? ' (Enter: later)' : ` (Enter: ${otherwise})`;
  return (await dialogue.question(`${text}${shown}: `)).trim() || otherwise;
}

function listOf(text: string | undefined): string[] | undefined {
  return text
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function slugOf(file: string): string {
  const stem = basename(file).replace(/\.\w+$/, '');
  return (
    stem
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'study'
  );
}
