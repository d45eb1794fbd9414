/** Who may ask again after a refusal, and when. */
import { TransportError } from '../../../domain/errors.ts';
import { createRefusals } from '../../../services/inference/refusals.ts';
import { generate } from './endpoint.ts';

const refused = new TransportError('no', {
  missingClass: 'refused-key',
  retryable: false,
  concerns: 'endpoint',
});

test('the window grows with each refused probe, to a minute; those in flight before do not grow it', () => {
  const refusals = createRefusals();
  let now = 0;
  refusals.add(generate('a'), refused, now);
  refusals.add(generate('b'), refused, now);
  for (const window of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
    const probe = generate('probe');
    expect(refusals.of(probe, now + window - 1)).toBe(refused);
    now += window;
    expect(refusals.of(probe, now)).toBeUndefined();
    expect(refusals.mayAsk(probe)).toBe(true);
    expect(refusals.mayAsk(generate('next'))).toBe(false);
    refusals.add(probe, refused, now);
  }
});

test('another asks where the probe ended without an outcome, and all where one was answered', () => {
  const refusals = createRefusals();
  refusals.add(generate('a'), refused, 0);
  const [probe, next, last] = [generate('b'), generate('c'), generate('d')];
  expect(refusals.mayAsk(probe)).toBe(true);
  refusals.release(probe);
  expect(refusals.mayAsk(next)).toBe(true);
  expect(refusals.mayAsk(last)).toBe(false);
  refusals.clear(next);
  expect([probe, last].map((request) => refusals.mayAsk(request))).toEqual([true, true]);
});
