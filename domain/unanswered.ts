/** Calls that were sent and have no answer that is kept, in words. */
import { UNANSWERED, type Unanswered, type UnansweredReason } from './experiment.ts';

const WORDS: Readonly<Record<UnansweredReason, string>> = {
  'time-limit': 'cut off by the time limit',
  broken: 'broken off',
  'cut-off': 'cut off by an ending worker',
  crash: 'lost in a crash',
  useless: 'answered, of no use',
};

/** `3 cut off by the time limit, 1 lost in a crash`; '' where there are none. */
export function reasonsText({ reasons }: Pick<Unanswered, 'reasons'>): string {
  return UNANSWERED.flatMap((reason) => {
    const calls = reasons[reason] ?? 0;
    return calls === 0 ? [] : [`${calls.toLocaleString('en-US')} ${WORDS[reason]}`];
  }).join(', ');
}
