/** A copy of the code in a temporary folder, so that a test can change a file of it while experiments are open. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const COPIED = [
  ...['domain', 'methods', 'reports', 'families', 'services', 'activities', 'workflows', 'workers'],
  ...['scripts', 'experiments', 'package.json', 'package-lock.json'],
];
/** Large, and none of them is changed. */
const LINKED = ['node_modules', '.venv', '.setup'];

export class CodeCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'holdfast-copy-'));

  constructor() {
    for (const name of COPIED) cpSync(join(ROOT, name), join(this.root, name), { recursive: true });
    for (const name of LINKED)
      if (existsSync(join(ROOT, name))) symlinkSync(join(ROOT, name), join(this.root, name));
  }

  /** @throws Error where the text is not in the file: a test that changes nothing shows nothing */
  change(file: string, from: string, to: string): void {
    const text = readFileSync(join(this.root, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} does not say '${from}'`);
    writeFileSync(join(this.root, file), text.replaceAll(from, to));
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
