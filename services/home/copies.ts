/** Copies and leftovers in a home's folder that hold what its store held before. */
import { closeSync, openSync, readdirSync, readFileSync, readSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ExperimentId } from '../../domain/experiment.ts';
import { filesUnder } from './files-under.ts';
import type { Home } from './home.ts';

/** Snapshots; files that a salvage or a person set aside; what was being written when its writer died. */
const COPY =
  /^(store\.sqlite\.(damaged.*|.*\.(new|salvage))(-wal|-shm)?|temporal\.sqlite\.damaged.*|forgetting\.json\.part)$/;

/** Removes every copy of the store and of Temporal's database. Nobody may be working in the home. @returns files that went */
export function removeCopies(home: Home): number {
  const top = readdirSync(home.folder).filter((name) => COPY.test(name));
  const gone = [
    ...top.map((name) => join(home.folder, name)),
    ...filesUnder(join(home.folder, 'snapshots')),
    ...[home.reports, home.logs].flatMap(filesUnder).filter((path) => path.endsWith('.part')),
  ];
  for (const path of gone) rmSync(path, { force: true });
  return gone.length;
}

/** What names the experiment in a folder of files made of it, and which files there are of it. */
const MADE_OF = [
  { mark: 'bundle.json', experimentOf, files: /^(?:bundle\.json|datapackage\.json|.*\.(?:csv|parquet))$/ },
  {
    mark: 'methods.txt',
    experimentOf: citedIn,
    files: /^(?:(?:methods|captions)\.txt|.*\.(?:svg|pdf|csv|tex))$/,
  },
] as const;

/**
 * Removes the folders in the home into which `export`, or `report --figures`, wrote one of these experiments.
 *
 * @returns those that went
 */
export function removeExports(home: Home, experiments: ReadonlySet<ExperimentId>): string[] {
  const all = filesUnder(home.folder).filter((path) => dirname(path) !== home.folder);
  const made = MADE_OF.flatMap((kind) =>
    all
      .filter((path) => basename(path) === kind.mark && experiments.has(kind.experimentOf(path)))
      .map((path) => ({ folder: dirname(path), files: kind.files })),
  );
  for (const { folder, files } of made) {
    for (const name of readdirSync(folder)) if (files.test(name)) rmSync(join(folder, name), { force: true });
  }
  const folders = [...new Set(made.map(({ folder }) => folder))];
  for (const folder of folders) if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
  return folders;
}

/** The experiment that a methods paragraph names. */
function citedIn(path: string): ExperimentId {
  const [, id = ''] = /The experiment is (\S+);/.exec(readFileSync(path, 'utf8')) ?? [];
  return id as ExperimentId;
}

/** What a bundle says first: it may be longer than memory. */
function experimentOf(path: string): ExperimentId {
  const start = Buffer.alloc(4096);
  const file = openSync(path, 'r');
  try {
    const read = readSync(file, start, 0, start.length, 0);
    const [, id = ''] = /"experiment":\s*"([^"]+)"/.exec(start.toString('utf8', 0, read)) ?? [];
    return id as ExperimentId;
  } finally {
    closeSync(file);
  }
}
