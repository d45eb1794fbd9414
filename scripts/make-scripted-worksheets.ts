/**
 * Writes `experiments/worksheets/scripted.json`: an expert in whose numbers a full expertise reversal is planted.
 *
 * npx node scripts/make-scripted-worksheets.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptSource } from '../services/inference/scripted/script.ts';
import { ROOT } from '../services/home/provenance.ts';
import { readSpec } from './cli/spec-file.ts';
import { scriptOf } from './scripted-worksheets/script.ts';

const FOLDER = join(ROOT, 'experiments', 'worksheets');
const script: ScriptSource = scriptOf(readSpec(join(FOLDER, 'scripted.yaml')));
writeFileSync(join(FOLDER, 'scripted.json'), `${JSON.stringify(script, null, 2)}\n`);
