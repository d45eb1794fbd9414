/** Everything that is to be mended is told at once. */
import { gather, UserError, UserErrors } from '../../domain/errors.ts';

const refuse = (what: string) => (): never => {
  throw new UserError(what, { place: `${what}.csv`, remedy: 'Mend it.' });
};

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('what all come to, in their order', () => {
  const [one, two] = gather([() => 1, () => 'two']);
  expect([one, two]).toEqual([1, 'two']);
});

test('one error is itself, several are told together, those within them too', () => {
  expect(thrownBy(() => gather([() => 1, refuse('a')]))).not.toBeInstanceOf(UserErrors);
  const error = thrownBy(() => gather([refuse('a'), () => gather([refuse('b'), refuse('c')])]));
  if (!(error instanceof UserErrors)) throw error;
  expect(error.all.map(({ message }) => message)).toEqual(['a', 'b', 'c']);
  expect(error.describe()).toBe('a.csv: a\n  Mend it.\nb.csv: b\n  Mend it.\nc.csv: c\n  Mend it.');
});

test('a bug is no error of the user, and is not held back', () => {
  expect(thrownBy(() => gather([refuse('a'), broken]))).toBeInstanceOf(RangeError);
});

function broken(): never {
  throw new RangeError('a bug');
}
