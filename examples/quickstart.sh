#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
#
# Sets up a fresh Debian 12, builds the plugin, starts the service's simulator on
# this machine and speaks a text through qwenttssrc into a WAV file, and to the
# sound card where there is one. No account, no network but for the packages.
#
#   examples/quickstart.sh [TEXT]
#
# With EVOLINK_API_KEY and QWENTTS_VOICE set (and no EVOLINK_BASE_URL), it speaks
# with the real service instead, which costs credits.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh

text=${1:-"Good evening, listeners. Welcome to the evening news. \
The weather stays fine until tomorrow night."}
output=quickstart.wav

# shellcheck disable=SC2086 # lists of words
install_packages $packages_build $packages_run

echo "== Building in build"
[ -e build/build.ninja ] || meson setup build >/dev/null
ninja -C build --quiet

export GST_PLUGIN_PATH="$PWD/build/gst/elements${GST_PLUGIN_PATH:+:$GST_PLUGIN_PATH}"

if [ -n "${EVOLINK_API_KEY:-}" ] && [ -n "${QWENTTS_VOICE:-}" ] &&
  [ -z "${EVOLINK_BASE_URL:-}" ]; then
  echo "== Speaking with the real service"
else
  echo "== Starting the simulator"
  ready=$(mktemp -d)
  build/tests/simulator/qwentts-simulator --ready-file "$ready/env" \
    --job-ms 300 --estimate 1 >"$ready/log" &
  simulator=$!
  trap 'kill $simulator 2>/dev/null; rm -rf "$ready"' EXIT
  while [ ! -e "$ready/env" ]; do
    kill -0 $simulator 2>/dev/null || {
      echo "The simulator did not start:" >&2
      cat "$ready/log" >&2
      exit 1
    }
    sleep 0.1
  done
  set -a
  . "$ready/env"
  set +a
  echo "   EVOLINK_BASE_URL=$EVOLINK_BASE_URL"
  echo "   QWENTTS_VOICE=$QWENTTS_VOICE"
fi

echo "== Speaking into $output"
gst-launch-1.0 -q qwenttssrc voice="$QWENTTS_VOICE" text="$text" \
  ! audioconvert ! wavenc ! filesink location="$output"
echo "   $(gst-discoverer-1.0 "$PWD/$output" | grep -o 'Duration: .*')"

if [ -e /proc/asound/cards ] && ! grep -q 'no soundcards' /proc/asound/cards; then
  echo "== Speaking to the sound card"
  gst-launch-1.0 -q filesrc location="$output" ! wavparse ! audioconvert \
    ! audioresample ! autoaudiosink || echo "   the sound card did not play it"
fi

cat <<END
== Done. To go on by hand (the simulator ends with this script):
   export GST_PLUGIN_PATH=$PWD/build/gst/elements
   build/tests/simulator/qwentts-simulator --help
   gst-inspect-1.0 qwenttssrc
END
