import type { Template } from './template.ts';

/** First the reasons, then the answer. */
export const explainFirst: Template = {
  name: 'explain-first',
  summary: 'First what the respondent thinks, in a few sentences, then the answer.',
  explains: true,
  wordings: [
    {
      person: 'first',
      system: 'You are {persona}. Answer every question about yourself, as this person would.',
      user: '{item}\n{options}\nFirst say in two or three sentences what goes through your mind. Then answer. {format}',
    },
    {
      person: 'third',
      user: 'Think of {persona}. This person is asked:\n\n{item}\n{options}\n\nFirst say in two or three sentences what goes through this person’s mind. Then give the answer of this person. {format}',
    },
    {
      person: 'none',
      user: '{item}\n{options}\nFirst give your reasons in two or three sentences. Then answer. {format}',
    },
  ],
};
