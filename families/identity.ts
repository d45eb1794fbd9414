/** What of a spec enters its hash: fields at their default are left out, so that a new optional field orphans nothing. */
import { z } from 'zod';
import type { Json, JsonObject } from '../domain/json.ts';
import { canonicalJson } from '../domain/json.ts';

/**
 * A parsed spec without the members that equal their schema's default, and without those named in `leaveOut` at any
 * depth (paths of files: their hashes are added by name; budgets; labels).
 */
export function identityOf<T extends Json = JsonObject>(
  schema: z.ZodType,
  spec: unknown,
  leaveOut: ReadonlySet<string>,
): T {
  return strip(schema, spec as Json, leaveOut) as T;
}

function strip(schema: unknown, value: Json, leaveOut: ReadonlySet<string>): Json {
  if (schema instanceof z.ZodDefault) return strip(schema.unwrap(), value, leaveOut);
  if (schema instanceof z.ZodOptional) return strip(schema.unwrap(), value, leaveOut);
  if (schema instanceof z.ZodArray)
    return (value as readonly Json[]).map((item) => strip(schema.element, item, leaveOut));
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const option = schema.options.find((candidate) => z.safeParse(candidate as z.ZodType, value).success);
    return option === undefined ? value : strip(option, value, leaveOut);
  }
  if (!(schema instanceof z.ZodObject)) return value;
  const shape = schema.shape as Readonly<Record<string, unknown>>;
  const kept: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value as JsonObject)) {
    const memberSchema = shape[name];
    if (member === undefined || leaveOut.has(name) || isDefault(memberSchema, member)) continue;
    kept[name] = strip(memberSchema, member, leaveOut);
  }
  return kept;
}

function isDefault(schema: unknown, value: Json): boolean {
  const unsaid = defaultOf(schema);
  return unsaid !== undefined && canonicalJson(unsaid) === canonicalJson(value);
}

/** An optional field may name what its absence comes to, where absence must stay visible to the program. */
function defaultOf(schema: unknown): Json | undefined {
  if (schema instanceof z.ZodDefault) return schema.def.defaultValue as Json;
  return schema instanceof z.ZodOptional ? (schema.meta()?.['default'] as Json | undefined) : undefined;
}
