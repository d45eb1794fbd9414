/** What Stryker's JSON report (mutation-testing-report-schema) comes to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/** A mutant that a test killed, or that ran for ever, was noticed. */
const NOTICED = new Set(['Killed', 'Timeout']);
/** One that did not compile, or was told to be ignored, is none. */
const NO_MUTANT = new Set(['CompileError', 'RuntimeError', 'Ignored', 'Pending']);

/** The score of the whole and of each file, as text for the page. @param folder holds the report and what was drawn */
export function mutationSummary(folder: string): string {
  const { files } = JSON.parse(readFileSync(join(folder, 'mutation.json'), 'utf8')) as Report;
  const drawn = JSON.parse(readFileSync(join(folder, 'drawn.json'), 'utf8')) as {
    share: number;
    seed: number;
  };
  const sample =
    drawn.share >= 1
      ? ''
      : ` -- --share ${drawn.share}\`, lines drawn by seed ${drawn.seed}, none of the mutants of whole blocks`;
  const rows = Object.entries(files).map(([file, { mutants }]) => {
    const counted = mutants.filter(({ status }) => !NO_MUTANT.has(status));
    return { file, noticed: counted.filter(({ status }) => NOTICED.has(status)).length, all: counted.length };
  });
  const noticed = rows.reduce((sum, row) => sum + row.noticed, 0);
  const all = rows.reduce((sum, row) => sum + row.all, 0);
  const timedOut = Object.values(files)
    .flatMap(({ mutants }) => mutants)
    .filter(({ status }) => status === 'Timeout').length;
  const score = (100 * noticed) / Math.max(1, all);
  const command = sample === '' ? '`npm run bench:mutation`' : `\`npm run bench:mutation${sample}`;
  return [
    `${command} (Stryker): score **${score.toFixed(1)} %** (target 80 %: ${score >= 80 ? 'met' : '**missed**'}), ${noticed} of ${all} mutants noticed; a mutant that ran for ever counts as noticed (${timedOut}).`,
    '',
    '| file | noticed | mutants |',
    '| --- | --- | --- |',
    ...rows.map((row) => `| ${row.file} | ${row.noticed} | ${row.all} |`),
  ].join('\n');
}
