/** Respondents: persona x model x temperature x repeat. */
import type { ArmSpec, ModelSpec } from '../spec/arms.ts';
import type { Persona } from './personas.ts';

/** Who answers: one row of the arm's responses. */
export interface Respondent {
  /** Stable when models, temperatures, personas or repeats are added. */
  readonly id: string;
  readonly model: ModelSpec;
  /** null where option probabilities are read. */
  readonly temperature: number | null;
  readonly persona: Persona;
  readonly repeat: number;
  readonly weight: number;
  /** What is resampled. */
  readonly cluster: string;
}

export type ClusterKind = 'persona' | 'model' | 'respondent';

/** By default models are the clusters where several answer without personas, and personas elsewhere. */
export function clusterKind(arm: ArmSpec): ClusterKind {
  if (arm.cluster !== undefined) return arm.cluster;
  if (arm.respondents.kind !== 'none') return 'persona';
  return arm.models.length > 1 ? 'model' : 'respondent';
}

/** All respondents of an arm, in a fixed order: by model, temperature, persona, repeat. */
export function respondentsOf(
  arm: ArmSpec,
  models: readonly ModelSpec[],
  personas: readonly Persona[],
): Respondent[] {
  const kind = clusterKind(arm);
  return models.flatMap((model) =>
    temperaturesOf(arm, model).flatMap((temperature) =>
      personas.flatMap((persona) =>
        Array.from({ length: arm.repeats }, (_, repeat) => {
          const asked = temperature === null ? model.name : `${model.name}@${temperature}`;
          const id = `${asked}:${persona.id}${repeat === 0 ? '' : `~${repeat}`}`;
          const cluster = { persona: persona.phrase ?? persona.id, model: model.name, respondent: id }[kind];
          return { id, model, temperature, persona, repeat, weight: persona.weight, cluster };
        }),
      ),
    ),
  );
}

function temperaturesOf(arm: ArmSpec, model: ModelSpec): readonly (number | null)[] {
  return arm.ask.mode === 'options' ? [null] : model.temperatures;
}
