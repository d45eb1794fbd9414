/** Configuration: flag > environment > `holdfast.toml` > default. Endpoints are named here; specs use the names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import type { Start } from '../../domain/experiment.ts';
import type { EndpointConfig } from '../../domain/endpoint.ts';
import { LIMITS, OMITTABLE, refusedExtra, type Manner } from '../../domain/manner.ts';
import { CATALOGUE, fileOf, isPulled } from '../models/catalogue.ts';
import { configFile } from './place.ts';
import { ROOT } from './provenance.ts';
import { tomlLine } from './toml-line.ts';

const priceSchema = z.strictObject({
  prompt_usd_per_million: z.number().min(0),
  completion_usd_per_million: z.number().min(0),
});

const servesSchema = z
  .string()
  .regex(/^[^@\s]+@[^@\s]+$/, 'NAME@REVISION: which weights it serves, and in which revision');

const mannerSchema = z.strictObject({
  serves: servesSchema.optional(),
  extra: z
    .record(z.string(), z.json())
    .superRefine((extra, context) => {
      for (const name of refusedExtra(extra))
        context.addIssue({ code: 'custom', path: [name], message: `'${name}' is sent by Holdfast itself` });
    })
    .optional(),
  limit: z.enum(LIMITS).optional(),
  omit: z.array(z.enum(OMITTABLE)).optional(),
  reasoning_tokens: z.int().min(0).optional(),
});

const endpointSchema = z.strictObject({
  kind: z.enum(['openai', 'llama', 'scripted']),
  address: z.url().optional(),
  key_variable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, 'the NAME of an environment variable, never the key itself')
    .optional(),
  weights: z.string().optional(),
  script: z.string().optional(),
  serves: servesSchema.optional(),
  answer_megabytes: z.number().positive().max(1024).default(4),
  prices: z.record(z.string(), priceSchema).default({}),
  models: z.record(z.string(), mannerSchema).default({}),
  start_concurrency: z.int().min(1).max(4096).optional(),
  max_concurrency: z.int().min(1).max(4096).optional(),
  timeout_seconds: z.number().positive().default(600),
  patience_seconds: z.number().positive().default(120),
});

const configSchema = z.strictObject({
  home: z.string().min(1).optional(),
  database_url: z.string().optional(),
  synchronous: z.enum(['NORMAL', 'FULL']).default('NORMAL'),
  snapshots: z.int().min(0).max(1000).default(3),
  llama_threads: z.int().min(1).optional(),
  probe_first_seconds: z.number().positive().default(60),
  probe_longest_seconds: z.number().positive().default(1800),
  endpoints: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/), endpointSchema).default({}),
});

export interface Config {
  /** The file that was read, or the folder where none is. */
  readonly place: string;
  /** PostgreSQL address; SQLite in the home where absent. */
  readonly databaseUrl: string | undefined;
  readonly synchronous: 'NORMAL' | 'FULL';
  /** Daily copies of the store's file that are kept; none is taken by itself where 0. */
  readonly snapshots: number;
  readonly llamaThreads: number;
  /** When a study that an endpoint holds up asks it again by itself. */
  readonly probe: NonNullable<Start['probe']>;
  readonly endpoints: ReadonlyMap<string, EndpointConfig>;
}

/** What a scripted endpoint answers that names no script. */
const DEMO_SCRIPT = join(ROOT, 'experiments', 'alignment', 'planted.json');
const EXAMPLES = join(ROOT, 'experiments');
const SCRIPTED = { kind: 'scripted', start_concurrency: 32, max_concurrency: 64 } as const;

/**
 * `local`: the embedded model; each model that `models pull` has brought, by its name; `scripted`: our own seeded server with the demo's planted population;
 * `scripted-FAMILY`: the same server with the family's `experiments/FAMILY/scripted.json`, where it has one.
 */
function builtIn(): Record<string, z.input<typeof endpointSchema>> {
  const ofFamilies = readdirSync(EXAMPLES)
    .map((family) => ({ family, script: join(EXAMPLES, family, 'scripted.json') }))
    .filter(({ script }) => existsSync(script))
    .map(({ family, script }) => [`scripted-${family}`, { ...SCRIPTED, script }] as const);
  return {
    local: { kind: 'llama', start_concurrency: 1, max_concurrency: 1 },
    ...Object.fromEntries(
      CATALOGUE.filter((model) => isPulled(model)).map((model) => [
        model.name,
        { kind: 'llama', weights: fileOf(model), start_concurrency: 1, max_concurrency: 1 },
      ]),
    ),
    scripted: SCRIPTED,
    ...Object.fromEntries(ofFamilies),
  };
}

