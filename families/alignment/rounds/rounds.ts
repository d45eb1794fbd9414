/** The rounds of a study: all at once, or waves of items until the headline's interval is narrow enough. */
import type { Json } from '../../../domain/json.ts';
import { once, type Finished, type Next, type Round, type Rounds } from '../../rounds.ts';
import { jointRecords } from '../analysis/joint.ts';
import { answersOf } from '../analysis/answers.ts';
import { type AlignmentStudy, blocksOn } from '../study.ts';
import { type Look, lookAt, lookText } from './look.ts';
import { wavesOf } from './waves.ts';

/** What a round of a study with a stopping rule remembers: plain ids and figures, so that it is told again from them alone. */
interface Memory {
  /** Items of this wave. */
  readonly wave: readonly string[];
  /** Items of the waves before. */
  readonly before: readonly string[];
  /** After each wave before. */
  readonly looks: readonly Look[];
}

export function roundsOf(study: AlignmentStudy): Rounds {
  const { until, seed } = study.spec;
  if (until === undefined) return once(study.blocks);
  const waves = wavesOf(study.items, until.atMost, seed);
  const reopen = (index: number, memory: Json): Round => ({
    index,
    blocks: blocksOn(study, new Set(memoryOf(memory).wave)),
    memory,
  });
  const first: Memory = { wave: waves[0] ?? [], before: [], looks: [] };
  return {
    reopen,
    async round(before): Promise<Next> {
      if (before === undefined) return { round: reopen(0, asJson(first)) };
      const look = await lookAfter(study, before);
      const index = before.rounds.length;
      const said = lookText(study.primary.spec.name, look, until, index);
      const wave = waves[index];
      if (look.stops !== null || wave === undefined) return { said };
      const last = lastOf(before.rounds);
      const next: Memory = { wave, before: [...last.before, ...last.wave], looks: [...last.looks, look] };
      return { said, round: reopen(index, asJson(next)) };
    },
  };
}

/** The study as far as its rounds have asked it; whole where it has no stopping rule, or no round yet. */
export function askedStudy(study: AlignmentStudy, rounds: readonly Round[]): AlignmentStudy {
  if (study.spec.until === undefined || rounds.length === 0) return study;
  const { before, wave } = lastOf(rounds);
  const asked = new Set([...before, ...wave]);
  return { ...study, items: study.items.filter(({ id }) => asked.has(id)) };
}

/** The looks before the last round was asked; undefined without a stopping rule. */
export function looksBefore(study: AlignmentStudy, rounds: readonly Round[]): readonly Look[] | undefined {
  if (study.spec.until === undefined) return undefined;
  return rounds.length === 0 ? [] : lastOf(rounds).looks;
}

/** The last look in a line; '' before the first, or without a rule. */
export function lastLook(study: AlignmentStudy, rounds: readonly Round[]): string {
  const { until } = study.spec;
  const looks = looksBefore(study, rounds) ?? [];
  const look = looks.at(-1);
  return until === undefined || look === undefined
    ? ''
    : lookText(study.primary.spec.name, look, until, looks.length);
}

async function lookAfter(study: AlignmentStudy, { rounds, cells, compute }: Finished): Promise<Look> {
  const { until } = study.spec;
  if (until === undefined) throw new RangeError('a look without a rule');
  const asked = askedStudy(study, rounds);
  const { record } = await jointRecords(asked, await answersOf(asked, cells), compute);
  return lookAt(record(study.primary.spec.name), until, { look: rounds.length, items: asked.items.length });
}

function lastOf(rounds: readonly Round[]): Memory {
  const last = rounds.at(-1);
  if (last === undefined) throw new RangeError('no round');
  return memoryOf(last.memory);
}

function memoryOf(memory: Json): Memory {
  return memory as unknown as Memory;
}

function asJson(memory: Memory): Json {
  return memory as unknown as Json;
}
