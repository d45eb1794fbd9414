/** A home of its own in a temporary folder, and the real command line around it: real processes, to be really killed. */
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UpRecord } from '../../services/temporal-server/connect.ts';
import { RequestLog } from './request-log.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const UP_MS = 90_000;

/** The processes that `holdfast up` keeps running, by a piece of their command line. */
const PARTS = {
  main: 'workers/main.ts',
  local: 'workers/inference-local.ts',
  compute: 'workers/compute.ts',
  sandbox: 'workers/sandbox.ts',
  server: 'start-dev',
  endpoint: 'scripted/main.ts',
} as const;
export type Part = keyof typeof PARTS;

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class TestHome {
  readonly folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #command: string;
  #up: ChildProcess | undefined;
  #upSaid = '';

  /**
   * @param files text by name, written beside the home; `holdfast.toml` is its configuration
   * @param root the code that is run: this repository's, or a copy's
   */
  constructor(
    name: string,
    files: Readonly<Record<string, string>>,
    environment: NodeJS.ProcessEnv = {},
    root: string = ROOT,
  ) {
    this.#command = join(root, 'scripts', 'holdfast.ts');
    this.folder = mkdtempSync(join(tmpdir(), `holdfast-faults-${name}-`));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(this.folder, file), text);
    const home = join(this.folder, 'home');
    mkdirSync(home);
    const { NODE_OPTIONS: _jest, ...inherited } = process.env;
    this.#environment = {
      ...inherited,
      HOLDFAST_HOME: home,
      HOLDFAST_CONFIG: join(this.folder, 'holdfast.toml'),
      NO_COLOR: '1',
      ...environment,
    };
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** What an endpoint of kind `scripted` saw. */
  requests(endpoint = 'scripted'): RequestLog {
    return new RequestLog(join(this.folder, 'home', 'logs', `${endpoint}.requests.jsonl`));
  }

  log(name: string): string {
    return readFileSync(join(this.folder, 'home', 'logs', `${name}.log`), 'utf8');
  }

  /** Starts `holdfast up` and waits until it says that it is up. */
  async up(): Promise<UpRecord> {
    const child = spawn(process.execPath, [this.#command, 'up', '--json'], {
      cwd: this.folder,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#up = child;
    let [stdout, stderr] = ['', ''];
    this.#upSaid = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      this.#upSaid = stderr;
    });
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`up is not up after ${UP_MS} ms: ${stderr}`)), UP_MS);
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        if (!stdout.includes('\n')) return;
        clearTimeout(late);
        resolve(JSON.parse(stdout) as UpRecord);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(late);
        reject(new Error(`up ended (${signal ?? code}): ${stderr}`));
      });
    });
  }

  /** What the running `up` has written to stderr. */
  get upSaid(): string {
    return this.#upSaid;
  }

  get upPid(): number {
    const pid = this.#up?.pid;
    if (pid === undefined) throw new Error('it is not up');
    return pid;
  }

  /** Ends `up` as Ctrl-C does, or kills it, and waits until the process is gone. @returns its exit code */
  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    const child = this.#up;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return null;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }

  /** Runs a command to its end. */
  command(...args: string[]): Promise<Said> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [this.#command, ...args],
        { cwd: this.folder, env: this.#environment, maxBuffer: 1 << 26 },
        (error, stdout, stderr) => {
          resolve({
            code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1,
            stdout,
            stderr,
          });
        },
      );
    });
  }

  /** Runs a command with `--json`. @throws Error where it does not end well */
  async json<T>(...args: string[]): Promise<T> {
    const said = await this.command(...args, '--json');
    if (said.code !== 0)
      throw new Error(`holdfast ${args.join(' ')} ended with ${said.code}: ${said.stderr}`);
    return JSON.parse(said.stdout) as T;
  }

  /** Runs a study to its end. @returns what it says at last. @throws Error where it does not end well */
  async run<T>(file: string): Promise<T> {
    const { stdout, stderr, code } = await this.command('run', this.file(file), '--json');
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
  }

  /** The process that plays this part now, among the children of our `up`. */
  pid(part: Part): number | undefined {
    return descendants(this.upPid).find(({ args }) => args.includes(PARTS[part]))?.pid;
  }

  /** Kills the process that plays this part, hard. @returns when, in epoch milliseconds */
  kill(part: Part): number {
    const pid = this.pid(part);
    if (pid === undefined) throw new Error(`no process plays the part ${part}`);
    const at = Date.now();
    process.kill(pid, 'SIGKILL');
    return at;
  }

  /** Processes whose command line or environment names this folder. */
  leftOver(): string[] {
    return listing()
      .filter(({ args }) => args.includes(this.folder))
      .map(({ pid, args }) => `${pid} ${args}`);
  }

  /** Ends everything and takes the folder away. */
  async close(): Promise<void> {
    await this.end();
    for (const line of this.leftOver()) {
      try {
        process.kill(Number.parseInt(line, 10), 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
    await sleep(200);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly args: string;
}

function listing(): Process[] {
  const text = execFileSync('ps', ['-eo', 'pid=,ppid=,args=', '-ww'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return args === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), args }];
  });
}

function descendants(pid: number): Process[] {
  return listing().filter(({ parent }) => parent === pid);
}

/** Asks every so often until it is so. @throws Error at the deadline */
export async function until(
  what: string,
  deadlineMs: number,
  holds: () => boolean | Promise<boolean>,
  everyMs = 20,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${deadlineMs} ms in vain: ${what}`);
    await sleep(everyMs);
  }
}
