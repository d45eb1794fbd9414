/** Which fields a spec may have, out of its family's schema. */
import { z } from 'zod';
import type { Family } from '../../families/family.ts';

/** The fields that a mapping at this place may have. */
export function fieldsAt(family: Family, path: readonly PropertyKey[]): string[] {
  let nodes: JsonSchema[] = [
    z.toJSONSchema(family.schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
  ];
  for (const key of path) {
    nodes = nodes.flatMap(choicesOf).flatMap((node) => {
      const next =
        typeof key === 'number' ? node.items : (node.properties?.[String(key)] ?? node.additionalProperties);
      return typeof next === 'object' ? [next] : [];
    });
  }
  return [...new Set(nodes.flatMap(choicesOf).flatMap((node) => Object.keys(node.properties ?? {})))];
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

function choicesOf(node: JsonSchema): JsonSchema[] {
  return [node, ...(node.anyOf ?? []), ...(node.oneOf ?? [])];
}
