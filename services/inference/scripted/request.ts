/** What the scripted endpoint understands of a request. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Latency, When } from './script.ts';
import { randomStream } from '../../../domain/seeds.ts';

const chatBody = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  max_tokens: z.number().int().min(1).optional(),
  max_completion_tokens: z.number().int().min(1).optional(),
  logprobs: z.boolean().optional(),
});
const rawBody = z.object({
  model: z.string(),
  prompt: z.string(),
  max_tokens: z.number().int().min(1).optional(),
  logprobs: z.number().int().nullish(),
});

export interface ScriptedRequest {
  readonly kind: 'chat' | 'raw';
  readonly model: string;
  /** All that was said, and the last thing that the user said. */
  readonly text: string;
  readonly lastTurn: string;
  readonly maxTokens: number;
  readonly wantsLogProbs: boolean;
  /** The members of the body. */
  readonly members: readonly string[];
  /** SHA-256 of the body's bytes: the request's name in the log and in every draw. */
  readonly sha256: string;
}

/** @returns undefined where the body is no request of this kind */
export function readRequest(kind: 'chat' | 'raw', body: Buffer): ScriptedRequest | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  const sha256 = sha256Of(body);
  const members = typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : [];
  if (kind === 'raw') {
    const { data } = rawBody.safeParse(parsed);
    if (data === undefined) return undefined;
    const wantsLogProbs = (data.logprobs ?? 0) > 0;
    const maxTokens = data.max_tokens ?? Infinity;
    return {
      kind,
      model: data.model,
      text: data.prompt,
      lastTurn: data.prompt,
      maxTokens,
      wantsLogProbs,
      members,
      sha256,
    };
  }
  const { data } = chatBody.safeParse(parsed);
  if (data === undefined) return undefined;
  return {
    kind,
    model: data.model,
    text: data.messages.map((message) => message.content).join('\n'),
    lastTurn: data.messages.findLast((message) => message.role === 'user')?.content ?? '',
    maxTokens: data.max_completion_tokens ?? data.max_tokens ?? Infinity,
    wantsLogProbs: data.logprobs ?? false,
    members,
    sha256,
  };
}

export function sha256Of(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

export function concerns(when: When, request: ScriptedRequest): boolean {
  if (when.model !== undefined && when.model !== request.model) return false;
  if (when.sends !== undefined && !request.members.includes(when.sends)) return false;
  const texts = when.includes === undefined ? [] : [when.includes].flat();
  return texts.every((text) => request.text.includes(text));
}

export function latencyOf(latency: Latency, seed: number, request: ScriptedRequest): number {
  if (typeof latency === 'number') return latency;
  const u = randomStream(seed, 'latency', request.sha256).uniform();
  return latency.low + (latency.high - latency.low) * u;
}
