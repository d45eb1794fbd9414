/** `holdfast models list` and `models pull NAME`: embedded models beside the built-in one. */
import { createInterface } from 'node:readline/promises';
import { UserError } from '../../domain/errors.ts';
import { builtInWeights } from '../../services/inference/llama/weights.ts';
import { CATALOGUE, fileOf, isPulled, type CatalogueModel } from '../../services/models/catalogue.ts';
import { pullModel } from '../../services/models/pull.ts';
import { columns, print, printJson, say } from '../cli/output.ts';

export async function modelsList(options: { readonly json?: boolean }): Promise<void> {
  const rows = [
    { endpoint: 'local', model: 'SmolLM2-135M-Instruct', licence: 'Apache-2.0', file: builtInFile() },
    ...CATALOGUE.map((entry) => ({
      endpoint: entry.name,
      model: entry.model,
      licence: entry.licence.name,
      file: isPulled(entry) ? fileOf(entry) : null,
    })),
  ];
  if (options.json) return printJson(rows);
  print(
    columns([
      ['ENDPOINT', 'MODEL', 'LICENCE', 'WEIGHTS'],
      ...rows.map(({ endpoint, model, licence, file }) => [
        ...[endpoint, model, licence],
        file ??
          (endpoint === 'local'
            ? 'not there: npm run setup'
            : `not here: ./holdfast models pull ${endpoint}`),
      ]),
    ]),
  );
}

export async function modelsPull(
  name: string,
  options: { readonly acceptLicence?: boolean; readonly json?: boolean },
): Promise<void> {
  const model = CATALOGUE.find((known) => known.name === name);
  if (model === undefined) {
    throw new UserError(`'${name}' is no model that is known here.`, {
      remedy: `There are: ${CATALOGUE.map((known) => known.name).join(', ')}. Other GGUF files: docs/how-to/endpoints.md.`,
    });
  }
  if (!isPulled(model)) await askForLicence(model, options.acceptLicence ?? false);
  const { file, state } = await pullModel(model);
  if (options.json) return printJson({ name, model: model.model, file, state, sha256: model.sha256 });
  print(file);
  say(
    `${state === 'there' ? 'was there already' : 'fetched, checksum as pinned'}. In a spec: ` +
      `{ name: ${name}, endpoint: ${name}, model: ${model.model} }. A running ./holdfast up sees it after a restart.`,
  );
}

/** @throws UserError where it is not agreed to */
async function askForLicence(model: CatalogueModel, accepted: boolean): Promise<void> {
  const { licence } = model;
  say(`${model.title}, ${Math.round(model.bytes / 1e6)} MB.`);
  say(`Licence: ${licence.name}, ${licence.address}`);
  say(licence.terms);
  if (accepted) return;
  const refused = new UserError(`${model.name} is not pulled: its licence was not agreed to.`, {
    remedy: `Read it, and start the command with --accept-licence if you agree.`,
  });
  if (!process.stdin.isTTY) throw refused;
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if ((await dialogue.question('Do you agree to it? Type yes: ')).trim().toLowerCase() !== 'yes')
      throw refused;
  } finally {
    dialogue.close();
  }
}

function builtInFile(): string | null {
  try {
    return builtInWeights();
  } catch {
    return null;
  }
}
