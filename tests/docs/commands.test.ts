/** What the documents tell a user to type is there. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../services/home/provenance.ts';
import { checkInvocation, readHelp, type CommandHelp } from './help.ts';
import { codeSpans, pageAt, placeOf, readPages, section } from './pages.ts';

let helps: ReadonlyMap<string, CommandHelp>;
beforeAll(() => {
  helps = readHelp();
});

const pages = readPages();
const typed = pages.flatMap((page) => [
  ...page.blocks
    .filter(({ language }) => language === 'sh')
    .flatMap((block) => block.text.split('\n').map((line) => ({ place: placeOf(block), line: line.trim() }))),
  ...codeSpans(page.prose).map((line) => ({ place: page.path, line })),
]);

describe('commands in documents', () => {
  test('every `./holdfast` line names a command, flags and operands that exist', () => {
    const lines = typed.filter(({ line }) => /^\.\/holdfast [a-z]/.test(line));
    expect(lines.length).toBeGreaterThan(40);
    const wrong = lines.flatMap(({ place, line }) => {
      try {
        checkInvocation(line, helps);
        return [];
      } catch (error) {
        return [`${place}: ${line}: ${String(error)}`];
      }
    });
    expect(wrong).toEqual([]);
  });

  test('the check sees a wrong command, flag and operand', () => {
    expect(() => checkInvocation('./holdfast fly', helps)).toThrow('no command');
    expect(() => checkInvocation('./holdfast run spec.yaml --fast', helps)).toThrow('no --fast');
    expect(() => checkInvocation('./holdfast run', helps)).toThrow('operands');
    expect(
      checkInvocation("./holdfast schedule create s.yaml --cron '0 3 * * *'  # nightly", helps).flags,
    ).toEqual(['--cron']);
  });

  test('every `npm run` names a script', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = typed.flatMap(({ place, line }) => {
      const name = /^npm run ([\w:-]+)/.exec(line)?.[1];
      return name === undefined ? [] : [{ place, name }];
    });
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ name }) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe('docs/reference/commands.md', () => {
  const page = pageAt('docs/reference/commands.md');

  test('has a section for every command, and no other', () => {
    const headings = [...page.prose.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings.filter((heading) => heading !== 'Exit codes').sort()).toEqual([...helps.keys()].sort());
  });

  test('names every flag of each command, and no other', () => {
    for (const { name, flags } of helps.values()) {
      const named = codeSpans(section(page, name)).flatMap((span) => /^--[a-z-]+/.exec(span)?.[0] ?? []);
      const there = [...flags].filter((flag) => !flag.includes(' ') && flag !== '--help');
      expect({ name, flags: [...new Set(named)].sort() }).toEqual({ name, flags: there.sort() });
    }
  });
});
