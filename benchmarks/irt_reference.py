"""Fits one response table with girth or PyPI's mirt and prints its estimates and seconds as JSON.

Usage: irt_reference.py girth|mirt SCORES.bin PERSONS ITEMS [STANDARD_ERRORS]
SCORES.bin holds persons * items bytes, row-major, 0 or 1. Threads are left to the environment.
"""

import json
import sys
import time

import numpy as np


def fit_girth(scores, _standard_errors):
    import girth

    began = time.perf_counter()
    found = girth.twopl_mml(scores.T)
    seconds = time.perf_counter() - began
    a = np.asarray(found["Discrimination"])
    return a, -a * np.asarray(found["Difficulty"]), seconds, None


def fit_mirt(scores, standard_errors):
    import mirt

    began = time.perf_counter()
    found = mirt.fit_mirt(scores, model="2PL", compute_standard_errors=standard_errors)
    seconds = time.perf_counter() - began
    model = found.model
    a = np.asarray(model.discrimination).reshape(-1)
    return a, -a * np.asarray(model.difficulty).reshape(-1), seconds, float(found.log_likelihood)


def main():
    name, path, persons, items = sys.argv[1:5]
    standard_errors = len(sys.argv) > 5
    scores = np.fromfile(path, dtype=np.uint8).reshape(int(persons), int(items)).astype(int)
    a, d, seconds, log_likelihood = {"girth": fit_girth, "mirt": fit_mirt}[name](scores, standard_errors)
    print(json.dumps({"a": a.tolist(), "d": d.tolist(), "seconds": seconds, "logLikelihood": log_likelihood}))


if __name__ == "__main__":
    main()
