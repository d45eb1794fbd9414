/** What the system refuses: it is no bug of ours, and says what to mend. */
import { UserError } from '../../domain/errors.ts';

/** Of a path, which the user named or somebody changed. */
const OF_PATHS: Readonly<Record<string, string>> = {
  EACCES: 'This may not be read or written by you.',
  EPERM: 'This may not be changed by you.',
  EROFS: 'This lies on a disk that is read only.',
  ENOENT: 'This is not there.',
  ENOTDIR: 'There is a file on the way, where a folder would have to be.',
  EEXIST: 'This is there already, and is no folder.',
  EISDIR: 'This is a folder, and a file is wanted.',
  ELOOP: 'This is a link that leads back to itself.',
  ENAMETOOLONG: 'This name is longer than the system allows.',
  ENOTEMPTY: 'This folder is not empty.',
  EBUSY: 'This is in use by another process.',
};

/** Of the machine as a whole. */
const OF_MACHINES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  EMFILE: ['Too many files are open.', 'Raise the limit (ulimit -n), and try again.'],
  ENFILE: ['Too many files are open on this machine.', 'End what else is running, and try again.'],
  ENOMEM: ['There is not enough memory.', 'End what else is running, and try again.'],
  EAGAIN: ['The system has no process or thread left to give.', 'End what else is running, and try again.'],
  EADDRINUSE: ['The port is taken.', 'End whatever listens there, or configure another port.'],
  ECONNREFUSED: ['Nothing listens at that address.', './holdfast doctor says what is running.'],
};

/** What the system says of a path, in words; undefined where it says something else. */
export function refusedPath(error: unknown): string | undefined {
  return OF_PATHS[codeOf(error)];
}

/** The user's error that a system's error is; undefined for anything else, which may be a bug. */
export function ofSystem(error: unknown): UserError | undefined {
  if (typeof error !== 'object' || error === null || !('syscall' in error)) return undefined;
  const { path, message } = error as NodeJS.ErrnoException;
  const place = path === undefined ? {} : { place: path };
  const machine = OF_MACHINES[codeOf(error)];
  if (machine !== undefined) return new UserError(machine[0], { ...place, remedy: machine[1] });
  const what = refusedPath(error);
  return what === undefined
    ? new UserError(`The system refused: ${message}`, place)
    : new UserError(what, { ...place, remedy: 'Name another path, or mend that one.' });
}

function codeOf(error: unknown): string {
  return (error as Partial<NodeJS.ErrnoException> | undefined)?.code ?? '';
}
