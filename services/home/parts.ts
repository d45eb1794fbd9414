/** What a home's folder consists of, in bytes. */
import { statSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { filesUnder } from './files-under.ts';
import type { Home } from './home.ts';

export interface Part {
  readonly files: number;
  readonly bytes: number;
}

const NAMES = ['blobs', 'store', 'snapshots', 'temporal', 'logs', 'reports', 'others'] as const;
export type PartName = (typeof NAMES)[number];

/** Every file of the home, in one of its parts. */
export function partsOf({ folder }: Pick<Home, 'folder'>): Record<PartName, Part> {
  const parts = Object.fromEntries(NAMES.map((name) => [name, { files: 0, bytes: 0 }])) as Record<
    PartName,
    Part
  >;
  for (const path of filesUnder(folder)) {
    const name = partOf(relative(folder, path));
    const { files, bytes } = parts[name];
    parts[name] = { files: files + 1, bytes: bytes + sizeOf(path) };
  }
  return parts;
}

function partOf(path: string): PartName {
  const [first = ''] = path.split(sep);
  if (first === 'blobs' || first === 'snapshots' || first === 'logs' || first === 'reports') return first;
  if (first.startsWith('store.sqlite')) return 'store';
  return first.startsWith('temporal.sqlite') ? 'temporal' : 'others';
}

/** A log of SQLite may go while one looks. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
