/** `node workers/build-bundle.ts FILE` builds the workflows into a file, in a process of its own: it takes as much memory as a worker. */
import { writeFile } from 'node:fs/promises';
import { buildWorkflows } from './bundle.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('a file to write the workflows to must be named');
await writeFile(file, await buildWorkflows());
