import type { Template } from './template.ts';

/** The answer and nothing else. */
export const answerOnly: Template = {
  name: 'answer-only',
  summary: 'The answer and nothing else.',
  explains: false,
  wordings: [
    {
      person: 'first',
      system: 'You are {persona}. Answer every question about yourself, as this person would.',
      user: '{item}\n{options}\n{format}',
    },
    {
      person: 'first',
      system:
        'Put yourself in the place of somebody: you are {persona}. Speak for yourself in all that follows.',
      user: 'Here is a question for you.\n{item}\n{options}\n{format}',
    },
    {
      person: 'first',
      system: 'In this conversation you are {persona}, and you fill in a questionnaire.',
      user: 'Next question:\n{item}\n{options}\n{format}',
    },
    {
      person: 'third',
      user: 'Think of {persona}. This person is asked:\n\n{item}\n{options}\n\nWhat will this person answer? {format}',
    },
    {
      person: 'third',
      user: '{persona} fills in a questionnaire. The question is:\n\n{item}\n{options}\n\nWhich answer is it going to be? {format}',
    },
    { person: 'none', user: '{item}\n{options}\n{format}' },
    { person: 'none', user: 'Here is a question.\n{item}\n{options}\n{format}' },
  ],
};
