/** Answers as packed columns, about 13 bytes each and the probabilities where they were read; told one by one. */
import { administeredItems, cellKey, type CellParts } from '../arms/cells.ts';
import type { Arm } from '../arms/arm.ts';
import type { Respondent } from '../arms/respondents.ts';
import { type ItemOutcome, type Status, STATUSES } from '../outcome.ts';
import type { Item } from '../responses/items.ts';
import type { AlignmentStudy } from '../study.ts';
import type { Answer, ArmAnswers } from './answers.ts';
import { type Scoring, scoreOfOutcome } from './scoring.ts';

const MISSING = STATUSES.indexOf('missing');
const NOT_ADMINISTERED = STATUSES.indexOf('not administered');
const NO_CHOICE = -1;

export class AnswerColumns implements ArmAnswers {
  readonly arm: Arm;
  readonly items: readonly Item[];
  readonly respondents: readonly Respondent[];
  readonly #scoring: Scoring;
  readonly #facets: number;
  /** Respondents x items x facets, as all of them: places in `STATUSES`. */
  readonly #statuses: Uint8Array;
  /** NaN where there is none. */
  readonly #scores: Float64Array;
  /** Places in `#words`, or `NO_CHOICE`. */
  readonly #choices: Int32Array;
  readonly #words: string[] = [];
  readonly #places = new Map<string, number>();
  /** Of all options together, and of each: where option probabilities are read. NaN where there are none. */
  readonly #masses: Float64Array | undefined;
  readonly #probabilities: Float64Array | undefined;
  readonly #mostOptions: number;
  readonly #rows: ReadonlyMap<string, number>;
  readonly #columns: ReadonlyMap<string, number>;

  constructor(study: AlignmentStudy, arm: Arm, items: readonly Item[]) {
    this.arm = arm;
    this.items = items;
    this.respondents = arm.respondents;
    this.#scoring = { scores: study.spec.scores, question: arm.spec.question };
    this.#facets = arm.wordings.length * arm.spec.ask.rotations;
    const length = arm.respondents.length * items.length * this.#facets;
    this.#statuses = new Uint8Array(length).fill(MISSING);
    this.#scores = new Float64Array(length).fill(NaN);
    this.#choices = new Int32Array(length).fill(NO_CHOICE);
    this.#mostOptions = Math.max(0, ...items.map(({ options }) => options.length));
    const isScored = arm.spec.ask.mode === 'options';
    this.#masses = isScored ? new Float64Array(length).fill(NaN) : undefined;
    this.#probabilities = isScored ? new Float64Array(length * this.#mostOptions) : undefined;
    this.#rows = new Map(arm.respondents.map(({ id }, row) => [id, row]));
    this.#columns = new Map(items.map(({ id }, column) => [id, column]));
    this.#markUnasked(study);
  }

  /** Notes what came of a cell; one of an item that is left out of the analysis is left alone. */
  put({ respondent, item, wording, order }: CellParts, outcome: ItemOutcome): void {
    const row = this.#rows.get(respondent);
    const column = this.#columns.get(item);
    const of = column === undefined ? undefined : this.items[column];
    if (row === undefined || column === undefined || of === undefined) return;
    const at = this.#place(row, column) + wording * this.arm.spec.ask.rotations + order;
    this.#statuses[at] = STATUSES.indexOf(outcome.status);
    this.#scores[at] = scoreOfOutcome(outcome, of, this.#scoring) ?? NaN;
    if (outcome.choice !== undefined) this.#choices[at] = this.#placeOf(outcome.choice);
    if (outcome.optionMass !== undefined && this.#masses !== undefined) this.#masses[at] = outcome.optionMass;
    outcome.probabilities?.forEach((p, option) => {
      if (this.#probabilities !== undefined) this.#probabilities[at * this.#mostOptions + option] = p;
    });
  }

  at(respondent: number, item: number): readonly Answer[] {
    const place = this.#place(respondent, item);
    return Array.from({ length: this.#facets }, (_, facet) =>
      this.#answer(respondent, item, facet, place + facet),
    );
  }

  *each(): Generator<Answer> {
    for (let row = 0; row < this.respondents.length; row++)
      for (let item = 0; item < this.items.length; item++) yield* this.at(row, item);
  }

  #place(row: number, column: number): number {
    return (row * this.items.length + column) * this.#facets;
  }

  #answer(row: number, column: number, facet: number, at: number): Answer {
    const { rotations } = this.arm.spec.ask;
    const [wording, order] = [Math.floor(facet / rotations), facet % rotations];
    const { id = '', options = [] } = this.items[column] ?? {};
    const status = STATUSES[this.#statuses[at] as number] as Status;
    const score = this.#scores[at] as number;
    return {
      key: cellKey(this.arm.spec.name, this.respondents[row]?.id ?? '', id, wording, order),
      ...{ wording, order, status },
      outcome: this.#outcome(status, at, options.length),
      score: Number.isNaN(score) ? null : score,
    };
  }

  #outcome(status: Status, at: number, options: number): ItemOutcome | null {
    if (status === 'missing' || status === 'not administered') return null;
    const choice = this.#words[this.#choices[at] as number];
    const optionMass = this.#masses?.[at] ?? NaN;
    const first = at * this.#mostOptions;
    return {
      status,
      ...(choice === undefined ? {} : { choice }),
      ...(Number.isNaN(optionMass)
        ? {}
        : { optionMass, probabilities: [...(this.#probabilities?.subarray(first, first + options) ?? [])] }),
    };
  }

  #placeOf(word: string): number {
    const known = this.#places.get(word);
    if (known !== undefined) return known;
    this.#places.set(word, this.#words.length);
    return this.#words.push(word) - 1;
  }

  #markUnasked({ people }: AlignmentStudy): void {
    const administered = administeredItems(this.arm, people.kind === 'responses' ? people : null);
    if (administered === null) return;
    this.respondents.forEach(({ persona }, row) => {
      const own = administered.get(persona.personId ?? '');
      this.items.forEach(({ id }, column) => {
        if (own?.has(id) !== false) return;
        const place = this.#place(row, column);
        this.#statuses.fill(NOT_ADMINISTERED, place, place + this.#facets);
      });
    });
  }
}
