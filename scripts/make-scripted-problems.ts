#!/usr/bin/env node
/**
 * Makes experiments/word-problems/scripted.json, our own answers in the place of a model's. Run it again when the
 * problems, the answers, the prompts of the family or the slips change (a test says so):
 *   node scripts/make-scripted-problems.ts
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { readSource } from './scripted-problems/source.ts';
import { scriptOf } from './scripted-problems/script.ts';

const file = fileURLToPath(new URL('../experiments/word-problems/scripted.json', import.meta.url));
const options = await resolveConfig(file);
writeFileSync(file, await format(JSON.stringify(scriptOf(readSource())), { ...options, parser: 'json' }));
