#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
"""Puts what the benchmarks printed into docs/benchmarks.md.

    meson test -C build --benchmark --logbase benchmarklog
    write-benchmarks.py build/meson-logs/benchmarklog.json docs/benchmarks.md
"""
import json
import re
import sys


def main(log, page):
    with open(log, encoding="utf-8") as file:
        tests = [json.loads(line) for line in file]
    with open(page, encoding="utf-8") as file:
        text = file.read()
    for test in tests:
        name = test["name"].split(" ")[-1]
        printed = test["stdout"].strip()
        block = f"<!-- {name} -->\n\n{printed}\n\n<!-- end {name} -->"
        text = re.sub(rf"<!-- {name} -->.*<!-- end {name} -->|<!-- {name} -->",
                      lambda _: block, text, flags=re.S)
    with open(page, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
