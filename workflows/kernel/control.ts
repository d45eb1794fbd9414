/** What a message from outside means for an experiment in each of its states: the control table, as a function. */
import type { ExperimentState } from '../../domain/experiment.ts';
import type { SIGNALS } from '../../domain/queues.ts';

export type Message = keyof typeof SIGNALS;
export type Effect = 'pause' | 'resume' | 'stop' | 'try-again' | 'nothing';

type OpenState = Extract<ExperimentState, 'running' | 'paused' | 'blocked' | 'stopping'>;

const EFFECTS: Readonly<Record<OpenState, Readonly<Record<Message, Effect>>>> = {
  // A retry while running reaches only lanes that stand still while others go on.
  running: { pause: 'pause', resume: 'nothing', stop: 'stop', retry: 'try-again' },
  paused: { pause: 'nothing', resume: 'resume', stop: 'stop', retry: 'nothing' },
  blocked: { pause: 'nothing', resume: 'try-again', stop: 'stop', retry: 'try-again' },
  stopping: { pause: 'nothing', resume: 'nothing', stop: 'nothing', retry: 'nothing' },
};

export function effectOf(state: ExperimentState, message: Message): Effect {
  switch (state) {
    case 'running':
    case 'paused':
    case 'blocked':
    case 'stopping':
      return EFFECTS[state][message];
    case 'stopped':
    case 'failed':
    case 'completed':
      return 'nothing';
  }
}
