/** A spec with its materials, checked: worksheets, personas, judges, cells. */
import type { ModelRef } from '../../domain/completion.ts';
import { Fault, UserError } from '../../domain/errors.ts';
import { indexed } from '../../domain/indexed.ts';
import { randomStream, shuffled } from '../../domain/seeds.ts';
import type { Persona } from '../../methods/instruction/scores.ts';
import type { Block } from '../block.ts';
import type { Inputs, NamedInput } from '../family.ts';
import { modelRef } from '../spec-parts.ts';
import { judgmentCell, type JudgmentCell } from './cells.ts';
import { checkSolutions } from './materials/check.ts';
import type { Material, Problem, TestItem } from './materials/material.ts';
import { readItems, readProblems } from './materials/read.ts';
import { requireFitting, requireSolutions } from './materials/require.ts';
import { personasOf } from './personas.ts';
import { CONDITIONS } from './sheets/conditions.ts';
import { worksheet } from './sheets/variant.ts';
import type { JudgeSpec, WorksheetsSpec } from './spec.ts';

/** A judge with its model. */
export interface Judge {
  readonly spec: JudgeSpec;
  readonly label: string;
  readonly model: ModelRef;
}

export interface WorksheetStudy {
  readonly spec: WorksheetsSpec;
  readonly materials: readonly Material[];
  readonly items: readonly TestItem[];
  /** The first is the primary one. */
  readonly judges: readonly Judge[];
  /** Of conditions. */
  readonly personas: readonly Persona[];
  /** Of controls: some of the others. */
  readonly controlPersonas: readonly Persona[];
  /** Names of conditions. */
  readonly conditions: readonly string[];
  /** Worked solutions that are shown to students, and those of them that the solver has checked. */
  readonly solutions: { readonly shown: number; readonly checked: number };
  /** Two blocks for each judge: conditions, and controls where there are any. */
  readonly blocks: readonly Block<JudgmentCell>[];
  judge(cell: JudgmentCell): Judge;
  itemText(cell: JudgmentCell): string;
  worksheet(of: Pick<JudgmentCell, 'material' | 'variant'>): string;
}

/** The files that a spec names, by convention: a spec lists no path of them. */
export function materialFiles({ effect, materials }: WorksheetsSpec): readonly NamedInput[] {
  const { folder, sets, test } = materials;
  const endings = effect === 'variability' ? ['.low', '.high'] : [''];
  return [
    { name: 'materials.test', path: `${folder}/${test}.md` },
    ...sets.flatMap((set, index) =>
      endings.map((ending) => ({
        name: `materials.sets.${index}${ending}`,
        path: `${folder}/${set}${ending}.md`,
      })),
    ),
  ];
}

/** @throws UserError for anything wrong that can be seen before a call is paid for */
export function openWorksheets(spec: WorksheetsSpec, inputs: Inputs): WorksheetStudy {
  const files = new Map(
    materialFiles(spec).map(({ name, path }) => [name, { path, text: textOf(inputs, name) }]),
  );
  const problemsIn = (name: string): Problem[] => {
    const { path = name, text = '' } = files.get(name) ?? {};
    return readProblems(text, path);
  };
  requireDistinct(spec.materials.sets, 'materials.sets', 'material');
  requireDistinct(
    spec.judges.map(({ name }) => name),
    'judges',
    'judge',
  );
  const test = files.get('materials.test');
  const items = readItems(test?.text ?? '', test?.path ?? '');
  const materials = spec.materials.sets.map((name, index): Material => {
    const place = `materials.sets.${index}`;
    if (spec.effect === 'variability')
      return { name, low: problemsIn(`${place}.low`), high: problemsIn(`${place}.high`) };
    const problems = problemsIn(place);
    return { name, low: problems, high: problems };
  });
  for (const material of materials) requireFitting(spec.effect, material);
  const all = [...new Set(materials.flatMap(({ low, high }) => [...low, ...high]))];
  const checked = checkSolutions(all);
  const shown = requireSolutions(spec.effect, materials);
  const { personas, controlPersonas } = personasOf(spec);
  const judges = spec.judges.map((judge, index) => judgeOf(spec, judge, index));
  const sheets = sheetsOf(spec, materials);
  const names = CONDITIONS[spec.effect].map(({ name }) => name);
  const parts = { spec, materials, items, judges, personas, controlPersonas, conditions: names };
  const byName = new Map(judges.map((judge) => [judge.spec.name, judge]));
  const byId = new Map(items.map(({ id, question }) => [id, question]));
  return {
    ...parts,
    solutions: { shown, checked },
    blocks: judges.flatMap((judge) => blocksOf(parts, judge)),
    judge: ({ judge, key }) => found(byName.get(judge), key),
    itemText: ({ item, key }) => found(byId.get(item), key),
    worksheet: ({ material, variant }) =>
      found(sheets.get(`${material}/${variant}`), `${material}/${variant}`),
  };
}

