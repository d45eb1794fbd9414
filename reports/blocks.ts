/** The blocks a report is put together from: verdict, figures, notices, definition lists. */
import { type Content, type SafeHtml, html } from './html.ts';

/** A key figure of the headline, already written as text. */
export interface KeyFigure {
  readonly name: string;
  readonly value: string;
  /** Its interval, or what it is made of. */
  readonly note?: string;
}

/** The headline: one sentence a reader could quote, and the few figures it rests on. */
export function verdict(input: {
  readonly sentence: Content;
  readonly figures?: readonly KeyFigure[];
}): SafeHtml {
  const figures = (input.figures ?? []).map(
    (figure) =>
      html`<div>
        <dt>${figure.name}</dt>
        <dd>
          <span class="value">${figure.value}</span>${
            figure.note !== undefined && html` <span class="note">${figure.note}</span>`
          }
        </dd>
      </div> `,
  );
  return html`<div class="verdict">
    <p>${input.sentence}</p>
    ${figures.length > 0 && html`<dl class="figures">${figures}</dl> `}
  </div> `;
}

/** Something to know before trusting a figure. `blocked`: the experiment waits; `missing`: cells are not there. */
export interface Notice {
  readonly kind: 'note' | 'warning' | 'missing' | 'blocked';
  readonly title: string;
  readonly body?: Content;
  /** What to do: a command or a step. */
  readonly remedy?: Content;
}

const NOTICE_LABEL: Record<Notice['kind'], string> = {
  note: 'Note',
  warning: 'Warning',
  missing: 'Missing',
  blocked: 'Blocked',
};

/** A notice; its kind is said in words as well as by colour. */
export function notice(input: Notice): SafeHtml {
  return html`<div class="notice ${input.kind}" role="note">
    <p><strong>${NOTICE_LABEL[input.kind]}: ${input.title}</strong></p>
    ${input.body !== undefined && html`<p>${input.body}</p> `}${
      input.remedy !== undefined && html`<p>What to do: ${input.remedy}</p> `
    }
  </div> `;
}

/** A term and what it is. */
export interface Definition {
  readonly term: string;
  readonly description: Content;
}

/** A list of terms: cards, settings, provenance. */
export function definitionList(definitions: readonly Definition[]): SafeHtml {
  return html`<dl class="card">
    ${definitions.map(
      ({ term, description }) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${description}</dd>
        </div> `,
    )}
  </dl> `;
}

/** Who the data are about. All of it is required: a difficulty without a population means nothing. */
export interface PopulationCard {
  readonly who: string;
  readonly when: string;
  readonly language: string;
  readonly instrument: string;
  readonly responseFormat: string;
  readonly sampling: string;
  readonly licence: Content;
  /** Counts and whatever else the family adds: people, items, clusters. */
  readonly more?: readonly Definition[];
}

/** The population card that heads a report on people's responses. */
export function populationCard(card: PopulationCard): SafeHtml {
  return definitionList([
    { term: 'Who', description: card.who },
    { term: 'When', description: card.when },
    { term: 'Language', description: card.language },
    { term: 'Instrument', description: card.instrument },
    { term: 'Original response format', description: card.responseFormat },
    { term: 'Sampling', description: card.sampling },
    { term: 'Licence', description: card.licence },
    ...(card.more ?? []),
  ]);
}

/** Text of a command or an id, in a fixed-width face. */
export function code(text: string): SafeHtml {
  return html`<code>${text}</code>`;
}

/** A part that is closed at first: long tables, and what only some readers look for. */
export function details(summary: Content, content: Content): SafeHtml {
  return html`<details>
    <summary>${summary}</summary>
    ${content}
  </details> `;
}
