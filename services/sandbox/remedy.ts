/** What bubblewrap says when it cannot start, and what to do about it. */
import { UserError } from '../../domain/errors.ts';

interface Reason {
  readonly said: RegExp;
  readonly message: string;
  readonly remedy: string;
}

/** The first that fits counts. */
const REASONS: readonly Reason[] = [
  {
    said: /Unknown option/,
    message: 'This bubblewrap is too old.',
    remedy: 'Version 0.7 or newer is needed: npm run setup brings one, or upgrade the package bubblewrap.',
  },
  {
    said: /new namespace|setting up uid map|uid_map|RTM_NEWADDR|max_user_namespaces|pivot_root|mount/i,
    message: 'The kernel does not let bubblewrap make namespaces here.',
    remedy:
      'Ubuntu 23.10 and newer: give /usr/bin/bwrap an AppArmor profile that allows userns. In a container: start it ' +
      'with --privileged, or run the workers outside. Elsewhere: sysctl kernel.unprivileged_userns_clone and ' +
      'user.max_user_namespaces must not be 0. docs/how-to/sandbox.md has the commands.',
  },
  {
    said: /seccomp/i,
    message: 'The kernel cannot filter system calls.',
    remedy: 'It needs CONFIG_SECCOMP_FILTER; kernels of the usual distributions have it.',
  },
];

/** @param said what came instead of the first program's output */
export function whyNoSandbox(said: string, version: string): UserError {
  const reason = REASONS.find((candidate) => candidate.said.test(said));
  const what = reason?.message ?? 'The sandbox for programs does not start.';
  return new UserError(`${what} ${version} said: ${said.trim().slice(0, 500)}`, {
    remedy: reason?.remedy ?? 'docs/how-to/sandbox.md says what it needs; ./holdfast doctor tries again.',
  });
}