function textOf(inputs: Inputs, name: string): string {
  const text = inputs.get(name);
  if (text === undefined) throw new Fault(`the input ${name} was not handed over`);
  return text;
}

function requireDistinct(names: readonly string[], place: string, what: string): void {
  const repeated = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (repeated < 0) return;
  throw new UserError(`the ${what} '${names[repeated] ?? ''}' stands twice`, {
    place: `${place}.${repeated}`,
    remedy: 'Take it out, or give it another name.',
  });
}

function judgeOf(spec: WorksheetsSpec, judge: JudgeSpec, index: number): Judge {
  const model = spec.models.find(({ name }) => name === judge.model);
  if (model === undefined) {
    throw new UserError(`there is no model '${judge.model}'`, {
      place: `judges.${index}.model`,
      remedy: `Models: ${spec.models.map(({ name }) => name).join(', ')}.`,
    });
  }
  return { spec: judge, label: judge.label ?? judge.name, model: modelRef(model) };
}

/** Every worksheet of the study, so that what one lacks is said before anything is asked. */
function sheetsOf(spec: WorksheetsSpec, materials: readonly Material[]): ReadonlyMap<string, string> {
  const variants = [...CONDITIONS[spec.effect].map(({ name }) => name), ...spec.controls.run];
  return new Map(
    materials.flatMap((material) =>
      variants.map((variant) => [
        `${material.name}/${variant}`,
        worksheet(spec.effect, material, variant, spec.seed),
      ]),
    ),
  );
}

type Parts = Pick<
  WorksheetStudy,
  'spec' | 'materials' | 'items' | 'personas' | 'controlPersonas' | 'conditions'
>;

function blocksOf(study: Parts, judge: Judge): Block<JudgmentCell>[] {
  const conditions = blockOf(study, judge, study.conditions, study.personas);
  const { run } = study.spec.controls;
  return run.length === 0 ? [conditions] : [conditions, blockOf(study, judge, run, study.controlPersonas)];
}

/** Variants one after the other, then materials, personas, replicates, items. A chain of items is one thread. */
function blockOf(
  { spec, materials, items }: Parts,
  { spec: judge, model }: Judge,
  variants: readonly string[],
  personas: readonly Persona[],
): Block<JudgmentCell> {
  const conversations = variants.length * materials.length * personas.length * judge.replicates;
  const cellsAt = (at: number): readonly JudgmentCell[] => {
    const replicate = (at % judge.replicates) + 1;
    const rest = Math.floor(at / judge.replicates);
    const persona = personas[rest % personas.length] as Persona;
    const sheet = Math.floor(rest / personas.length);
    const material = (materials[sheet % materials.length] as Material).name;
    const variant = variants[Math.floor(sheet / materials.length)] as string;
    const order = judge.mode === 'chained' ? orderOf(spec.seed, items, replicate) : items;
    return order.map(({ id }) =>
      judgmentCell({ judge: judge.name, material, variant, persona, item: id, replicate }),
    );
  };
  const cells = conversations * items.length;
  if (judge.mode === 'chained') return { models: [model], threads: indexed(conversations, cellsAt), cells };
  const cellAt = (at: number): JudgmentCell =>
    cellsAt(Math.floor(at / items.length))[at % items.length] as JudgmentCell;
  return { models: [model], threads: indexed(cells, (at) => [cellAt(at)]), cells };
}

/** The first replicate has the order of the file, further ones orders of their own. */
function orderOf(seed: number, items: readonly TestItem[], replicate: number): readonly TestItem[] {
  return replicate === 1 ? items : shuffled(randomStream(seed, 'order of items', replicate), items);
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new RangeError(`${what} is no part of this study`);
  return value;
}
