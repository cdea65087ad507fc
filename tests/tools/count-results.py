#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
"""Counts the results of test runs and prints "N passed, N failed".

Reads TAP files and meson's testlog.json files. Each test point of a program
counts; a program that ended badly without a failed point counts as one failure.
Exits with 1 if anything failed or nothing passed.
"""
import json
import re
import sys

POINT = re.compile(r"^(not ok|ok) \d+(.*)$", re.M)


def count_tap(text):
    passed = failed = skipped = 0
    for word, rest in POINT.findall(text):
        if "# SKIP" in rest or "# skip" in rest:
            skipped += 1
        elif word == "ok":
            passed += 1
        else:
            failed += 1
    return passed, failed, skipped


def count_meson(text):
    passed = failed = skipped = 0
    for line in text.splitlines():
        test = json.loads(line)
        ok, not_ok, skip = count_tap(test.get("stdout", ""))
        if test["result"] in ("OK", "EXPECTEDFAIL", "SKIP"):
            if ok + skip == 0:
                ok = 1
        elif not_ok == 0:
            not_ok = 1
        if not_ok:
            print(f"# failed: {test['name']}: {test['result']}")
        passed += ok
        failed += not_ok
        skipped += skip
    return passed, failed, skipped


def main(paths):
    total = [0, 0, 0]
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        counts = count_meson(text) if path.endswith(".json") else count_tap(text)
        total = [a + b for a, b in zip(total, counts)]
    passed, failed, skipped = total
    if skipped:
        print(f"# skipped: {skipped}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
