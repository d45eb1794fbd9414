/** The methods of a spec, each with its model and the methods that it is made of. */
import { gather, UserError } from '../../../domain/errors.ts';
import { didYouMean } from '../../../domain/likely.ts';
import { listed } from '../../csv.ts';
import { modelRef } from '../../spec-parts.ts';
import type { MethodSpec, MethodSpecOf, WordProblemsSpec } from '../spec.ts';
import { chainOfThought } from './chain-of-thought.ts';
import { declarative8Shot } from './declarative-8-shot.ts';
import { declarative } from './declarative.ts';
import type { Method, Voice } from './method.ts';
import { oneStep } from './one-step.ts';
import { program } from './program.ts';
import { selfConsistency } from './self-consistency.ts';
import { vote } from './vote.ts';
import { written } from './written.ts';

type VoteSpec = MethodSpecOf<'vote'>;
type AskingSpec = Exclude<MethodSpec, VoteSpec | { kind: 'written' }>;

/** In the order of the spec. @throws UserError naming the place in the spec */
export function resolveMethods(spec: WordProblemsSpec): Method[] {
  requireDistinct(spec.models, 'models');
  requireDistinct(spec.methods, 'methods');
  return gather(spec.methods.map((method, index) => () => resolve(spec, method, `methods.${index}`)));
}

function resolve(spec: WordProblemsSpec, method: MethodSpec, place: string): Method {
  switch (method.kind) {
    case 'vote':
      return resolveVote(spec, method, place);
    case 'written':
      return written(method);
    default:
      return asking(method, voiceOf(spec, method, method.model, `${place}.model`));
  }
}

function resolveVote(spec: WordProblemsSpec, method: VoteSpec, place: string): Method {
  if (new Set(method.of).size < method.of.length) {
    throw new UserError('a method stands twice in one vote', {
      place: `${place}.of`,
      remedy: 'It would always agree with itself: take it out once.',
    });
  }
  const members = method.of.map((name, index) =>
    resolve(spec, member(spec, name, `${place}.of.${index}`), `${place}.of.${index}`),
  );
  if (method.agreement > members.length) {
    throw new UserError(`${method.agreement} of ${members.length} methods can never agree`, {
      place: `${place}.agreement`,
      remedy: 'Name more methods, or ask for less agreement.',
    });
  }
  const { escalate } = method;
  if (escalate === undefined) return vote(method, members, null);
  const asked = member(spec, escalate.method, `${place}.escalate.method`);
  if (asked.kind === 'written') {
    throw new UserError(`'${asked.name}' asks no model`, {
      place: `${place}.escalate.method`,
      remedy: 'Name a method that asks one.',
    });
  }
  const voice = voiceOf(spec, asked, escalate.model, `${place}.escalate.model`);
  return vote(method, members, asking(asked, voice));
}

/** A method that may be part of a vote. */
function member(spec: WordProblemsSpec, name: string, place: string): Exclude<MethodSpec, VoteSpec> {
  const found = spec.methods.find((method) => method.name === name);
  if (found !== undefined && found.kind !== 'vote') return found;
  const others = spec.methods.filter(({ kind }) => kind !== 'vote').map((method) => method.name);
  const absent = `there is no method '${name}'${didYouMean(name, others)}`;
  throw new UserError(found === undefined ? absent : `'${name}' is a vote itself`, {
    place,
    remedy: `Methods that can take part: ${listed(others)}.`,
  });
}

function asking(method: AskingSpec, voice: Voice): Method {
  switch (method.kind) {
    case 'declarative':
      return declarative(method, voice);
    case 'declarative-8-shot':
      return declarative8Shot(method, voice);
    case 'one-step':
      return oneStep(method, voice);
    case 'program':
      return program(method, voice);
    case 'chain-of-thought':
      return chainOfThought(method, voice);
    case 'self-consistency':
      return selfConsistency(method, voice);
  }
}

function voiceOf(spec: WordProblemsSpec, method: AskingSpec, name: string, place: string): Voice {
  const model = spec.models.find((known) => known.name === name);
  if (model === undefined) {
    const names = spec.models.map((known) => known.name);
    throw new UserError(`there is no model '${name}'${didYouMean(name, names)}`, {
      place,
      remedy: names.length === 0 ? 'Add it under `models`.' : `Models are ${listed(names)}.`,
    });
  }
  return {
    model: modelRef(model),
    modelName: model.name,
    temperature: method.temperature ?? model.temperature,
    maxTokens: method.maxTokens,
  };
}

function requireDistinct(entries: readonly { readonly name: string }[], place: string): void {
  const names = entries.map(({ name }) => name);
  const index = names.findIndex((name, at) => names.indexOf(name) !== at);
  if (index < 0) return;
  throw new UserError(`the name '${names[index] ?? ''}' stands twice`, {
    place: `${place}.${index}.name`,
    remedy: 'Give each a name of its own.',
  });
}
