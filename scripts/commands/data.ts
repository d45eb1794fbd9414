/** `holdfast data pull NAME`: brings a data set that may not be in the repository from its public home. */
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import { addressOf, DATASETS, type Dataset } from '../../services/datasets/list.ts';
import { pullDataset } from '../../services/datasets/pull.ts';
import { homePlace } from '../../services/home/place.ts';
import { print, printJson, say } from '../cli/output.ts';

export async function dataPull(
  name: string,
  options: { readonly to?: string; readonly json?: boolean },
): Promise<void> {
  const dataset = DATASETS.find((known) => known.name === name);
  if (dataset === undefined) {
    throw new UserError(`'${name}' is no data set that is known here.`, {
      remedy: `There are:\n${DATASETS.map((known) => `    ${describe(known)}`).join('\n')}`,
    });
  }
  const folder = dataFolder(options.to);
  const mirror = process.env['HOLDFAST_DATA_MIRROR'];
  const { file, state } = await pullDataset(dataset, folder, mirror === undefined ? {} : { mirror });
  if (options.json) {
    const { sha256, bytes, licence } = dataset;
    printJson({ name, file, state, address: addressOf(dataset, mirror), sha256, bytes, licence, folder });
    return;
  }
  print(file);
  say(`${state === 'there' ? 'was there already' : 'fetched'}, checksum as pinned: ${describe(dataset)}`);
  const set = process.env['HOLDFAST_DATA'];
  if (set === undefined || set === '' || resolve(set) !== folder)
    say(`Specs find it after: export HOLDFAST_DATA='${folder}'`);
}

/** The flag, else what specs read from, else `data` beside the home. */
function dataFolder(to: string | undefined): string {
  const set = process.env['HOLDFAST_DATA'];
  return resolve(to ?? (set === undefined || set === '' ? join(dirname(homePlace().folder), 'data') : set));
}

function describe({ name, title, problems, bytes, licence }: Dataset): string {
  return `${name}: ${title}, ${problems} problems, ${Math.round(bytes / 1000)} kB, ${licence}`;
}