/**
 * Reads `holdfast.toml` (`configFile` says which) and the environment.
 *
 * @throws UserError naming file and line
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const file = configFile(environment);
  const raw = existsSync(file) ? parseToml(file) : {};
  const parsed = configSchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...unknown];
    throw new UserError(`${path.map(String).join('.')}: ${issue?.message ?? 'not understood'}`, {
      place: placeOf(file, path),
      remedy: 'docs/reference/configuration.md lists every setting.',
    });
  }
  const { endpoints, ...rest } = parsed.data;
  const named = { ...builtIn(), ...endpoints };
  return {
    place: file,
    databaseUrl: environment['HOLDFAST_DATABASE_URL'] ?? rest.database_url,
    synchronous: synchronousOf(environment) ?? rest.synchronous,
    snapshots: rest.snapshots,
    llamaThreads: rest.llama_threads ?? Math.max(1, Math.min(2, cpus().length)),
    probe: {
      firstMs: Math.round(rest.probe_first_seconds * 1000),
      longestMs: Math.round(rest.probe_longest_seconds * 1000),
    },
    endpoints: new Map(
      Object.entries(named).map(([name, settings]) => [
        name,
        toEndpoint(name, endpointSchema.parse(settings), file),
      ]),
    ),
  };
}

/** @throws UserError for a word that is not known */
function synchronousOf(environment: NodeJS.ProcessEnv): Config['synchronous'] | undefined {
  const asked = environment['HOLDFAST_SYNCHRONOUS']?.toUpperCase();
  if (asked === undefined || asked === '') return undefined;
  if (asked === 'NORMAL' || asked === 'FULL') return asked;
  throw new UserError(`'${asked}' is not known.`, {
    place: 'HOLDFAST_SYNCHRONOUS',
    remedy: 'Use NORMAL or FULL.',
  });
}

function placeOf(file: string, path: readonly PropertyKey[]): string {
  return existsSync(file) ? `${file}:${tomlLine(readFileSync(file, 'utf8'), path)}` : file;
}

function toEndpoint(name: string, settings: z.output<typeof endpointSchema>, file: string): EndpointConfig {
  if (settings.kind === 'openai' && settings.address === undefined) {
    throw new UserError(`endpoints.${name} has no address.`, {
      place: placeOf(file, ['endpoints', name]),
      remedy: 'Add address = "https://.../v1".',
    });
  }
  const base = dirname(file);
  const script = scriptOf(settings, base);
  const max = settings.max_concurrency ?? 16;
  return {
    name,
    kind: settings.kind,
    ...(settings.address === undefined ? {} : { address: settings.address }),
    ...(settings.key_variable === undefined ? {} : { keyVariable: settings.key_variable }),
    ...(settings.weights === undefined ? {} : { weights: resolve(base, settings.weights) }),
    ...(script === undefined ? {} : { script }),
    prices: Object.fromEntries(
      Object.entries(settings.prices).map(([model, price]) => [
        model,
        {
          promptMicroUsdPerMillion: Math.round(price.prompt_usd_per_million * 1e6),
          completionMicroUsdPerMillion: Math.round(price.completion_usd_per_million * 1e6),
        },
      ]),
    ),
    serves: {
      ...(settings.serves === undefined ? {} : { '*': settings.serves }),
      ...Object.fromEntries(
        Object.entries(settings.models).flatMap(([model, { serves }]) =>
          serves === undefined ? [] : [[model, serves]],
        ),
      ),
    },
    answerBytes: Math.round(settings.answer_megabytes * 1e6),
    manners: Object.fromEntries(
      Object.entries(settings.models).map(([model, manner]) => [model, toManner(manner)]),
    ),
    concurrency: { start: Math.min(settings.start_concurrency ?? 8, max), max },
    timeoutMs: Math.round(settings.timeout_seconds * 1000),
    patienceMs: Math.round(settings.patience_seconds * 1000),
  };
}

function toManner({ extra, limit, omit, reasoning_tokens }: z.output<typeof mannerSchema>): Manner {
  return {
    ...(extra === undefined ? {} : { extra: extra }),
    ...(limit === undefined ? {} : { limit }),
    ...(omit === undefined ? {} : { omit }),
    ...(reasoning_tokens === undefined ? {} : { reasoningTokens: reasoning_tokens }),
  };
}

/** Ours where `holdfast up` serves the endpoint; at an address of its own only what is named. */
function scriptOf(settings: z.output<typeof endpointSchema>, base: string): string | undefined {
  if (settings.script !== undefined) return resolve(base, settings.script);
  return settings.kind === 'scripted' && settings.address === undefined ? DEMO_SCRIPT : undefined;
}

function parseToml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new UserError(`This is not TOML: ${error.message.split('\n')[0] ?? ''}`, {
      place: `${file}:${error.line}:${error.column}`,
      remedy: 'Mend that line.',
    });
  }
}
