import type { Template } from './template.ts';

/** The difficulty, asked for directly: nobody answers the item, the model says how many would. */
export const share: Template = {
  name: 'share',
  summary: 'How many of 100 people would score 1: the difficulty asked for directly.',
  explains: false,
  wordings: [
    {
      person: 'none',
      user: 'A group of people ({who}) is asked:\n\n{item}\n{options}\n\nOut of 100 of them, how many {scored}? {format}',
    },
    {
      person: 'none',
      user: 'Consider this question:\n\n{item}\n{options}\n\n100 people answer it ({who}). Estimate how many {scored}. {format}',
    },
    {
      person: 'third',
      user: 'Consider 100 people, each of them {persona}. They are asked:\n\n{item}\n{options}\n\nHow many {scored}? {format}',
    },
  ],
};
