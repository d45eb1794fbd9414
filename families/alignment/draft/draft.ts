/** A study made out of a response file and an item file. */
import type { Drafting } from '../../drafting.ts';
import { CARD, specText } from './spec-text.ts';
import { studyOf } from './study-files.ts';

export const drafting: Drafting = {
  card: CARD,
  draft(responses, items, told) {
    const study = studyOf(responses, items, told);
    const { choices, leftOut } = study;
    return { assumed: choices.assumed, leftOut, text: (head) => specText(head, study) };
  },
};
