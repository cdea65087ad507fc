#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
"""Holds the tables of docs/elements.md against what gst-inspect-1.0 says.

A table stands between "<!-- gst-inspect-1.0 ELEMENT -->" and "<!-- end -->".
Prints TAP; with --fix, writes the tables instead.

    check-reference.py [--fix] DOCS/elements.md
"""
import re
import subprocess
import sys

INHERITED = {"name", "parent", "blocksize", "num-buffers", "typefind",
             "do-timestamp", "async-handling", "message-forward"}
BLOCK = re.compile(
    r"(<!-- gst-inspect-1\.0 (\S+) -->\n)(.*?)(<!-- end -->)", re.S)


def inspect(element):
    run = subprocess.run(["gst-inspect-1.0", "--no-colors", element],
                         stdout=subprocess.PIPE, text=True, check=True)
    return run.stdout


def read_properties(text):
    """Yields (name, blurb, lines below it) of each property."""
    section = text.split("Element Properties:\n", 1)[1]
    name = blurb = None
    below = []
    for line in section.splitlines():
        head = re.match(r"  ([a-z0-9-]+) *: (.*)", line)
        if head:
            if name:
                yield name, blurb, below
            name, blurb = head.groups()
            below = []
        elif line.startswith("      "):
            below.append(line.strip())
        elif line.strip():
            break
    if name:
        yield name, blurb, below


def describe(below):
    """The type with its range, the default and who may change it when."""
    flags = below[0].removeprefix("flags: ").replace(
        "changeable only in NULL or READY state", "in NULL and READY")
    text = re.sub(r"\s+", " ", below[1])
    kind = re.sub(r"\s*Default:.*", "", text).rstrip(".")
    default = re.search(r'Default: ("[^"]*"|\S+)', text)
    default = default.group(1) if default else "–"
    nicks = [line.split(": ")[1].split(" ")[0] for line in below[2:]
             if re.match(r"\(-?\d+\): ", line)]
    if nicks:
        kind = "Enum: " + ", ".join(nicks)
        default = re.search(r'Default: \S+, "([^"]*)"', text).group(1)
    elif len(below) > 2 and not nicks:
        kind = kind or "Boxed"
    kind = kind.replace("Write only", "").strip()
    return kind, "–" if default == "null" else default.strip('"'), flags


def make_table(element):
    rows = ["| property | type | default | flags | meaning |",
            "| --- | --- | --- | --- | --- |"]
    for name, blurb, below in read_properties(inspect(element)):
        if name in INHERITED:
            continue
        kind, default, flags = describe(below)
        rows.append(f"| `{name}` | {kind} | {default} | {flags} | {blurb} |")
    return "\n".join(rows) + "\n"


def main():
    fix = "--fix" in sys.argv
    path = sys.argv[-1]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if fix:
        text = BLOCK.sub(lambda m: m[1] + make_table(m[2]) + m[4], text)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return 0

    failed = 0
    blocks = BLOCK.findall(text)
    for number, (_, element, table, _) in enumerate(blocks, 1):
        right = make_table(element)
        good = table == right and right.count("\n") > 2
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {path} has the "
              f"properties of {element} as gst-inspect-1.0 shows them")
        if not good:
            for line in right.splitlines():
                if line not in table:
                    print(f"# missing: {line}")
    print(f"1..{len(blocks)}")
    return 1 if failed or not blocks else 0


if __name__ == "__main__":
    sys.exit(main())
