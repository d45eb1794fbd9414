/** A planted population: what it is, is known, so that a study can be asked to find it again. */
import { randomStream } from '../../../domain/seeds.ts';
import type { ScriptedRequest } from './request.ts';
import type { Reply } from './script.ts';

type Planted = Extract<Reply, { kind: 'planted' }>;

/** A respondent's planted theta. */
export function plantedTheta(sd: number, seed: number, respondent: string): number {
  return sd * randomStream(seed, 'theta', respondent).normal();
}

/** @returns undefined where the prompt names no respondent or holds no item */
export function plantedAnswer(
  reply: Planted,
  seed: number,
  request: ScriptedRequest,
): { word: string; words: { text: string; probability: number }[] } | undefined {
  const respondent = nameAfter(reply.respondent, request.text);
  const item = askedItem(reply, request.lastTurn);
  if (respondent === undefined || item === undefined) return undefined;
  const theta = plantedTheta(reply.sd, seed, respondent);
  const probability = 1 / (1 + Math.exp(item.difficulty - theta));
  const u = randomStream(seed, 'answer', respondent, item.match).uniform();
  return {
    word: u < probability ? reply.yes : reply.no,
    words: [
      { text: reply.yes, probability },
      { text: reply.no, probability: 1 - probability },
    ],
  };
}

function nameAfter(phrase: string, text: string): string | undefined {
  const at = text.indexOf(phrase);
  return at < 0 ? undefined : /^[\w-]+/.exec(text.slice(at + phrase.length))?.[0];
}

/** The item that stands last in the question; of those that begin together the longest. */
function askedItem(reply: Planted, text: string): Planted['items'][number] | undefined {
  let best: { item: Planted['items'][number]; end: number } | undefined;
  for (const item of reply.items) {
    const at = text.lastIndexOf(item.match);
    if (at < 0) continue;
    const end = at + item.match.length;
    const longer = item.match.length > (best?.item.match.length ?? 0);
    if (best === undefined || end > best.end || (end === best.end && longer)) best = { item, end };
  }
  return best?.item;
}
