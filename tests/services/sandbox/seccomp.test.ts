/** The filter of system calls: by its effect inside, and its numbers against the kernel's headers where they are. */
import { existsSync, readFileSync } from 'node:fs';
import { ARCHITECTURES, systemCallFilter } from '../../../services/sandbox/seccomp.ts';
import { describeSandbox, said, withSandbox } from './there.ts';

const HERE = ARCHITECTURES[process.arch];
const HEADER = ['/usr/include/x86_64-linux-gnu/asm/unistd_64.h', '/usr/include/asm/unistd_64.h'].find(
  existsSync,
);

/** Python that makes raw system calls and prints the error number of each. */
function calls(...made: readonly (readonly [number, ...number[]])[]): string {
  const lines = made.map((numbers) => `print(errno(${numbers.join(', ')}))`);
  return `import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def errno(number, *args):
  ctypes.set_errno(0)
  libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, args))
  return ctypes.get_errno()
${lines.join('\n')}`;
}

const EPERM = '1\n';

describeSandbox('the filter of system calls', () => {
  const run = withSandbox();

  it('denies every call of its list', async () => {
    if (HERE === undefined) throw new Error('no table for this machine');
    // Arguments that would otherwise succeed or fail with another error: size 0, null pointers, no flags.
    const numbers = Object.values(HERE.denied);
    expect(await run(calls(...numbers.map((number) => [number, 0, 0, 0, 0, 0] as const)))).toEqual(
      said(EPERM.repeat(numbers.length)),
    );
  });

  it('denies namespaces, and lets threads and processes be', async () => {
    if (HERE === undefined) throw new Error('no table for this machine');
    // CLONE_NEWUSER with SIGCHLD; clone3 is unknown, so that the C library takes clone.
    expect(await run(calls([HERE.clone, 0x1000_0011, 0, 0, 0, 0], [435, 0, 0]))).toEqual(said('1\n38\n'));
    const program =
      'import os, threading\nthread = threading.Thread(target=print, args=("thread",))\nthread.start()\nthread.join()\npid = os.fork()\nif pid == 0: os._exit(5)\nprint(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))';
    expect(await run(program)).toEqual(said('thread\n5\n'));
  });

  it('denies sockets of other families than those of the network namespace', async () => {
    const program = `import socket
for family in (1, 2, 10, 16, 17, 38, 40):
  try:
    socket.socket(family, socket.SOCK_DGRAM).close()
    print(family, "made")
  except OSError as error: print(family, error.errno)`;
    expect(await run(program)).toEqual(said('1 made\n2 made\n10 made\n16 1\n17 1\n38 1\n40 1\n'));
  });

  // Its numbers mean other calls: the whole process goes.
  (process.arch === 'x64' ? it : it.skip)('kills what calls by the 32-bit interface (x64 only)', async () => {
    // mov eax, 20 (getpid); int 0x80; ret
    const program = `import ctypes, mmap
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes.fromhex("b814000000cd80c3"))
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
print("came back")`;
    expect(await run(program)).toEqual({ status: 'killed', signal: 'SIGSYS' });
  });
});

describe('the numbers of system calls', () => {
  (HEADER === undefined ? it.skip : it)(
    HEADER === undefined
      ? 'are those of the header (skipped: no asm/unistd_64.h)'
      : 'are those of the header',
    () => {
      const header = HEADER === undefined ? '' : readFileSync(HEADER, 'utf8');
      const numbers = new Map(
        [...header.matchAll(/^#define __NR_(\w+) (\d+)$/gm)].map(([, name, number]) => [
          name,
          Number(number),
        ]),
      );
      const table = { ...ARCHITECTURES['x64']?.denied, clone: 56, clone3: 435, socket: 41 };
      for (const [name, number] of Object.entries(table))
        expect([name, numbers.get(name)]).toEqual([name, number]);
    },
  );

  it('are refused for a machine without a table', () => {
    expect(() => systemCallFilter('mips')).toThrow(RangeError);
  });
});
