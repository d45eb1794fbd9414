/** Units that stand in equations: `3 dollars` multiplies by a name that says nothing. */
import { ONE } from './rational.ts';
import type { Statement } from './statements.ts';
import { nameNode, numberNode, withNames } from './tree.ts';

/** A word, and whether a number and a space stand right before it. */
const WORD = /(?<![\w.])([A-Za-z_]\w*)/g;

/**
 * The statements without their units: names that stand behind a number and a space wherever they stand, in equations only,
 * and are declared nowhere.
 *
 * @returns undefined where there is none
 */
export function withoutUnits(
  statements: readonly Statement[],
): { readonly statements: readonly Statement[]; readonly units: readonly string[] } | undefined {
  const units = unitsIn(statements);
  if (units.size === 0) return undefined;
  const plain = statements.map((statement): Statement => {
    if (statement.kind !== 'eq') return statement;
    const [left, right] = [statement.left, statement.right].map((side) =>
      withNames(side, (name) => (units.has(name) ? numberNode(ONE) : nameNode(name))),
    );
    return left === undefined || right === undefined ? statement : { ...statement, left, right };
  });
  return { statements: plain, units: [...units] };
}

function unitsIn(statements: readonly Statement[]): ReadonlySet<string> {
  const units = new Set<string>();
  const others = new Set<string>();
  for (const { kind, text } of statements) {
    const body = text.replace(/^\w+/, (keyword) => ' '.repeat(keyword.length));
    for (const { index, 1: word = '' } of body.matchAll(WORD)) {
      const isBehindNumber = kind === 'eq' && /\d[ \u00a0]+$/.test(body.slice(Math.max(0, index - 8), index));
      (isBehindNumber ? units : others).add(word);
    }
  }
  for (const word of others) units.delete(word);
  return units;
}
