/** A spec with its inputs, checked: arms, cells, and the dialogue that asks them. */
import { gather, UserError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/likely.ts';
import { type Arm, resolveArm } from './arms/arm.ts';
import { blocksOf, type ItemCell } from './arms/cells.ts';
import type { Respondent } from './arms/respondents.ts';
import type { Lookup } from './dialogue.ts';
import { type Block, type Threads, threadsOf } from '../block.ts';
import type { Inputs } from '../family.ts';
import { type Material, readMaterial } from './inputs.ts';
import { listed } from '../csv.ts';
import type { Item } from './responses/items.ts';
import { checkUntil } from './rounds/waves.ts';
import type { AlignmentSpec } from './spec/spec.ts';

/** Everything that is known before anything is asked. */
export interface AlignmentStudy extends Material {
  readonly spec: AlignmentSpec;
  readonly arms: readonly Arm[];
  readonly primary: Arm;
  readonly blocks: readonly Block<ItemCell>[];
  /** Of all blocks. */
  readonly threads: Threads<ItemCell>;
  readonly lookup: Lookup;
}

/** @throws UserError for anything wrong that can be seen before a call is paid for */
export function openStudy(spec: AlignmentSpec, inputs: Inputs): AlignmentStudy {
  const material = readMaterial(spec, inputs);
  const named = (list: readonly { readonly name: string }[], place: string) => () => {
    requireDistinct(
      list.map(({ name }) => name),
      place,
    );
  };
  const byArm: Arm[] = [];
  gather([
    named(spec.models, 'models'),
    named(spec.arms, 'arms'),
    ...spec.arms.map((arm, index) => () => byArm.push(resolveArm(arm, index, { spec, ...material }))),
    () => checkGroups(spec, material),
  ]);
  const arms: readonly Arm[] = byArm;
  const primary = arms.find((arm) => arm.spec.name === (spec.analysis.primary ?? arms[0]?.spec.name));
  if (primary === undefined) {
    const names = arms.map((arm) => arm.spec.name);
    const wanted = spec.analysis.primary ?? '';
    throw new UserError(`there is no arm '${wanted}'${didYouMean(wanted, names)}`, {
      place: 'analysis.primary',
      remedy: `Arms are ${listed(names)}.`,
    });
  }
  const people = material.people.kind === 'responses' ? material.people : null;
  // Fewer may be left where data of persons were removed; what was asked was asked by the rule.
  if (people?.removed === undefined) checkUntil(spec, arms, primary, material.items);
  const blocks = arms.flatMap((arm) => blocksOf(arm, material.items, people, spec.seed));
  return {
    spec,
    ...material,
    arms,
    primary,
    blocks,
    threads: threadsOf(blocks),
    lookup: lookupOf(spec, arms, material.items),
  };
}

/** What is asked of some of the items alone. */
export function blocksOn(
  { arms, items, people, spec }: AlignmentStudy,
  wanted: ReadonlySet<string>,
): readonly Block<ItemCell>[] {
  const table = people.kind === 'responses' ? people : null;
  const some = items.filter(({ id }) => wanted.has(id));
  return arms.flatMap((arm) => blocksOf(arm, some, table, spec.seed));
}

function lookupOf(spec: AlignmentSpec, arms: readonly Arm[], items: readonly Item[]): Lookup {
  const byArm = new Map(arms.map((arm) => [arm.spec.name, arm]));
  const byRespondent = new Map(
    arms.map((arm) => [arm.spec.name, new Map<string, Respondent>(arm.respondents.map((r) => [r.id, r]))]),
  );
  const byItem = new Map(items.map((item) => [item.id, item]));
  return {
    spec,
    arm: (cell) => found(byArm.get(cell.arm), cell.key),
    respondent: (cell) => found(byRespondent.get(cell.arm)?.get(cell.respondent), cell.key),
    item: (cell) => found(byItem.get(cell.item), cell.key),
  };
}

function found<T>(value: T | undefined, key: string): T {
  if (value === undefined) throw new RangeError(`the cell ${key} is none of this study`);
  return value;
}

function requireDistinct(names: readonly string[], place: string): void {
  const index = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (index === -1) return;
  throw new UserError(`the name '${names[index] ?? ''}' stands twice`, {
    place: `${place}.${index}.name`,
    remedy: 'Give each a name of its own.',
  });
}

function checkGroups(spec: AlignmentSpec, { people }: Material): void {
  spec.baselines.groups.forEach(({ covariate, values }, index) => {
    const place = `baselines.groups.${index}`;
    if (people.kind !== 'responses') {
      throw new UserError('groups of people need responses of persons', {
        place,
        remedy: 'Take the groups out.',
      });
    }
    const known = [...new Set(people.persons.map((person) => person.covariates[covariate]))];
    // Nobody of a group may be left; its figures were made before.
    if (people.removed !== undefined) return;
    if (known.every((value) => value === undefined)) {
      throw new UserError(`the people have no covariate '${covariate}'`, {
        place: `${place}.covariate`,
        remedy: 'Name the column in people.covariates.',
      });
    }
    values.forEach((value, v) => {
      if (known.includes(value)) return;
      throw new UserError(`nobody has ${covariate} = '${value}'`, {
        place: `${place}.values.${v}`,
        remedy: `Values are ${listed(known.map(String))}.`,
      });
    });
  });
}
