/** The study of a stored experiment: the same for workers and commands. */
import { UserError } from '../domain/errors.ts';
import type { Blobs, ExperimentRecord } from '../domain/store.ts';
import type { Inputs, Study } from './family.ts';
import { familyNamed } from './index.ts';

/** @throws UserError where this Holdfast has another version of its family */
export async function openStored(record: ExperimentRecord, blobs: Pick<Blobs, 'text'>): Promise<Study> {
  const family = familyNamed(record.family);
  if (family === undefined || family.version !== record.familyVersion) {
    const has = family === undefined ? 'no such family' : `version ${family.version}`;
    throw new UserError(
      `${record.id} is of ${record.family} version ${record.familyVersion}; this Holdfast has ${has}.`,
      { remedy: 'Use the Holdfast version that started it (its commit is in the report).' },
    );
  }
  const inputs: Inputs = new Map(
    await Promise.all(
      Object.entries(record.inputs).map(async ([name, sha256]) => [name, await blobs.text(sha256)] as const),
    ),
  );
  return family.open(family.schema.parse(record.execution['spec']), inputs);
}
