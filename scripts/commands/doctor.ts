/** `holdfast doctor`: what is there, what is missing, and the command that brings it. */
import type { EndpointConfig } from '../../domain/endpoint.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UserError } from '../../domain/errors.ts';
import { readConfig } from '../../services/home/config.ts';
import { oldSettings, oldSettingsError } from '../../services/home/held-settings.ts';
import { hasHome, openHome } from '../../services/home/home.ts';
import { homePlace } from '../../services/home/place.ts';
import { packageVersion, ROOT } from '../../services/home/provenance.ts';
import { openStorage } from '../../services/home/storage.ts';
import { builtInWeights } from '../../services/inference/llama/weights.ts';
import { checkSandbox } from '../../services/sandbox/sandbox.ts';
import { damageOfStore, damageOfTemporal } from '../../services/store/damage.ts';
import { sympyInstalled } from '../../services/sympy/installed.ts';
import { temporalBinary } from '../../services/temporal-server/binary.ts';
import { hasProfile, readUp } from '../../services/temporal-server/connect.ts';
import { colour, print, printJson } from '../cli/output.ts';

interface Finding {
  readonly what: string;
  readonly found: string;
  readonly state: 'ok' | 'missing' | 'note';
  readonly remedy?: string;
}

export async function doctor(options: { readonly json?: boolean }): Promise<void> {
  const findings: Finding[] = [node(), ...packages(), attempt('Temporal server', temporalBinary)];
  findings.push(attempt('model weights (SmolLM2-135M-Instruct)', builtInWeights), demoData(), dataFolder());
  findings.push(attempt('SymPy (paper mode of the word problems)', () => sympyInstalled().version));
  findings.push(await sandbox(), ...configuration(), await store(), ...temporalDatabase(), running());
  if (options.json) printJson(findings);
  else for (const finding of findings) print(line(finding));
  if (findings.some((finding) => finding.state === 'missing')) process.exitCode = 2;
}

function line({ what, found, state, remedy }: Finding): string {
  const mark = {
    ok: colour('ok     ', 'green'),
    missing: colour('missing', 'red'),
    note: colour('note   ', 'yellow'),
  }[state];
  return `${mark}  ${what}: ${found}${remedy === undefined ? '' : `\n         ${remedy}`}`;
}

function node(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  if (major === 24) return { what: 'Node', found: process.versions.node, state: 'ok' };
  return {
    what: 'Node',
    found: `${process.versions.node}, where 24 is wanted`,
    state: 'missing',
    remedy: 'npm run setup brings Node 24 into node_modules; ./holdfast and npm run use it.',
  };
}

function packages(): Finding[] {
  const versions = ['client', 'worker', 'workflow', 'activity', 'common'].map((name) =>
    packageVersion(`node_modules/@temporalio/${name}`),
  );
  const same = new Set(versions).size === 1 && versions[0] !== 'absent';
  const protobuf = packageVersion('node_modules/protobufjs');
  return [
    same
      ? { what: '@temporalio packages', found: versions[0] ?? '', state: 'ok' }
      : {
          what: '@temporalio packages',
          found: versions.join(', '),
          state: 'missing',
          remedy: 'All must match: npm run setup',
        },
    protobuf.startsWith('8.')
      ? { what: 'protobufjs', found: protobuf, state: 'ok' }
      : {
          what: 'protobufjs',
          found: protobuf,
          state: 'missing',
          remedy: 'Temporal needs 8.7 or newer: npm run setup',
        },
  ];
}

function attempt(what: string, find: () => string): Finding {
  try {
    return { what, found: find(), state: 'ok' };
  } catch (error) {
    return { what, found: messageOf(error), state: 'missing', remedy: 'npm run setup' };
  }
}

function demoData(): Finding {
  const file = join(ROOT, '.setup', 'verbal-aggression.csv');
  return existsSync(file)
    ? { what: 'demo data', found: file, state: 'ok' }
    : { what: 'demo data', found: 'not extracted', state: 'missing', remedy: 'npm run setup' };
}

function dataFolder(): Finding {
  const folder = process.env['HOLDFAST_DATA'];
  if (folder !== undefined && existsSync(folder))
    return { what: 'HOLDFAST_DATA', found: folder, state: 'ok' };
  return {
    what: 'HOLDFAST_DATA',
    found: folder === undefined ? 'not set' : `${folder} is not there`,
    state: 'note',
    remedy: 'Only some examples and tests need it; their first lines say so.',
  };
}

