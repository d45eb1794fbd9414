/** What the analysis needs of a study. */
import type { Indexed } from '../../../domain/indexed.ts';
import type { ProblemCell } from '../cells.ts';
import type { Problem } from '../problems/problem.ts';
import type { MethodSpec } from '../spec.ts';

export interface GradedMethod {
  readonly name: string;
  readonly kind: string;
  readonly label: string;
  /** The spec's name of the model whose calls it makes; null where there is none, or more than one. */
  readonly model: string | null;
  /** The methods that vote; null for any other kind. */
  readonly of: readonly string[] | null;
}

export interface Graded {
  /** Problems of the file, and twins after them. */
  readonly problems: readonly Problem[];
  /** In the order of the spec: the first is the primary one. */
  readonly methods: readonly GradedMethod[];
  readonly cells: Indexed<ProblemCell>;
}

/** What `gradedOf` reads of a study. */
export interface GradableStudy {
  readonly spec: { readonly methods: readonly MethodSpec[] };
  readonly problems: readonly Problem[];
  readonly methods: readonly Pick<GradedMethod, 'name' | 'kind' | 'label'>[];
  readonly cells: Indexed<ProblemCell>;
}

export function gradedOf({ spec, problems, methods, cells }: GradableStudy): Graded {
  const specs = new Map(spec.methods.map((method) => [method.name, method]));
  return {
    problems,
    cells,
    methods: methods.map(({ name, kind, label }) => {
      const method = specs.get(name);
      const models = method === undefined ? new Set<string>() : modelsOf(method, specs);
      const [only] = models;
      return {
        ...{ name, kind, label },
        model: models.size === 1 && only !== undefined ? only : null,
        of: method?.kind === 'vote' ? method.of : null,
      };
    }),
  };
}

/** A vote asks the models of its methods, and the one that it escalates to. */
function modelsOf(method: MethodSpec, specs: ReadonlyMap<string, MethodSpec>): Set<string> {
  switch (method.kind) {
    case 'written':
      return new Set();
    case 'vote': {
      const members = method.of.flatMap((name) => specs.get(name) ?? []);
      // A vote of votes is not read further than its methods' own models.
      const models = members.flatMap((member) => ('model' in member ? [member.model] : []));
      return new Set([...models, ...(method.escalate === undefined ? [] : [method.escalate.model])]);
    }
    default:
      return new Set([method.model]);
  }
}
