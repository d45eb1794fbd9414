/** The workflows as one file of JavaScript, built once per change of their sources: building takes seconds. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { ROOT } from '../services/home/provenance.ts';

/** The folders that a bundle can draw from: the rooms that `workflows/` may import at run time. */
const SOURCES = ['workflows', 'domain', 'methods'];
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The bundle, for `Worker.create({ workflowBundle })`.
 * @param folder where bundles are kept: the home's cache, or by default a folder of this user's among temporary files
 */
export async function workflowBundle(folder: string = temporaryFolder()): Promise<{ code: string }> {
  const file = join(folder, `workflows-${await sourceHash()}.js`);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return { code: kept };
  await build(folder, file);
  return { code: await readFile(file, 'utf8') };
}

/** Builds in this process, without looking at what is kept. The source map is inline. */
export async function buildWorkflows(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows', 'index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  return code;
}

/** One user's bundles are another user's code: the folder is closed to others. */
function temporaryFolder(): string {
  return join(tmpdir(), `holdfast-bundles-${userInfo().username}`);
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readFile(createRequire(import.meta.url).resolve('@temporalio/worker/package.json')));
  for (const source of SOURCES) {
    const names = await readdir(join(ROOT, source), { recursive: true });
    for (const name of names.filter((file) => file.endsWith('.ts')).sort()) {
      hash.update(`\n${source}/${name}\n`);
      hash.update(await readFile(join(ROOT, source, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** Renamed into place, so that a worker that starts at the same moment never reads half a file. */
async function build(folder: string, file: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await promisify(execFile)(process.execPath, [join(ROOT, 'workers', 'build-bundle.ts'), draft]);
  await rename(draft, file);
  await dropOld(folder, file);
}

async function dropOld(folder: string, current: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (file === current || !name.startsWith('workflows-')) continue;
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > DAY_MS) await rm(file, { force: true });
  }
}
