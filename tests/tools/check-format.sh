#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
#
# Holds every C source against GNU indent with .indent.pro, run twice, since its
# first pass is not always its last word. Prints TAP. With --fix, formats.
cd "$(dirname "$0")/../.." || exit 1

fix=${1:-}
failed=0
n=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for file in $(git ls-files --cached --others --exclude-standard '*.c'); do
  [ -e "$file" ] || continue
  n=$((n + 1))
  cp "$file" "$scratch/file.c"
  for _ in 1 2; do
    indent -npro $(cat .indent.pro) "$scratch/file.c" -o "$scratch/out.c" ||
      echo "# indent does not understand $file"
    mv "$scratch/out.c" "$scratch/file.c"
  done
  if cmp -s "$file" "$scratch/file.c"; then
    echo "ok $n - format $file"
  elif [ "$fix" = --fix ]; then
    cp "$scratch/file.c" "$file"
    echo "ok $n - formatted $file"
  else
    failed=1
    diff -u "$file" "$scratch/file.c" | sed 's/^/# /'
    echo "not ok $n - format $file"
  fi
done
echo "1..$n"
exit $failed
