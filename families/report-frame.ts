/** The frame of every family's report: title, headline and notices first; last what a paper says, spend and provenance. */
import type { Json } from '../domain/json.ts';
import { html, type SafeHtml } from '../reports/html.ts';
import { formatCount } from '../reports/numbers.ts';
import { type Page, paragraph, type Section } from '../reports/page.ts';
import { provenanceTable, spendTable } from '../reports/provenance.ts';
import type { PageContext } from './family.ts';
import { spendRow } from './spend-row.ts';

export interface Framed {
  readonly spec: { readonly title?: string | undefined; readonly name: string; readonly seed: number };
  /** What kind of experiment this is: `Word problems`. */
  readonly kind: string;
  readonly headline: SafeHtml;
  readonly notices: readonly SafeHtml[];
  readonly sections: readonly Section[];
  /** What a paper says of the study, in sentences: data, models, methods, counts. */
  readonly methods: readonly string[];
  /** The publication whose method this is. */
  readonly follows: string;
  readonly data?: Json;
}

type FrameContext = Pick<PageContext, 'experiment' | 'spend' | 'provenance' | 'software'>;

export function framed(input: Framed, context: FrameContext): Page {
  const { spec, data } = input;
  const paper = paperText(input, context);
  return {
    title: spec.title ?? spec.name,
    kicker: `${input.kind} · ${context.experiment}`,
    lang: 'en',
    verdict: input.headline,
    notices: input.notices,
    sections: [
      ...input.sections,
      {
        id: 'paper',
        heading: 'For a paper',
        body: html`${paragraph(
          'A paragraph on methods, to be cut to what the paper needs. All plots and tables as files: ',
          html`<code>./holdfast report ${context.experiment} --figures DIR</code>`,
          '.',
        )}${paper.map((text) => paragraph(text))}`,
      },
      {
        id: 'provenance',
        heading: 'Spend and provenance',
        body: [
          spendTable([spendRow(context.spend)]),
          provenanceTable(context.provenance.map(({ label, value }) => ({ name: label, value }))),
        ],
      },
    ],
    paper,
    ...(data === undefined ? {} : { data }),
  };
}

/** Methods, then how it was run, then how to cite it: a paragraph each. */
function paperText({ methods, follows, spec }: Framed, context: FrameContext): string[] {
  const { spend, software = [] } = context;
  const run = [
    `All random draws derive from seed ${spec.seed}.`,
    `${counted(spend.calls, 'call was', 'calls were')} paid and ${counted(spend.memoHits, 'answer was', 'answers were')} read back from earlier ones, with ${formatCount(spend.promptTokens)} prompt and ${formatCount(spend.completionTokens)} answer tokens.`,
    ...(software.length === 0 ? [] : [`Software: ${software.join('; ')}.`]),
    ...context.provenance
      .filter(({ label }) => label.startsWith('Spec (') || label.startsWith('Result ('))
      .map(({ label, value }) => `${label}: ${value}.`),
  ];
  const holdfast = software.find((name) => name.startsWith('Holdfast')) ?? 'Holdfast';
  const cite = `How to cite: the method is that of ${follows}. The software is ${holdfast}, by the Holdfast contributors (Apache-2.0; CITATION.cff in its repository). The experiment is ${context.experiment}; name its result hash, which whoever repeats it compares.`;
  return [methods.join(' '), run.join(' '), cite];
}

function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
