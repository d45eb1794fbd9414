"""SymPy behind a pipe: the prefix algorithm of arXiv 2304.09102 on expression trees.

One JSON object a line comes in, one goes out. Expressions come as trees of a closed list of node kinds, never as text:
nothing here parses or evaluates what somebody wrote. A request that uses up its CPU seconds ends this process (SIGPROF),
one that uses up its memory ends it with exit code 77; whoever started it starts another one.

usage: prefix_solver.py CPU_SECONDS MEMORY_MIB
"""

import json
import math
import os
import random
import resource
import signal
import sys

import sympy
from sympy.core.cache import clear_cache
from sympy.core.random import seed
from sympy.core.symbol import Dummy

OUT_OF_MEMORY = 77
LONGEST_TEXT = 200
# Above all that importing SymPy may have handed out.
FIRST_DUMMY = 10**8

CONSTANTS = {"E": sympy.E, "I": sympy.I, "pi": sympy.pi, "oo": sympy.oo}

FUNCTIONS = {
    "ln": sympy.ln,
    "re": sympy.re,
    "im": sympy.im,
    "Ei": sympy.Ei,
    "Li": sympy.Li,
    "li": sympy.li,
    "Si": sympy.Si,
    "Ci": sympy.Ci,
    "N": lambda argument: argument.evalf(),
    "O": sympy.O,
    "S": lambda argument: argument,
    "Id": lambda argument: argument,
    "factorial": sympy.factorial,
    "factorial2": sympy.factorial2,
}

OPERATORS = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "//": lambda left, right: left // right,
    "%": lambda left, right: left % right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
}


class UnknownNode(BaseException):
    """Not on the list: a bug on the other side, and no outcome. No `except Exception` takes it for one."""


def listed(table, name):
    if name not in table:
        raise UnknownNode(f"not on the list: {name}")
    return table[name]


def build(node):
    """The SymPy expression of a tree (`Tree` in methods/equations/paper/tree.ts), in the order Python evaluates it."""
    kind = node["kind"]
    if kind == "integer":
        return sympy.Integer(int(node["digits"]))
    if kind == "float":
        return sympy.Float(node["numeral"])
    if kind == "symbol":
        return sympy.Symbol(node["name"])
    if kind == "constant":
        return listed(CONSTANTS, node["name"])
    if kind == "chain":
        operands = node["operands"]
        value = build(operands[0])
        for operator, operand in zip(node["operators"], operands[1:], strict=True):
            value = listed(OPERATORS, operator)(value, build(operand))
        return value
    if kind == "negative":
        return -build(node["operand"])
    if kind == "power":
        base = build(node["base"])
        return base ** build(node["exponent"])
    if kind == "call":
        return listed(FUNCTIONS, node["name"])(build(node["argument"]))
    if kind == "comparison":
        left = build(node["left"])
        return listed(OPERATORS, node["operator"])(left, build(node["right"]))
    raise UnknownNode(f"no node of kind {kind}")


def prefixes(goal, equations):
    """Adds equation by equation; the first time that the goal has a number, that is the answer."""
    symbol = sympy.Symbol(goal)
    system = []
    for equation in equations:
        try:
            system.append(build(equation))
        except MemoryError:
            raise
        except Exception:
            return rejected("invalid equations")
        solved = first_number(system, symbol)
        if solved is not None:
            return solved
    return rejected("no solution")


def first_number(system, symbol):
    """Of the first solution in SymPy's order. The released code solves a second time for the second form."""
    try:
        solution = sympy.solve(system)
    except MemoryError:
        raise
    except Exception:
        return None
    for pick in (lambda: solution[symbol], lambda: solution[0][symbol]):
        try:
            root = pick()
            return solved(root, float(root))
        except MemoryError:
            raise
        except Exception:
            continue
    return None


def value_of(tree):
    """A line with a single element."""
    try:
        value = build(tree)
        return solved(value, float(value))
    except MemoryError:
        raise
    except Exception:
        return rejected("invalid equations")


def solved(root, value):
    if not math.isfinite(value):
        return rejected(str(value))
    try:
        text = str(root)
    except ValueError:
        # More digits than Python writes.
        text = repr(value)
    return {"status": "solved", "value": value, "text": text[:LONGEST_TEXT]}


def rejected(reason):
    return {"status": "rejected", "reason": reason}


def forget():
    """SymPy keeps a cache, a counter and a random generator: without them a request's answer depends on it alone."""
    clear_cache()
    seed(0)
    random.seed(0)
    Dummy._count = 0
    Dummy._base_dummy_index = FIRST_DUMMY


def answer(request):
    forget()
    if request["kind"] == "value":
        return value_of(request["tree"])
    return prefixes(request["goal"], request["equations"])


def main():
    cpu_seconds = float(sys.argv[1])
    memory = int(sys.argv[2]) * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Ctrl-C reaches the whole group; the worker decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Answers go where stdout was; whatever else prints goes to stderr.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def reply(message):
        replies.write(json.dumps(message) + "\n")
        replies.flush()

    reply({"ready": True, "sympy": sympy.__version__})
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        try:
            result = answer(json.loads(line))
        except UnknownNode as error:
            result = {"status": "fault", "message": str(error)}
        signal.setitimer(signal.ITIMER_PROF, 0)
        reply(result)


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
