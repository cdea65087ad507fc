#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
"""Looks whether what the pages link to is there. Prints TAP.

    check-links.py PROJECT
"""
import pathlib
import re
import sys

LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def main(root):
    pages = sorted([*root.glob("*.md"), *root.glob("docs/*.md")])
    failed = 0
    for number, page in enumerate(pages, 1):
        dead = [link for link in LINK.findall(page.read_text(encoding="utf-8"))
                if not (page.parent / link).exists()]
        failed += bool(dead)
        print(f"{'not ok' if dead else 'ok'} {number} - links of "
              f"{page.relative_to(root)}")
        for link in dead:
            print(f"# dead: {link}")
    print(f"1..{len(pages)}")
    return 1 if failed or not pages else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
