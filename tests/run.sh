#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
#
# Sets up a fresh Debian 12 and runs all tests: formatting, the plain build
# (warnings are errors), the sanitizer build, the short tests in valgrind, and
# the fuzzers for a minute and a half.
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

# fuzz NAME SECONDS CORPUS FOLDER: clang builds nothing else; one test point in
# $results/fuzz-NAME.tap
fuzz() {
  name=$1
  seconds=$2
  corpus=$3
  folder=$4
  echo "== Fuzzing the $name in $folder for $seconds s"
  if [ ! -e "$folder/build.ninja" ]; then
    CC=clang meson setup "$folder" -Dwerror=true -Dfuzz=true \
      -Dexamples=disabled >/dev/null
  fi
  ninja -C "$folder" --quiet "tests/fuzz/fuzz-$name"
  # What it finds of interest goes into the first of the folders.
  mkdir -p "$folder/$corpus"
  log=$folder/fuzz-$name.log
  if "$folder/tests/fuzz/fuzz-$name" -max_total_time="$seconds" \
    -max_len=12000 -print_final_stats=1 -artifact_prefix="$folder/" \
    "$folder/$corpus" "tests/fuzz/$corpus" >"$log" 2>&1; then
    echo "ok 1 - fuzz $name"
  else
    tail -n 40 "$log" | sed 's/^/# /'
    echo "not ok 1 - fuzz $name"
  fi >"$results/fuzz-$name.tap"
  grep '^stat::number_of_executed_units' "$log" || true
  cat "$results/fuzz-$name.tap"
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
  fuzz cutter 60 corpus build-fuzz
  fuzz record 20 corpus-record build-fuzz
fi

python3 tests/tools/count-results.py "$results"/*
