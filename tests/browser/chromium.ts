/** A real Chromium: the machine's, or the one that the npm package `@sparticuz/chromium` carries. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { ROOT } from '../../services/home/provenance.ts';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Unpacked once, 200 MB; into a folder of this checkout, because the package's own would be shared by all users. */
const UNPACKED = join(ROOT, '.setup', 'browser');

/** Why browser tests are skipped where they are. */
export const NO_CHROMIUM = `no Chromium, and no package of it for ${process.platform} (${process.arch}): set CHROMIUM_PATH`;

/** The browser's executable: `CHROMIUM_PATH`, else the first of the usual places, else the packaged one. */
export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined;
  return PLACES.find(isExecutable) ?? packaged();
}

function packaged(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const path = join(UNPACKED, 'chromium');
  if (existsSync(join(UNPACKED, 'whole'))) return path;
  mkdirSync(UNPACKED, { recursive: true });
  const unpack = `
    import chromium from '@sparticuz/chromium';
    import { writeFileSync } from 'node:fs';
    await chromium.executablePath();
    writeFileSync(process.env.TMPDIR + '/whole', '');`;
  execFileSync(process.execPath, ['--input-type=module', '-e', unpack], {
    cwd: ROOT,
    // The package unpacks into the folder for temporary files; told of this runtime it brings libraries and fonts too.
    env: { ...process.env, TMPDIR: UNPACKED, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
  });
  return path;
}

/** The package's own configuration of fonts names folders of another machine; without a font no text is laid out. */
function ownFonts(): string {
  const file = join(UNPACKED, 'fonts.conf');
  const folders = `<dir>${join(UNPACKED, 'fonts', 'fonts')}</dir><cachedir>${join(UNPACKED, 'font-cache')}</cachedir>`;
  writeFileSync(file, `<?xml version="1.0"?><fontconfig>${folders}</fontconfig>\n`);
  return file;
}

/** The packaged browser takes libraries and fonts of the package where the machine has none. */
function environmentOf(executablePath: string): Record<string, string> {
  const { PATH = '', HOME = UNPACKED, TMPDIR = '' } = process.env;
  const own = { PATH, HOME, ...(TMPDIR === '' ? {} : { TMPDIR }) };
  if (!executablePath.startsWith(UNPACKED)) return own;
  const lacking = execFileSync('ldd', [executablePath], { encoding: 'utf8' }).includes('not found');
  return {
    ...own,
    ...(lacking ? { LD_LIBRARY_PATH: join(UNPACKED, 'al2023', 'lib') } : {}),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: ownFonts() }),
  };
}

/** A headless browser that asks nothing of the network on its own account. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    env: environmentOf(executablePath),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
