/** The reference names everything that the code has: fields, settings, variables, columns. */
import { describe, expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { families } from '../../families/index.ts';
import { ROOT } from '../../services/home/provenance.ts';
import { scriptSchema } from '../../services/inference/scripted/script.ts';
import { codeSpans, pageAt, section } from './pages.ts';

type Schema = Record<string, unknown>;

describe('the reference', () => {
  for (const family of families) {
    test(`has every field of the spec of ${family.name}, and no field that is gone`, () => {
      const schema = z.toJSONSchema(family.schema, { io: 'input', unrepresentable: 'any' }) as Schema;
      const page = pageAt(`docs/reference/${family.name}-spec.md`);
      const fields = [...page.prose.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]);
      expect([...new Set(fields)].sort()).toEqual([...new Set(fieldsOf(schema, ''))].sort());
    });
  }

  test('has every member of a script', () => {
    const schema = z.toJSONSchema(scriptSchema, { io: 'input', unrepresentable: 'any' }) as Schema;
    const named = wordsIn(pageAt('docs/reference/scripted-endpoint.md').text);
    const members = fieldsOf(schema, '').map((field) => field.split('.').at(-1)?.replace('[]', '') ?? '');
    expect(members.filter((member) => !named.has(member))).toEqual([]);
  });

  test('says of every flag and warning of a fit what to do', () => {
    const wordsOf = (file: string, start: RegExp): string[] => {
      const source = readFileSync(join(ROOT, file), 'utf8');
      const union = source.slice(source.search(start)).split(';')[0] ?? '';
      return [...union.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '');
    };
    const page = pageAt('docs/how-to/irt-flags.md');
    const rowsOf = (heading: string): Set<string | undefined> =>
      new Set([...section(page, heading).matchAll(/^\| `([a-z-]+)`/gm)].map((match) => match[1]));
    const flags = wordsOf('methods/irt/estimates.ts', /export type ItemFlag/);
    const codes = wordsOf('methods/irt/warnings.ts', /readonly code:/);
    expect([flags.length > 5, codes.length > 3]).toEqual([true, true]);
    expect(flags.filter((flag) => !rowsOf('Flags of items').has(flag))).toEqual([]);
    expect(codes.filter((code) => !rowsOf('Warnings of a fit').has(code))).toEqual([]);
  });

  test('has every setting of holdfast.toml', () => {
    const source = readFileSync(join(ROOT, 'services/home/config.ts'), 'utf8');
    const settings = [...source.matchAll(/^ {2}([a-z_]+): z\b/gm)].map((match) => match[1] ?? '');
    expect(settings.length).toBeGreaterThan(10);
    const named = new Set(codeSpans(pageAt('docs/reference/configuration.md').prose));
    expect(settings.filter((setting) => !named.has(setting))).toEqual([]);
  });

  test('has every environment variable that the code reads', () => {
    const files = globSync(['services/**/*.ts', 'scripts/**/*.ts', 'workers/**/*.ts', 'activities/**/*.ts'], {
      cwd: ROOT,
    });
    const read = files.flatMap((file) =>
      [
        ...readFileSync(join(ROOT, file), 'utf8').matchAll(
          /env(?:ironment)?\['((?:HOLDFAST|TEMPORAL)_[A-Z_]+|NO_COLOR)'\]/g,
        ),
      ].map((match) => match[1] ?? ''),
    );
    expect(new Set(read).size).toBeGreaterThan(8);
    const named = new Set(
      codeSpans(section(pageAt('docs/reference/configuration.md'), 'Environment variables')),
    );
    expect([...new Set(read)].filter((variable) => !named.has(variable))).toEqual([]);
  });

  test('has every table and column of the store', () => {
    const source = readFileSync(join(ROOT, 'services/store/tables.ts'), 'utf8');
    const body = /interface Tables \{([^]*?)^\}/m.exec(source)?.[1] ?? '';
    const columns = [...body.matchAll(/\b([a-z_]+): /g)].map((match) => match[1] ?? '');
    expect(columns.length).toBeGreaterThan(50);
    const named = new Set(codeSpans(pageAt('docs/reference/store.md').prose));
    expect([...new Set(columns)].filter((column) => !named.has(column))).toEqual([]);
  });
});

/** Paths of all fields: `a.b`, `list[].c`, `map.*.d`. */
function fieldsOf(schema: Schema, path: string): string[] {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  const own = Object.entries(properties).flatMap(([name, member]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [at, ...fieldsOf(member, at)];
  });
  const alternatives = [...((schema['oneOf'] ?? []) as Schema[]), ...((schema['anyOf'] ?? []) as Schema[])];
  const items = schema['items'];
  const values = schema['additionalProperties'];
  return [
    ...own,
    ...alternatives.flatMap((alternative) => fieldsOf(alternative, path)),
    ...(isSchema(items) ? fieldsOf(items, `${path}[]`) : []),
    ...(isSchema(values) ? fieldsOf(values, `${path}.*`) : []),
  ];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordsIn(text: string): Set<string> {
  return new Set(text.match(/\w+/g) ?? []);
}
