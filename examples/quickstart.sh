#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
#
# Sets up a fresh Debian 12, builds the plugin, starts the service's simulator on
# this machine, designs a voice with qwenvoicedesign, and has it say its preview
# and a text: into a WAV file, and to the sound card where there is one. No
# account, no network but for the packages.
#
#   examples/quickstart.sh [--real] [TEXT]
#
# A second run uses the voice of the first: it was kept. What a trial leaves is
# in build/quickstart, apart from your own voices.
#
# With --real it asks the real service instead, which costs credits: once for the
# voice, each time for the text. The key is in EVOLINK_API_KEY or
# EVOLINK_API_KEY_FILE, and the voice is kept among your own.
set -eu
[ -t 0 ] || exec </dev/null
cd "$(dirname "$0")/.."
. tests/packages.sh

real=
case ${1:-} in
-h | --help)
  echo "Usage: examples/quickstart.sh [--real] [TEXT]"
  exit 0
  ;;
--real)
  real=yes
  shift
  [ -n "${EVOLINK_API_KEY:-}${EVOLINK_API_KEY_FILE:-}" ] || {
    echo "EVOLINK_API_KEY or EVOLINK_API_KEY_FILE must be set" >&2
    exit 2
  }
  ;;
-*)
  echo "There is no option $1. Usage: examples/quickstart.sh [--real] [TEXT]" >&2
  exit 2
  ;;
esac

text=${1:-"Good evening, listeners. Welcome to the evening news. \
The weather stays fine until tomorrow night."}
preset=news-anchor-en
output=quickstart.wav
trial=$PWD/build/quickstart

# shellcheck disable=SC2086 # lists of words
install_packages $packages_build $packages_run

echo "== Building in build (the first time about a minute)"
[ -e build/build.ninja ] || meson setup build -Dwerror=true >/dev/null
ninja -C build --quiet
mkdir -p "$trial"

export GST_PLUGIN_PATH="$PWD/build/gst/elements${GST_PLUGIN_PATH:+:$GST_PLUGIN_PATH}"
export GST_PRESET_PATH="$PWD/gst/presets${GST_PRESET_PATH:+:$GST_PRESET_PATH}"
export GSETTINGS_BACKEND=memory

simulator=
scratch=$(mktemp -d)
clean_up() {
  # Its port is free for the next run once it has ended.
  [ -z "$simulator" ] || kill "$simulator" 2>/dev/null || true
  [ -z "$simulator" ] || wait "$simulator" 2>/dev/null || true
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ -n "$real" ]; then
  echo "== Asking the real service"
  echo "   This costs credits: the voice once (2 in the service's example), and"
  echo "   the text each time (0.32 there)."
  unset EVOLINK_BASE_URL
else
  echo "== Starting the simulator"
  # On the port and with the voices of the run before: the same service again.
  build/tests/simulator/qwentts-simulator --job-ms 300 --estimate 1 \
    --voices "$trial/voices" --port-file "$trial/port" \
    --ready-file "$scratch/env" >"$scratch/simulator.log" 2>&1 &
  simulator=$!
  while [ ! -e "$scratch/env" ]; do
    kill -0 "$simulator" 2>/dev/null || {
      echo "The simulator did not start:" >&2
      cat "$scratch/simulator.log" >&2
      exit 1
    }
    sleep 0.1
  done
  set -a
  # shellcheck source=/dev/null # written by the simulator
  . "$scratch/env"
  set +a
  export XDG_DATA_HOME="$trial"
  echo "   EVOLINK_BASE_URL=$EVOLINK_BASE_URL"
fi

echo "== Designing a voice, and speaking with it, into $output"
# The preview and the speech may have different rates; a file has one.
gst-launch-1.0 -m qwenvoicedesign "@preset=$preset" text="$text" \
  ! audioconvert ! audioresample ! audio/x-raw,rate=24000,channels=1 \
  ! wavenc ! filesink location="$output" >"$scratch/messages"

# tell FIELD: of the bin's message
tell() {
  sed -n "s/.* qwentts\/voice-designed,.* $1=([a-z]*)\([^,;]*\).*/\1/p" \
    "$scratch/messages"
}
voice=$(tell voice)
case $(tell cached) in
true) echo "   The voice of an earlier run is used again, at no cost: $voice" ;;
*) echo "   A new voice, $(tell credits) credits: $voice" ;;
esac
echo "   $(LANGUAGE=en gst-discoverer-1.0 "$PWD/$output" | grep -o 'Duration: .*')"

if [ -e /proc/asound/cards ] && ! grep -q 'no soundcards' /proc/asound/cards; then
  echo "== Playing it"
  gst-launch-1.0 -q filesrc location="$output" ! wavparse ! audioconvert \
    ! audioresample ! autoaudiosink || echo "   the sound card did not play it"
fi

echo "== The voices that are kept"
build/examples/list-voices

cat <<END
== Done. Run it again to see the voice used again. To go on by hand, see
   "Try it with the simulator" in README.md; the simulator ended with this
   script.
END
