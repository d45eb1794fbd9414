/** Whether a command has the home for itself. */
import { UserError } from '../../domain/errors.ts';
import type { Home } from '../../services/home/home.ts';
import { claimHome } from '../../services/temporal-server/claim.ts';
import { readUp } from '../../services/temporal-server/connect.ts';

/** Runs the body with the home claimed where no `up` has it, and lets go of it. */
export async function maybeAlone<T>(home: Home, body: (isAlone: boolean) => Promise<T>): Promise<T> {
  if (readUp(home) !== undefined) return body(false);
  return alone(home, 'It is starting, or another command works in this home.', () => body(true));
}

/**
 * @param remedy what to do where another process has the home
 * @throws UserError in that case
 */
export async function alone<T>(home: Home, remedy: string, body: () => Promise<T>): Promise<T> {
  const letGo = claimHome(home);
  if (letGo === undefined) {
    throw new UserError('`holdfast up` works in this home.', { place: home.folder, remedy });
  }
  try {
    return await body();
  } finally {
    letGo();
  }
}
