/** What a program sees and reaches of this machine: nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../services/home/provenance.ts';
import { describeSandbox, said, withSandbox } from './there.ts';

/** Python that tries each of these and prints the name of what was raised. */
function tries(...attempts: readonly string[]): string {
  const lines = attempts.map(
    (attempt) =>
      `try:\n  ${attempt}\n  print("no error")\nexcept Exception as error:\n  print(type(error).__name__)`,
  );
  return `import os, socket\n${lines.join('\n')}`;
}

describeSandbox('what a program sees of this machine', () => {
  const run = withSandbox();
  let connections = 0;
  let server: Server;
  let port: number;
  let folder: string;

  beforeAll(async () => {
    process.env['HOLDFAST_CANARY_KEY'] = 'canary-5b1f';
    folder = mkdtempSync(join(tmpdir(), 'canary-'));
    writeFileSync(join(folder, 'secret'), 'canary-5b1f', { mode: 0o644 });
    server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => {
    delete process.env['HOLDFAST_CANARY_KEY'];
    rmSync(folder, { recursive: true });
    server.close();
  });

  it('is no network: not even the loopback of this machine', async () => {
    const program = tries(
      `socket.create_connection(("127.0.0.1", ${port}), 2)`,
      'socket.create_connection(("192.0.2.1", 80), 2)',
      'socket.getaddrinfo("example.org", 80)',
    );
    expect(await run(program)).toEqual(said('ConnectionRefusedError\nOSError\ngaierror\n'));
    expect(connections).toBe(0);
  });

  it('are no files: accounts, the repository, homes, temporary files, data', async () => {
    const places = ['/etc/shadow', '/etc/passwd', '/etc/hostname', join(ROOT, 'package.json')];
    // The interpreter may lie in /usr/bin, alone: there is no shell beside it.
    places.push('/bin/sh', '/usr/bin/sh', '/usr/bin/env', '/usr/bin/perl');
    places.push(join(folder, 'secret'), '/home', '/var', '/usr/share/doc', '/sys', '/run', ROOT);
    const data = process.env['HOLDFAST_DATA'];
    if (data !== undefined) places.push(data);
    const program = `import os\nprint([place for place in ${JSON.stringify(places)} if os.path.exists(place)])`;
    expect(await run(program)).toEqual(said('[]\n'));
  });

  it('is nothing of a home but the way to the interpreter, where that lies there', async () => {
    const program = `import os, sys
home = ${JSON.stringify(homedir())}
print([name for name in (os.listdir(home) if os.path.isdir(home) else []) if not sys.executable.startswith(home + "/" + name + "/")])`;
    expect(await run(program)).toEqual(said('[]\n'));
  });

  it('is no environment but its own', async () => {
    const program = 'import os\nprint(sorted(os.environ), "canary" in repr(os.environb))';
    const names = [
      'HOME',
      'LANG',
      'LC_ALL',
      'MALLOC_ARENA_MAX',
      'PATH',
      'PWD',
      'PYTHONHASHSEED',
      'PYTHONUTF8',
      'TZ',
    ];
    expect(await run(program)).toEqual(said(`[${names.map((name) => `'${name}'`).join(', ')}] False\n`));
  });

  it('are no processes: there is no /proc, and the program is among itself', async () => {
    const program = tries('open("/proc/1/environ")', 'os.listdir("/proc")', 'os.kill(1, 9)');
    expect(await run(program)).toMatchObject({
      exitCode: 0,
      stdout: /^FileNotFoundError\nFileNotFoundError\n/,
    });
  });

  it('cannot be written to', async () => {
    const places = ['/x', '/program.py', '/usr/lib/x', '/etc/x', '/dev/x'];
    const program = tries(
      ...places.map((place) => `open(${JSON.stringify(place)}, "w")`),
      'os.mkdir("/home")',
    );
    const { stdout } = Object(await run(program)) as { stdout: string };
    for (const line of stdout.trim().split('\n'))
      expect(['OSError', 'PermissionError', 'FileNotFoundError']).toContain(line);
  });

  it('gives no rights: an ordinary user, no capability, no way to be root', async () => {
    const program = `import os\nprint(0 in os.getresuid() + os.getresgid(), os.getgroups())\n${tries('os.setuid(0)', 'os.chroot("/tmp")')}`;
    expect(await run(program)).toMatchObject({
      // As an ordinary user starts it, its namespace does not even have a user 0: an invalid argument.
      stdout: expect.stringMatching(/^False .*\n(?:PermissionError|OSError)\nPermissionError\n$/),
    });
  });
});
