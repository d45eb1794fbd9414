/**
 * System calls that no program here needs and that bubblewrap leaves open: memory that the limit does not count (shared
 * segments, queues, memory files), keys of the session that started us, sockets of families that no network namespace
 * holds (vsock), new namespaces with rights of their own, and doors deep into the kernel. What takes a capability is not
 * in the list: the program has none. A denied call fails with EPERM, as if it were not allowed to the user.
 *
 * The filter is classic BPF over `struct seccomp_data` (linux/seccomp.h): number at byte 0, architecture at 4, low half of
 * the first argument at 16.
 */

export interface Architecture {
  /** AUDIT_ARCH_* of linux/audit.h. */
  readonly audit: number;
  /** Numbers by name: asm/unistd_64.h on x64, asm-generic/unistd.h on arm64. */
  readonly denied: Readonly<Record<string, number>>;
  readonly clone: number;
  readonly socket: number;
}

/** Calls newer than 2019 have the same number everywhere. */
const SAME_EVERYWHERE = {
  ...{ io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427, memfd_secret: 447 },
};
const CLONE3 = 435;

/** By Node's name. */
export const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  x64: {
    audit: 0xc000_003e,
    clone: 56,
    socket: 41,
    denied: {
      ...SAME_EVERYWHERE,
      ...{ shmget: 29, semget: 64, msgget: 68, mq_open: 240, memfd_create: 319 },
      ...{ unshare: 272, setns: 308, perf_event_open: 298, bpf: 321, userfaultfd: 323 },
      ...{ add_key: 248, request_key: 249, keyctl: 250 },
    },
  },
  arm64: {
    audit: 0xc000_00b7,
    clone: 220,
    socket: 198,
    denied: {
      ...SAME_EVERYWHERE,
      ...{ shmget: 194, semget: 190, msgget: 186, mq_open: 180, memfd_create: 279 },
      ...{ unshare: 97, setns: 268, perf_event_open: 241, bpf: 280, userfaultfd: 282 },
      ...{ add_key: 217, request_key: 218, keyctl: 219 },
    },
  },
};

/** AF_UNIX, AF_INET, AF_INET6: what the namespace of the network holds. */
const FAMILIES = [1, 2, 10];
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const NEW_NAMESPACES = 0x7e02_0000;
/** Numbers of the x32 interface on x64 carry this bit. */
const X32 = 0x4000_0000;

// linux/filter.h and linux/seccomp.h.
const LOAD = 0x20;
const IF_EQUAL = 0x15;
const IF_AT_LEAST = 0x35;
const IF_ANY_BIT = 0x45;
const RETURN = 0x06;
const ALLOW = 0x7fff_0000;
const KILL = 0x8000_0000;
const EPERM = 0x0005_0001;
const ENOSYS = 0x0005_0026;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];

/**
 * The filter as bytes, for `bwrap --seccomp`.
 *
 * @throws RangeError for an architecture without a table: openSandbox refuses it before
 */
export function systemCallFilter(arch: string): Uint8Array {
  const known = ARCHITECTURES[arch];
  if (known === undefined) throw new RangeError(`no table of system calls for ${arch}`);
  const { audit, clone, socket, denied } = known;
  const program: Instruction[] = [
    [LOAD, 0, 0, 4],
    [IF_EQUAL, 1, 0, audit],
    [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, 0],
    [IF_AT_LEAST, 0, 1, X32],
    [RETURN, 0, 0, EPERM],
    ...Object.values(denied).flatMap((number): Instruction[] => [
      [IF_EQUAL, 0, 1, number],
      [RETURN, 0, 0, EPERM],
    ]),
    // Its flags lie in memory, out of a filter's sight. The C library falls back to clone.
    [IF_EQUAL, 0, 1, CLONE3],
    [RETURN, 0, 0, ENOSYS],
    [IF_EQUAL, 0, 4, clone],
    [LOAD, 0, 0, 16],
    [IF_ANY_BIT, 0, 1, NEW_NAMESPACES],
    [RETURN, 0, 0, EPERM],
    [RETURN, 0, 0, ALLOW],
    [IF_EQUAL, 0, FAMILIES.length + 2, socket],
    [LOAD, 0, 0, 16],
    ...FAMILIES.map((family, k): Instruction => [IF_EQUAL, FAMILIES.length - k, 0, family]),
    [RETURN, 0, 0, EPERM],
    [RETURN, 0, 0, ALLOW],
  ];
  return encoded(program);
}

/** `struct sock_filter`, eight bytes each, in the machine's order, which is little-endian on both. */
function encoded(program: readonly Instruction[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(program.length * 8));
  program.forEach(([code, ifTrue, ifFalse, value], index) => {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, ifTrue);
    view.setUint8(index * 8 + 3, ifFalse);
    view.setUint32(index * 8 + 4, value, true);
  });
  return new Uint8Array(view.buffer);
}
