import type { Template } from './template.ts';

/** For items with a right answer: a mistake is wanted where this person would make one, and the likely one. */
export const plausibleError: Template = {
  name: 'plausible-error',
  summary: 'Reasons first; where the respondent would fail, the mistake that such a respondent makes.',
  explains: true,
  wordings: [
    {
      person: 'first',
      system: 'You are {persona}. You know what such a person knows, and no more.',
      user: '{item}\n{options}\nFirst consider whether you can do this. If you would most likely fail, make the mistake that you would really make; otherwise answer correctly. Say in two or three sentences how you get there. {format}',
    },
    {
      person: 'third',
      user: 'Think of {persona}, who works on this:\n\n{item}\n{options}\n\nFirst consider whether this person can do it. If this person would most likely fail, give the mistake that fits; otherwise the correct answer. Say in two or three sentences how this person gets there. {format}',
    },
    {
      person: 'none',
      user: '{item}\n{options}\nSome people fail on this. Say in two or three sentences how somebody typical gets to an answer, then give that answer, a mistake included. {format}',
    },
  ],
};
