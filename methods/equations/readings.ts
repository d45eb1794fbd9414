/** How statements can be read: `a = a + 5` gives `a` a new value, or states an equation. */
import type { Constraint, Domain, Problem } from './problem.ts';
import type { Statement } from './statements.ts';
import { collectNames, mentions, rename, type Expression } from './tree.ts';

export interface Reading extends Problem {
  /** Names of the problem as they were written, in order, each once. */
  readonly names: readonly string[];
  /** The names that a name goes by, one for each value it is given. */
  readonly versions: (name: string) => readonly string[];
}

/**
 * - `equations`: every statement is an equation;
 * - `reassignments`: a name that has a defining equation gets a new value from its own one;
 * - `assignments`: so it does from every later definition, its own value in it or not.
 */
export type Manner = 'equations' | 'reassignments' | 'assignments';

/** A name's second value is `a'`, its third `a''`: no name that is written has such a mark. */
const MARK = "'";

/** The name as it was written. */
export function plainName(name: string): string {
  const at = name.indexOf(MARK);
  return at < 0 ? name : name.slice(0, at);
}

export function isTautology(statement: Statement): boolean {
  return statement.kind === 'eq' && statement.isTautology;
}

/** The name that an equation defines: `a = ...` or `5 = a`. */
export function definedName(statement: Statement): string | undefined {
  if (statement.kind !== 'eq' || statement.relation !== '=') return undefined;
  const { left, right } = statement;
  if (left.kind === 'name' && !mentions(right, left.name)) return left.name;
  return right.kind === 'name' && !mentions(left, right.name) ? right.name : undefined;
}

/** The name that an equation gives a new value from its own: `a = a + 5`. */
export function selfDefinedName(statement: Statement): string | undefined {
  if (statement.kind !== 'eq' || statement.relation !== '=') return undefined;
  const { left, right } = statement;
  return left.kind === 'name' && mentions(right, left.name) ? left.name : undefined;
}

/** A name without a value of its own is never given a new one: `h = 0.6*(v + h)` is an equation. */
export function read(statements: readonly Statement[], manner: Manner): Reading {
  const versions = new Versions();
  const equations: Constraint[] = [];
  const inequalities: Constraint[] = [];
  for (const [index, statement] of statements.entries()) {
    if (statement.kind !== 'eq' || isTautology(statement)) continue;
    const { relation } = statement;
    // The right side still sees the value from before.
    const right = versions.current(statement.right);
    const self = selfDefinedName(statement);
    const defined = definedName(statement);
    const again = self ?? (statement.left.kind === 'name' ? defined : undefined);
    const isNew = manner === 'assignments' || (manner === 'reassignments' && self !== undefined);
    if (isNew && again !== undefined && versions.isDefined(again)) versions.advance(again);
    const left = versions.current(statement.left);
    if (defined !== undefined) versions.define(defined);
    (relation === '=' ? equations : inequalities).push({ index, left, relation, right });
  }
  return {
    equations,
    inequalities,
    domains: statements.flatMap((statement, index) => domainsOf(statement, index, versions)),
    goals: statements.flatMap((statement, index) =>
      statement.kind === 'answer'
        ? [{ index, wanted: statement.wanted, expression: versions.current(statement.expression) }]
        : [],
    ),
    names: namesIn(statements),
    versions: (name) => versions.all(name),
  };
}

function domainsOf(statement: Statement, index: number, versions: Versions): Domain[] {
  if (statement.kind !== 'var') return [];
  const { name, unit } = statement;
  if (unit !== 'count' && unit !== 'amount') return [];
  return versions.all(name).map((version) => ({ index, name: version, unit }));
}

function namesIn(statements: readonly Statement[]): readonly string[] {
  const names = new Set<string>();
  for (const statement of statements) {
    if (statement.kind === 'var') names.add(statement.name);
    else if (statement.kind === 'answer') collectNames(statement.expression, names);
    else {
      collectNames(statement.left, names);
      collectNames(statement.right, names);
    }
  }
  return Array.from(names);
}

/** Which value of a name is the current one. */
class Versions {
  readonly #defined = new Set<string>();
  readonly #latest = new Map<string, number>();

  isDefined(name: string): boolean {
    return this.#defined.has(name);
  }

  define(name: string): void {
    this.#defined.add(name);
  }

  advance(name: string): void {
    this.#latest.set(name, (this.#latest.get(name) ?? 1) + 1);
  }

  current(tree: Expression): Expression {
    if (this.#latest.size === 0) return tree;
    return rename(tree, (name) => versionName(name, this.#latest.get(name) ?? 1));
  }

  all(name: string): readonly string[] {
    return Array.from({ length: this.#latest.get(name) ?? 1 }, (_, i) => versionName(name, i + 1));
  }
}

function versionName(name: string, version: number): string {
  return name + MARK.repeat(version - 1);
}
