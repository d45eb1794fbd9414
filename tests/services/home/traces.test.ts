/** Texts in the files of a home: found across chunks and in bytes, taken out of logs; copies and exports that go. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentId } from '../../../domain/experiment.ts';
import { removeCopies, removeExports } from '../../../services/home/copies.ts';
import { makeHome } from '../../../services/home/home.ts';
import { partsOf } from '../../../services/home/parts.ts';
import { dropLines, filesWith } from '../../../services/home/traces.ts';

const folder = mkdtempSync(join(tmpdir(), 'traces-'));
const home = makeHome(folder);
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

test('a word is found between two chunks, among other bytes, and not in a longer number', () => {
  const across = Buffer.alloc((1 << 24) + 100);
  across.write('Zoë-17', (1 << 24) - 3);
  const found = [put('a.bin', across), put('b', '\0\x01aZoë-17zz'), put('c/d', 'm:p1')];
  const others = [put('e', 'Zoe-17'), put('f', 'Zoë-171 m:p12')];
  const files = filesWith(folder, ['Zoë-17', 'm:p1', '']);
  expect(files.sort()).toEqual(found.sort());
  for (const path of [...found, ...others]) rmSync(path);
});

test('logs lose the lines that mention somebody, and nothing else', () => {
  const log = put('logs/main.log', 'one\nm:p1/a failed\nm:p12/a failed\nlast');
  const other = put('logs/other.log', 'nothing');
  expect(dropLines(home.logs, ['m:p1'])).toBe(1);
  expect(readFileSync(log, 'utf8')).toBe('one\nm:p12/a failed\nlast');
  expect(readFileSync(other, 'utf8')).toBe('nothing');
});

test('copies of the store go, and exports of these experiments; a file of yours stays', () => {
  const copies = [
    put('snapshots/store-20261128T100000Z.sqlite', 'x'),
    put('store.sqlite.damaged-20261128T100000Z', 'x'),
    put('store.sqlite.damaged-20261128T100000Z-wal', 'x'),
    put('store.sqlite.77.new', 'x'),
    put('temporal.sqlite.damaged', 'x'),
    put('reports/a.html.part', 'x'),
  ];
  const stay = [put('store.sqlite', 'x'), put('temporal.sqlite', 'x'), put('reports/a.html', 'x')];
  expect(partsOf(home)).toMatchObject({
    snapshots: { files: 1, bytes: 1 },
    store: { files: 4 },
    temporal: { files: 2 },
  });
  expect(removeCopies(home)).toBe(copies.length);
  const mine = put('out/note.txt', 'mine');
  put('out/bundle.json', '{\n "experiment": "alignment/a/0"\n}');
  put('out/people.csv', 'x');
  const theirs = put('others/bundle.json', '{\n "experiment": "alignment/b/0"\n}');
  const tables = [put('out/calls.parquet', 'x'), put('out/datapackage.json', '{}')];
  const figures = ['methods.txt', 'captions.txt', 'a.svg', 'a.pdf', 'a.csv', 'a.tex'].map((name) =>
    put(`figures/${name}`, 'How to cite: x. The experiment is alignment/a/0; name its result hash.'),
  );
  expect(removeExports(home, new Set(['alignment/a/0' as ExperimentId]))).toEqual([
    join(folder, 'out'),
    join(folder, 'figures'),
  ]);
  expect([...tables, ...figures].filter((path) => existsSync(path))).toEqual([]);
  expect([...copies, join(folder, 'out', 'people.csv')].filter((path) => existsSync(path))).toEqual([]);
  expect([...stay, mine, theirs].filter((path) => !existsSync(path))).toEqual([]);
});
