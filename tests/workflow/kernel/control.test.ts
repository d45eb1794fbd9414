import type { ExperimentState } from '../../../domain/experiment.ts';
import { effectOf, type Effect, type Message } from '../../../workflows/kernel/control.ts';

const MESSAGES: readonly Message[] = ['pause', 'resume', 'stop', 'retry'];

test.each<[ExperimentState, readonly Effect[]]>([
  ['running', ['pause', 'nothing', 'stop', 'try-again']],
  ['paused', ['nothing', 'resume', 'stop', 'nothing']],
  ['blocked', ['nothing', 'try-again', 'stop', 'try-again']],
  ['stopping', ['nothing', 'nothing', 'nothing', 'nothing']],
  ['stopped', ['nothing', 'nothing', 'nothing', 'nothing']],
  ['failed', ['nothing', 'nothing', 'nothing', 'nothing']],
  ['completed', ['nothing', 'nothing', 'nothing', 'nothing']],
])('%s: pause, resume, stop, retry', (state, effects) => {
  expect(MESSAGES.map((message) => effectOf(state, message))).toEqual(effects);
});