async function sandbox(): Promise<Finding> {
  const what = 'sandbox (programs that a model wrote)';
  try {
    return { what, found: await checkSandbox(), state: 'ok' };
  } catch (error) {
    // Only one method of the word problems needs it: a machine without is whole.
    const remedy = error instanceof UserError ? error.remedy : undefined;
    return { what, found: messageOf(error), state: 'note', ...(remedy === undefined ? {} : { remedy }) };
  }
}

/** Each worker process has a limit of its own: whoever runs two must know it. */
function callsAtOnce({ concurrency: { max } }: EndpointConfig): string {
  return `at most ${max} ${max === 1 ? 'call' : 'calls'} at once, of each worker process`;
}

function configuration(): Finding[] {
  try {
    const config = readConfig();
    const home = hasHome() ? openHome() : undefined;
    const old = home === undefined ? [] : oldSettings(home, config);
    return [...config.endpoints.values()].map((endpoint) => {
      const what = `endpoint ${endpoint.name}`;
      const held = old.find((one) => one.endpoint === endpoint.name);
      if (home !== undefined && held !== undefined) {
        const { message, remedy = '' } = oldSettingsError(home, held, config.place);
        return { what, found: message, state: 'missing' as const, remedy };
      }
      if (endpoint.keyVariable !== undefined && !process.env[endpoint.keyVariable]) {
        return {
          what,
          found: `${endpoint.kind}; ${endpoint.keyVariable} is not set here`,
          state: 'note' as const,
          remedy: `Set ${endpoint.keyVariable} where you start \`holdfast up\`.`,
        };
      }
      return {
        what,
        found: `${endpoint.kind}${endpoint.address === undefined ? '' : ` at ${endpoint.address}`}; ${callsAtOnce(endpoint)}`,
        state: 'ok' as const,
      };
    });
  } catch (error) {
    return [
      {
        what: 'holdfast.toml',
        found: error instanceof UserError ? error.describe() : messageOf(error),
        state: 'missing',
      },
    ];
  }
}

async function store(): Promise<Finding> {
  const what = 'store';
  if (!hasHome()) {
    return {
      what,
      found: `no home yet in ${homePlace().folder}`,
      state: 'note',
      remedy: './holdfast up makes it.',
    };
  }
  try {
    const home = openHome();
    const config = readConfig();
    const damage = config.databaseUrl === undefined ? damageOfStore(home.storeFile, 'whole') : undefined;
    if (damage !== undefined) throw damage;
    const { store: opened } = await openStorage(home, config, 'open');
    const count = (await opened.experiments()).length;
    await opened.close();
    return {
      what,
      found: `${config.databaseUrl === undefined ? home.storeFile : 'PostgreSQL'}, ${count} experiments`,
      state: 'ok',
    };
  } catch (error) {
    const remedy = error instanceof UserError ? error.remedy : undefined;
    return { what, found: messageOf(error), state: 'missing', ...(remedy === undefined ? {} : { remedy }) };
  }
}

/** Nothing where it is whole, not there, or not ours. */
function temporalDatabase(): Finding[] {
  if (!hasHome() || hasProfile()) return [];
  const { temporalDatabase: file } = openHome();
  const damage = damageOfTemporal(file, 'whole');
  if (damage === undefined) return [];
  const { message, place, remedy } = damage;
  const found = `${place ?? file}: ${message}`;
  return [
    { what: "Temporal's database", found, state: 'missing', ...(remedy === undefined ? {} : { remedy }) },
  ];
}

function running(): Finding {
  const what = 'holdfast up';
  if (!hasHome()) return { what, found: 'not running', state: 'note', remedy: './holdfast up' };
  const up = readUp(openHome());
  if (up !== undefined) return { what, found: `running, process ${up.pid}, UI ${up.ui}`, state: 'ok' };
  if (hasProfile())
    return {
      what,
      found: 'a Temporal profile is set; no workers of this home',
      state: 'note',
      remedy: './holdfast up',
    };
  return { what, found: 'not running', state: 'note', remedy: './holdfast up' };
}
