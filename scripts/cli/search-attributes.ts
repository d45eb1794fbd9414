/** The search attributes that an experiment's workflow is started with. */
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import type { Session } from './session.ts';
import type { SpecFile } from './spec-file.ts';

export function searchAttributes(
  { home }: Pick<Session, 'home'>,
  spec: Pick<SpecFile, 'family' | 'name' | 'specHash'>,
): TypedSearchAttributes {
  const keyword = (name: string, value: string) => ({
    key: defineSearchAttributeKey(name, 'KEYWORD'),
    value,
  });
  return new TypedSearchAttributes([
    keyword('HoldfastHome', home.id),
    keyword('HoldfastFamily', spec.family.name),
    keyword('HoldfastName', spec.name),
    keyword('HoldfastSpec', spec.specHash),
    keyword('HoldfastPhase', 'starting'),
  ]);
}
