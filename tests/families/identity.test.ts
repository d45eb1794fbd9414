/** What of a spec enters its hash. */
import { z } from 'zod';
import { identityOf } from '../../families/identity.ts';
import { modelFields, modelRef } from '../../families/spec-parts.ts';

const schema = z.strictObject({ models: z.array(z.strictObject(modelFields)) });
const model = { name: 'a', endpoint: 'local', model: 'm' };
const identity = (more: object) =>
  identityOf(schema, schema.parse({ models: [{ ...model, ...more }] }), new Set());

test('a field written out at its default is no part of it', () => {
  const plain = identity({});
  expect(plain).toEqual({ models: [model] });
  expect(identity({ omit: [] })).toEqual(plain);
  expect(identity({ extra: {} })).toEqual(plain);
  expect(identity({ reasoningTokens: 0 })).toEqual(plain);
  expect(identity({ omit: [], extra: {}, reasoningTokens: 0 })).toEqual(plain);
});

test('any other value is', () => {
  const more = { omit: ['seed'], extra: { a: 1 }, reasoningTokens: 1, limit: 'max_tokens' };
  expect(identity(more)).toEqual({ models: [{ ...model, ...more }] });
});

test('a spec that says nothing still leaves all to the configuration', () => {
  const [said] = schema.parse({ models: [{ ...model }] }).models;
  expect(said && modelRef(said)).toEqual({ endpoint: 'local', model: 'm' });
});
