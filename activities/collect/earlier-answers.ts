/**
 * Answers from before addresses were part of a model's identity. They stand under the model's name alone, and are read where
 * they are known to come from the server that is asked now: nothing settled is paid for again after an upgrade, and no
 * server is given another's words.
 */
import {
  nameAlone,
  type CompletionRequest,
  type ModelIdentity,
  type ModelRef,
} from '../../domain/completion.ts';
import type { Store } from '../../domain/store.ts';
import type { Answered } from './answers.ts';
import { memoLookUp } from './look-up.ts';
import { memoKey } from './memo-key.ts';

/** @param addressOf of an endpoint as it stands now */
export function earlierAnswers(
  store: Pick<Store, 'earlierAddresses' | 'currentKeys' | 'completionRows'>,
  replicate: string,
  addressOf: (model: ModelRef) => string | undefined,
): {
  find(request: CompletionRequest, identity: ModelIdentity, draw: number): Promise<Answered | undefined>;
} {
  let addresses: Promise<ReadonlyMap<string, string>> | undefined;
  // One that was set aside is not found: its question goes under the key of today then.
  const lookUp = memoLookUp(store, async (keys) => {
    return new Map((await store.completionRows(keys)).map((row) => [row.key, row]));
  });

  async function find(
    request: CompletionRequest,
    identity: ModelIdentity,
    draw: number,
  ): Promise<Answered | undefined> {
    const before = nameAlone(identity, request.model);
    if (before === undefined) return undefined;
    addresses ??= store.earlierAddresses();
    const known = await addresses;
    // A home that is younger than addresses in identities: nothing to look for.
    if (known.size === 0) return undefined;
    const { found: row } = await lookUp(memoKey(request, before, { replicate, draw }));
    if (row === undefined) return undefined;
    const { model } = JSON.parse(row.request) as CompletionRequest;
    const address = known.get(model.endpoint);
    if (address === undefined || address !== addressOf(request.model)) return undefined;
    return { key: row.key, completion: row.completion };
  }

  return { find };
}
