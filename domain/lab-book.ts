/** What stands of an experiment in Temporal's UI from its start on: a line, a page, and a memo, which need no worker. */

/** Its memo. */
export type LabBook = {
  /** As the spec says it, with the label of a replicate. */
  readonly title: string;
  readonly models: readonly string[];
  readonly arms: readonly string[];
  /** The spec's file and its hash. */
  readonly spec: string;
};

/** What Temporal takes at most, in bytes of UTF-8: 400 and 20,000; details keep room for the marks of a list. */
const SUMMARY_BYTES = 400;
const DETAILS_BYTES = 19_000;
const NAMED = 20;

/** One line: what is listed under the workflow's name. */
export function summaryOf({ title, models, arms }: LabBook): string {
  return cut(`${title} · ${namesOf(models)} · arms: ${namesOf(arms)}`, SUMMARY_BYTES);
}

/** In Markdown. */
export function detailsOf(book: LabBook): string {
  return cut([`### ${book.title}`, ...linesOf(book)].join('\n'), DETAILS_BYTES);
}

/** Models, arms and spec as items of a list. */
export function linesOf({ models, arms, spec }: LabBook): string[] {
  return [`- **Models** ${namesOf(models)}`, `- **Arms** ${namesOf(arms)}`, `- **Spec** ${spec}`];
}

/** The memo of a workflow, where it was started with one. */
export function isLabBook(memo: object): memo is LabBook {
  return 'title' in memo && 'models' in memo && 'arms' in memo && 'spec' in memo;
}

/** @returns the memo of a replicate of it */
export function labelled(book: LabBook, label: string): LabBook {
  return { ...book, title: `${book.title}, ${label}` };
}

function namesOf(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return names.length === 0 ? 'none' : `${names.slice(0, NAMED).join(', ')}${more}`;
}

/** Never within a character. */
function cut(text: string, bytes: number): string {
  const encoder = new TextEncoder();
  if (encoder.encode(text).length <= bytes) return text;
  let kept = '';
  let left = bytes - 3;
  for (const character of text) {
    left -= encoder.encode(character).length;
    if (left < 0) break;
    kept += character;
  }
  return `${kept}...`;
}
