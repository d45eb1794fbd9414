import fc from 'fast-check';
import { conversation, conversationSample, firstThatFit } from '../../reports/conversation.ts';
import { HOSTILE } from './sample.ts';

const text = fc.record({
  title: fc.string(),
  turns: fc.array(fc.record({ role: fc.constant('user' as const), text: fc.string({ unit: 'binary' }) })),
});

test('the sample is the longest beginning that stays within the budget', () => {
  fc.assert(
    fc.property(fc.array(text), fc.nat(3000), (conversations, budget) => {
      const sizes = conversations.map((one) => Buffer.byteLength(conversation(one).toString()));
      const taken = firstThatFit(conversations, conversation, budget).length;
      const sum = (count: number): number => sizes.slice(0, count).reduce((total, size) => total + size, 0);
      expect(sum(taken)).toBeLessThanOrEqual(budget);
      if (taken < sizes.length) expect(sum(taken + 1)).toBeGreaterThan(budget);
    }),
  );
});

test('what does not fit is counted, and the reader is told where it is', () => {
  const one = { title: 'a', turns: [{ role: 'assistant' as const, text: 'x'.repeat(500) }] };
  const markup = conversationSample([one, one, one], {
    budgetBytes: 1800,
    total: 40,
    restHint: 'holdfast show',
  })
    .toString()
    .replace(/\s+/g, ' ');
  expect(markup).toContain('2 of 40 conversations are here. The rest: holdfast show.');
  expect(markup.match(/<details/g)).toHaveLength(2);
});

test('what a model wrote is text, and what was taken out of it is said', () => {
  const markup = conversation({
    title: 'a',
    turns: [{ role: 'assistant', text: HOSTILE, note: 'length' }],
  }).toString();
  expect(markup).not.toContain('<script');
  expect(markup).not.toContain('<!--');
  expect(markup).toContain('length; control characters left out');
});
