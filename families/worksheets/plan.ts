/** What is decided before the answers are seen, what it will take, and what the figures will be able to say. */
import type { JsonObject } from '../../domain/json.ts';
import {
  detectableMean,
  observationsPerGroup,
  pairsNeeded,
} from '../../methods/statistics/mean-differences.ts';
import type { CallEstimate } from '../family.ts';
import { promptTokens } from '../prompt-tokens.ts';
import { judgmentCell } from './cells.ts';
import { questionOf } from './dialogue.ts';
import { chatOf, type Exchange } from './prompt.ts';
import { isControl } from './sheets/conditions.ts';
import { wordsIn } from './sheets/layout.ts';
import type { Judge, WorksheetStudy } from './study.ts';

const ESTIMANDS = {
  'expertise-reversal':
    'worked minus practice for low prior knowledge, and that less the same for high (the interaction)',
  variability: '(worked high - worked low) - (practice high - practice low), over all personas',
} as const;

/** What `plan --freeze` writes. */
export function frozenPlan({ spec, judges, items, materials }: WorksheetStudy): JsonObject {
  const { effect, persona, controls } = spec;
  return {
    estimand: { figure: ESTIMANDS[effect], unit: 'pairs of a material and a test item' },
    primaryJudge: judges[0]?.spec.name ?? null,
    low: persona.low,
    high: persona.high,
    test: 'signs of pairs flipped, Holm-adjusted over all tests of all judges; intervals by crossed bootstrap',
    materials: materials.map(({ name }) => name),
    items: items.map(({ id }) => id),
    controls: controls.run,
    margin: controls.margin,
    seed: spec.seed,
  };
}

/** Lines of `plan`. */
export function outlook(study: WorksheetStudy): string[] {
  const { spec, materials, items, solutions, conditions } = study;
  const { difference, deviation } = spec.plan;
  const pairs = materials.length * items.length;
  const seen = detectableMean(Math.max(pairs, 2), deviation).toFixed(1);
  const words = conditions.map((variant) => {
    const counts = materials.map(({ name }) => wordsIn(study.worksheet({ material: name, variant })));
    return `${variant} ${Math.round(counts.reduce((sum, count) => sum + count, 0) / counts.length)}`;
  });
  return [
    `${materials.length} materials x ${items.length} test items are ${pairs} pairs: with a standard deviation of ${deviation} points over pairs, a mean difference of ${seen} points is detected with power 0.8; ${difference} points take ${pairsNeeded(difference, deviation)} pairs`,
    `replicates lower the noise of a cell and are no further pairs: with a deviation of ${deviation} points within a cell, two cells that differ by ${difference} points take ${observationsPerGroup(difference, deviation)} replicates each`,
    `words of a worksheet on average: ${words.join(', ')}`,
    `worked solutions that are shown: ${solutions.shown}; problems that the solver has checked: ${solutions.checked}`,
    ...(spec.controls.run.length === 0 ? [] : [`controls: ${spec.controls.run.join(', ')}`]),
  ];
}

/** An answer that reasons is seldom as long as it may be. */
const SHARE_OF_LIMIT = 0.5;

/** Calls of each worksheet and each item, as often as there are personas and replicates. */
export function* estimatesOf(study: WorksheetStudy): Generator<CallEstimate> {
  const { spec, personas, controlPersonas, conditions } = study;
  for (const judge of study.judges) {
    for (const variant of [...conditions, ...spec.controls.run]) {
      const among = isControl(variant) ? controlPersonas : personas;
      for (const { name } of materialsAsked(study, judge, variant))
        yield* estimatesOfSheet(study, judge, { material: name, variant, personas: among });
    }
  }
}

/** Two controls have one page for all materials: greedy answers to it are asked once. */
function materialsAsked(
  { materials }: WorksheetStudy,
  { spec: judge }: Judge,
  variant: string,
): WorksheetStudy['materials'] {
  const isShared = variant === 'empty' || variant === 'off-topic';
  return isShared && judge.temperature === 0 ? materials.slice(0, 1) : materials;
}

function* estimatesOfSheet(
  study: WorksheetStudy,
  judge: Judge,
  {
    material,
    variant,
    personas,
  }: { material: string; variant: string; personas: WorksheetStudy['personas'] },
): Generator<CallEstimate> {
  const [persona] = personas;
  if (persona === undefined) return;
  const { name, mode, replicates, maxTokens } = judge.spec;
  const answered = 'x'.repeat(4 * Math.ceil(maxTokens * SHARE_OF_LIMIT));
  const before: Exchange[] = [];
  for (const { id } of study.items) {
    const cell = judgmentCell({ judge: name, material, variant, persona, item: id, replicate: 1 });
    const asked = questionOf(study, judge, cell, before.length === 0);
    yield {
      model: judge.model,
      times: personas.length * replicates,
      callsAtLeast: 1,
      callsAtMost: 2,
      promptTokens: promptTokens({ kind: 'chat', messages: chatOf(before, asked) }),
      completionTokensAtMost: 2 * maxTokens,
    };
    if (mode === 'chained') before.push({ asked, answered });
  }
}
