/** What a program comes to. */
import { describeSandbox, said, withSandbox } from './there.ts';

describeSandbox('a program in the sandbox', () => {
  const run = withSandbox();

  it('prints', async () => {
    expect(await run('print("hello")')).toEqual(said('hello\n'));
  });

  it('ends with its exit code, and keeps standard output and error apart', async () => {
    const program = 'import sys\nprint("out")\nprint("err", file=sys.stderr)\nsys.exit(7)';
    const run7 = { status: 'ended', exitCode: 7, stdout: 'out\n', stderr: 'err\n', truncated: false };
    expect(await run(program)).toEqual(run7);
  });

  it('shows the traceback of an exception, of the program alone', async () => {
    expect(await run('x = 1\nx / 0')).toMatchObject({
      status: 'ended',
      exitCode: 1,
      stderr: expect.stringMatching(
        /^Traceback.*\n {2}File "\/program.py", line 2, in <module>\n[^]*ZeroDivisionError: division by zero\n$/,
      ),
    });
  });

  it('shows where the syntax is wrong', async () => {
    expect(await run('print(')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('SyntaxError'),
    });
  });

  it('is killed by a crash of its interpreter', async () => {
    expect(await run('import ctypes\nctypes.string_at(0)')).toEqual({ status: 'killed', signal: 'SIGSEGV' });
  });

  it('takes and prints text of every alphabet, and bytes that are no text', async () => {
    expect(await run('print("Grüße 数学 \\N{SNAKE}", "🐍")')).toEqual(said('Grüße 数学 🐍 🐍\n'));
    expect(await run('import sys; sys.stdout.buffer.write(b"a\\xffb")')).toEqual(said('a\ufffdb'));
  });

  it('runs as the main module, with the standard library and an empty standard input', async () => {
    const program = [
      'import sys, math, fractions, decimal, collections, itertools, json, re, datetime, statistics, dataclasses',
      'def f(): return g()',
      'def g(): return 42',
      'if __name__ == "__main__": print(f(), len(sys.argv), repr(sys.stdin.read()))',
    ];
    expect(await run(program.join('\n'))).toEqual(said("42 1 ''\n"));
  });

  it('may write files of its own, which the next program does not find', async () => {
    expect(await run('open("note", "w").write("kept")\nprint(open("/tmp/note").read())')).toEqual(
      said('kept\n'),
    );
    expect(await run('import os\nprint(os.listdir("/tmp"))')).toEqual(said('[]\n'));
  });

  it('prints the same every time: sets in one order, one time zone, one locale', async () => {
    const program =
      'import locale, time\nprint({"a", "b", "c", "d", "e", "f"}, hash("x"), time.tzname, locale.setlocale(locale.LC_ALL, ""))';
    const first = await run(program);
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("('UTC', 'UTC') C.UTF-8") });
    for (let again = 0; again < 3; again += 1) expect(await run(program)).toEqual(first);
  });

  it('runs 200 small programs, four at once, and mixes none up', async () => {
    const left = Array.from({ length: 200 }, (_, k) => k);
    const printed: number[] = [];
    const lane = async (): Promise<void> => {
      for (let k = left.pop(); k !== undefined; k = left.pop()) {
        expect(await run(`print(${k} * ${k})`)).toEqual(said(`${k * k}\n`));
        printed.push(k);
      }
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
    expect(printed).toHaveLength(200);
  });
});
