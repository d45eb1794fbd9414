/** The pages that a reader meets, cut into what the tests look at. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../services/home/provenance.ts';

export interface Block {
  readonly page: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** First word after the fence. */
  readonly language: string;
  /** The rest of that line: `run`, `spec study.yaml`. */
  readonly marks: readonly string[];
  readonly text: string;
}

export interface Page {
  /** Path from the root. */
  readonly path: string;
  readonly text: string;
  /** The text without its blocks, line by line as many as before. */
  readonly prose: string;
  readonly blocks: readonly Block[];
}

/** What benchmarks write is checked by nobody but them. */
const WRITTEN_BY_COMMANDS = /^docs\/benchmarks\//;

export function readPages(): Page[] {
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: ROOT }).sort()]
    .filter((path) => !WRITTEN_BY_COMMANDS.test(path))
    .map((path) => cut(path, readFileSync(join(ROOT, path), 'utf8')));
}

export function pageAt(path: string): Page {
  const found = readPages().find((page) => page.path === path);
  if (found === undefined) throw new Error(`there is no page ${path}`);
  return found;
}

/** The part of a page under one heading, up to the next heading of that level or above. */
export function section(page: Page, heading: string): string {
  const lines = page.prose.split('\n');
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && line.startsWith('#'));
  if (start === -1) throw new Error(`${page.path} has no heading '${heading}'`);
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 1;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && (/^#+/.exec(line)?.[0].length ?? 9) <= level);
  return rest.slice(0, end === -1 ? undefined : end).join('\n');
}

/** `file:line` for a test's name or message. */
export function placeOf(block: Block): string {
  return `${block.page}:${block.line}`;
}

/** What stands between backticks in prose. */
export function codeSpans(prose: string): string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
}

function cut(path: string, text: string): Page {
  const blocks: Block[] = [];
  const prose: string[] = [];
  let open: { line: number; info: string; lines: string[] } | undefined;
  text.split('\n').forEach((line, index) => {
    if (open === undefined) {
      if (line.startsWith('```')) open = { line: index + 1, info: line.slice(3).trim(), lines: [] };
      prose.push(open === undefined ? line : '');
      return;
    }
    prose.push('');
    if (line !== '```') {
      open.lines.push(line);
      return;
    }
    const [language = '', ...marks] = open.info.split(/\s+/);
    blocks.push({ page: path, line: open.line, language, marks, text: `${open.lines.join('\n')}\n` });
    open = undefined;
  });
  if (open !== undefined) throw new Error(`${path}:${open.line}: the block is never closed`);
  return { path, text, prose: prose.join('\n'), blocks };
}
