/** `holdfast align HUMAN.csv MODEL.csv`: how closely the model's item difficulties follow people's. */
import { openCompute } from '../../activities/compute/open.ts';
import { UserError } from '../../domain/errors.ts';
import { alignArmsWith, shortRecord } from '../../methods/alignment/align.ts';
import type { DrawChunk } from '../../methods/alignment/draws.ts';
import { whyNotEstimable } from '../../methods/alignment/not-estimable.ts';
import type { Alignment, Standing } from '../../methods/alignment/record.ts';
import { columns, print, printJson } from '../cli/output.ts';
import { whole } from '../cli/whole-number.ts';
import { readBothRespondents, type TableOptions } from '../cli/response-file.ts';

export interface AlignOptions extends TableOptions {
  readonly draws: string;
  readonly seed: string;
  readonly estimation: string;
  readonly threads?: string;
  readonly json?: boolean;
}

export async function align(humanFile: string, modelFile: string, options: AlignOptions): Promise<void> {
  const estimation =
    options.estimation === 'ml' || options.estimation === 'map' ? options.estimation : undefined;
  if (estimation === undefined)
    throw new UserError(`--estimation ${options.estimation} is neither map nor ml.`);
  const draws = whole('draws', options.draws, 1);
  const seed = whole('seed', options.seed, 0);
  const { human, model } = readBothRespondents(humanFile, modelFile, options);
  const compute = openCompute(
    options.threads === undefined ? undefined : whole('threads', options.threads, 1),
  );
  try {
    const { arms } = await alignArmsWith(
      async (input, count) => (await compute.draws('alignment', input, count)) as DrawChunk[],
      human,
      [{ name: 'model', model }],
      { draws, seed, estimation },
    );
    const [arm] = arms;
    if (arm === undefined) throw new RangeError('no arm');
    const record = shortRecord(arm.record);
    if (options.json) printJson(record);
    else printTable(record);
  } finally {
    await compute.close();
  }
}

function printTable(alignment: Alignment & Standing): void {
  const figure = (value: number | null): string => (value === null ? 'not estimable' : value.toFixed(3));
  const { interval, notEstimable, msd, clusters } = alignment;
  print(
    columns([
      ['items', String(alignment.items)],
      ['clusters', `${clusters.human ?? '-'} of people, ${clusters.model} of the model`],
      ['r', figure(alignment.r)],
      [
        'rho',
        notEstimable === null ? figure(alignment.rho) : `not estimable: ${whyNotEstimable(notEstimable)}`,
      ],
      [
        '95 % of rho',
        interval === null
          ? alignment.rho === null
            ? 'not estimable'
            : 'none: fewer than 30 model clusters'
          : interval.map((end) => end.toFixed(3)).join(' to '),
      ],
      ['ceiling', figure(alignment.ceiling)],
      ['share', figure(alignment.share)],
      ['Spearman', figure(alignment.spearman)],
      [
        'MSD',
        msd === null
          ? 'not estimable'
          : `${figure(msd.total)} = shift ${figure(msd.shift)} + spread ${figure(msd.spread)} + pattern ${figure(msd.pattern)}`,
      ],
      ['mean b, model - people', figure(alignment.meanDifference)],
    ]),
  );
  for (const { message } of alignment.warnings) print(`warning: ${message}`);
}
