#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
#
# Runs a test in valgrind; an error it finds fails the test.
exec env G_SLICE=always-malloc valgrind --quiet --error-exitcode=99 \
  --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
  --suppressions="$(dirname "$0")/valgrind.supp" --num-callers=30 "$@"
