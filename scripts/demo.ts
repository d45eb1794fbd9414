/**
 * `npm run demo`: starts Holdfast, runs the demo study to its report, says what to look at, and ends again. An
 * interrupted demo goes on where it was when it is started again.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { reportFile } from '../services/home/reports.ts';
import { ROOT } from '../services/home/provenance.ts';
import { readUp, type UpRecord } from '../services/temporal-server/connect.ts';
import { homeToWorkIn } from './cli/home.ts';
import { say } from './cli/output.ts';
import { readSpec } from './cli/spec-file.ts';

const HOLDFAST = join(ROOT, 'scripts', 'holdfast.ts');
const SPEC = join('experiments', 'alignment', 'demo.yaml');
const UP_DEADLINE_MS = 120_000;

process.chdir(ROOT);
const home = homeToWorkIn();
const already = readUp(home);
const started =
  already === undefined ? spawn(process.execPath, [HOLDFAST, 'up'], { stdio: ['ignore', 2, 2] }) : undefined;
const record = already ?? (await untilUp());
say(`demo: the study will show at ${record.ui} (open it now: it is a lab book that fills itself)`);
say('demo: planning');
const planned = spawnSync(process.execPath, [HOLDFAST, 'plan', SPEC], { stdio: 'inherit' });
let status = planned.status ?? 1;
if (status === 0) {
  say(
    'demo: running; try `kill -9` on a worker, it changes nothing (Ctrl-C and `npm run demo` again goes on)',
  );
  status = spawnSync(process.execPath, [HOLDFAST, 'run', SPEC], { stdio: 'inherit' }).status ?? 1;
  if (status === 0) showReport();
}
if (started !== undefined) {
  if (process.stdin.isTTY && status === 0) {
    say(`demo: Holdfast stays up, so that you can look around: ${record.ui}  (Ctrl-C ends it)`);
  } else started.kill('SIGINT');
  await new Promise((resolve) => started.once('exit', resolve));
}
process.exit(status);

/** Opens the report for a person who sits at a screen; its path is told otherwise. */
function showReport(): void {
  const file = reportFile(home, readSpec(SPEC).id());
  // Ctrl-C in `run` only detaches.
  if (!existsSync(file)) return;
  const opener = openerOfFiles();
  if (!process.stdout.isTTY || opener === undefined) {
    say(`demo: the report, one file for your browser: ${file}`);
    return;
  }
  spawn(opener, [file], { stdio: 'ignore', detached: true }).unref();
  say(`demo: the report opens in your browser: ${file}`);
}

function openerOfFiles(): string | undefined {
  const hasScreen = process.platform === 'darwin' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (!hasScreen) return undefined;
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, opener)))
    ? opener
    : undefined;
}

async function untilUp(): Promise<UpRecord> {
  const end = Date.now() + UP_DEADLINE_MS;
  for (;;) {
    // The record is there before the workers are: a moment more does no harm, `run` waits for them.
    const up = readUp(home);
    if (up !== undefined) return up;
    if (started?.exitCode !== null || Date.now() > end) {
      say('demo: Holdfast did not start; ./holdfast doctor says what is missing');
      process.exit(1);
    }
    await new Promise((wake) => setTimeout(wake, 200));
  }
}
