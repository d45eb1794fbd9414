/** Links and paths in documents lead somewhere. */
import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ROOT } from '../../services/home/provenance.ts';
import { codeSpans, readPages, type Page } from './pages.ts';

const pages = readPages();
const byPath = new Map(pages.map((page) => [page.path, page]));

/** Made on a user's machine, or by a benchmark. */
const NOT_IN_THE_REPOSITORY = /^(docs\/benchmarks|node_modules|\.venv|\.setup|\.holdfast)\//;

describe('documents', () => {
  test('links lead to files and headings that are there', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page).flatMap((link) => {
        const [file = '', anchor] = link.split('#', 2);
        const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
        if (!existsSync(join(ROOT, path))) return [`${page.path}: ${link}`];
        const target = byPath.get(path);
        const isThere = anchor === undefined || (target !== undefined && anchorsOf(target).has(anchor));
        return isThere ? [] : [`${page.path}: ${link} (no such heading)`];
      }),
    );
    expect(broken).toEqual([]);
  });

  test('every page can be found from docs/README.md', () => {
    const index = byPath.get('docs/README.md');
    const linked = new Set(
      index === undefined ? [] : linksOf(index).map((link) => `docs/${link.split('#')[0] ?? ''}`),
    );
    const lost = pages.filter(
      ({ path }) => path.startsWith('docs/') && path !== 'docs/README.md' && !linked.has(path),
    );
    expect(lost.map(({ path }) => path)).toEqual([]);
  });

  test('paths of this repository that are named are there', () => {
    const rooms = readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
    const named = pages.flatMap((page) =>
      codeSpans(page.prose).flatMap((span) => {
        const isPath = /^[\w.-]+\/[\w./-]*$/.test(span) && rooms.includes(span.split('/')[0] ?? '');
        return isPath && !span.includes('NAME') && !NOT_IN_THE_REPOSITORY.test(span)
          ? [{ page: page.path, span }]
          : [];
      }),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ span }) => !existsSync(join(ROOT, span)))).toEqual([]);
  });
});

/** Relative links. */
function linksOf(page: Page): string[] {
  return [...page.prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) =>
    /^[a-z]+:/.test(link) ? [] : [link],
  );
}

/** As GitHub makes them. */
function anchorsOf(page: Page): Set<string> {
  return new Set(
    [...page.prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
