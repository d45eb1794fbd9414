/** What an experiment's workflow is started with for whoever reads Temporal's UI: summary, details, memo, columns. */
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { detailsOf, type LabBook, labelled, summaryOf } from '../../domain/lab-book.ts';
import { modelsOf } from '../../families/block.ts';
import type { Session } from './session.ts';
import type { SpecFile } from './spec-file.ts';

export interface LabBookOptions {
  readonly staticSummary: string;
  readonly staticDetails: string;
  readonly memo: LabBook;
  readonly typedSearchAttributes: TypedSearchAttributes;
}

/** @param label of a replicate; '' for none */
export function labBookOptions(
  { home }: Pick<Session, 'home'>,
  spec: SpecFile,
  label: string,
): LabBookOptions {
  const book = label === '' ? bookOf(spec) : labelled(bookOf(spec), label);
  return {
    staticSummary: summaryOf(book),
    staticDetails: detailsOf(book),
    memo: book,
    typedSearchAttributes: columnsOf(home.id, spec),
  };
}

/** The title of the report, or else the name. */
export function titleOf({ raw, name }: Pick<SpecFile, 'raw' | 'name'>): string {
  return typeof raw['title'] === 'string' ? raw['title'] : name;
}

function bookOf(spec: SpecFile): LabBook {
  return {
    title: titleOf(spec),
    models: modelsOf(spec.study.blocks).map(({ model, endpoint }) => `${model} at ${endpoint}`),
    arms: spec.study.arms,
    spec: `${spec.file}, SHA-256 ${spec.specHash}`,
  };
}

function columnsOf(
  home: string,
  { family, name, specHash }: Pick<SpecFile, 'family' | 'name' | 'specHash'>,
): TypedSearchAttributes {
  const keyword = (key: string, value: string) => ({ key: defineSearchAttributeKey(key, 'KEYWORD'), value });
  return new TypedSearchAttributes([
    keyword('HoldfastHome', home),
    keyword('HoldfastFamily', family.name),
    keyword('HoldfastName', name),
    keyword('HoldfastSpec', specHash),
    keyword('HoldfastState', 'running'),
    keyword('HoldfastPhase', 'starting'),
  ]);
}
