#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
#
# Sets up a fresh Debian 12 and runs all tests: formatting, the plain build
# (warnings are errors), the sanitizer build, the short tests in valgrind, and
# the fuzzer for a minute.
# Ends with a line "N passed, N failed". Nothing but loopback is contacted.
#
#   tests/run.sh          everything
#   tests/run.sh plain    only the formatting and the plain build
set -eu
[ -t 0 ] || exec </dev/null
cd "$(dirname "$0")/.."
. tests/packages.sh

what=${1:-all}
case $what in
all | plain) ;;
*)
  echo "Usage: tests/run.sh [all|plain]" >&2
  exit 2
  ;;
esac
fuzz_s=60
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# shellcheck disable=SC2086 # lists of words
install_packages $packages_build $packages_run $packages_test

# build FOLDER OPTION…
build() {
  folder=$1
  shift
  echo "== Building in $folder"
  if [ -e "$folder/build.ninja" ]; then
    meson setup --reconfigure "$folder" -Dwerror=true "$@" >/dev/null
  else
    meson setup "$folder" -Dwerror=true "$@" >/dev/null
  fi
  ninja -C "$folder" --quiet
}

# run_tests NAME FOLDER OPTION…: results stay in $results/NAME.json
run_tests() {
  name=$1
  folder=$2
  shift 2
  echo "== Testing in $folder ($name)"
  meson test -C "$folder" --no-rebuild --print-errorlogs --logbase "$name" \
    "$@" || true
  # With a wrapper, meson adds its name.
  cp "$folder/meson-logs/$name"*.json "$results/"
}

# fuzz FOLDER: clang builds nothing else; one test point in $results/fuzz.tap
fuzz() {
  folder=$1
  echo "== Fuzzing in $folder for $fuzz_s s"
  if [ ! -e "$folder/build.ninja" ]; then
    CC=clang meson setup "$folder" -Dwerror=true -Dfuzz=true \
      -Dexamples=disabled >/dev/null
  fi
  ninja -C "$folder" --quiet tests/fuzz/fuzz-cutter
  # What it finds of interest goes into the first of the folders.
  mkdir -p "$folder/corpus"
  if "$folder/tests/fuzz/fuzz-cutter" -max_total_time="$fuzz_s" \
    -max_len=12000 -print_final_stats=1 -artifact_prefix="$folder/" \
    "$folder/corpus" tests/fuzz/corpus >"$folder/fuzz.log" 2>&1; then
    echo "ok 1 - fuzz cutter"
  else
    tail -n 40 "$folder/fuzz.log" | sed 's/^/# /'
    echo "not ok 1 - fuzz cutter"
  fi >"$results/fuzz.tap"
  grep '^stat::number_of_executed_units' "$folder/fuzz.log" || true
  cat "$results/fuzz.tap"
}

echo "== Formatting"
tests/tools/check-format.sh >"$results/format.tap" || true
cat "$results/format.tap"

build build
run_tests plain build

if [ "$what" = all ]; then
  build build-sanitize -Db_sanitize=address,undefined -Db_lundef=false
  run_tests sanitize build-sanitize --timeout-multiplier 4
  run_tests valgrind build --suite short --timeout-multiplier 10 \
    --wrap "$PWD/tests/tools/valgrind.sh"
  fuzz build-fuzz
fi

python3 tests/tools/count-results.py "$results"/*
