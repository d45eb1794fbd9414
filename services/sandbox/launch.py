"""Runs inside the sandbox, before the program and in its interpreter: sets limits, then gives way to the program.

Arguments: the program's path, the file descriptor of the status line, memory in bytes, processes, CPU seconds, bytes of
a file, and the user to become (0: stay). Status: `s` when the program begins, `m` when it ended for want of memory.
"""
import os
import resource
import sys

path = sys.argv[1]
status, memory, processes, seconds, file_bytes, user = map(int, sys.argv[2:])

if user != 0:
    # The kernel binds root to no number of processes: be somebody whom nobody else is.
    try:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    except OSError:
        # Inside a container that maps few users.
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)

os.set_inheritable(status, False)
os.umask(0o077)
with open(path, "rb") as file:
    source = file.read()

main = type(sys)("__main__")
main.__file__ = path
main.__builtins__ = __builtins__
sys.modules["__main__"] = main
sys.argv[:] = [path]

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

# Given back when memory has run out, so that there is some to say so with.
spare = bytearray(4 << 20)
process = os.getpid()
os.write(status, b"s")
try:
    exec(compile(source, path, "exec", dont_inherit=True), main.__dict__)
except MemoryError:
    del spare
    # A process that the program has split off speaks for itself only.
    if os.getpid() == process:
        os.write(status, b"m")
    os._exit(1)
except SystemExit:
    raise
except BaseException as error:
    # Without the frame above: the traceback is the one that the program has by itself.
    sys.excepthook(type(error), error.with_traceback(error.__traceback__.tb_next), error.__traceback__)
    sys.exit(1)
