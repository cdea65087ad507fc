#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
#
# Sets up a fresh Debian 12, builds the plugin, starts the service's simulator on
# this machine and speaks a text through qwenttssrc into a WAV file, and to the
# sound card where there is one. No account, no network but for the packages.
#
#   examples/quickstart.sh [--real] [TEXT]
#
# With --real it speaks with the real service instead, which costs credits: the
# key is in EVOLINK_API_KEY or EVOLINK_API_KEY_FILE, the voice in QWENTTS_VOICE.
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
  ;;
esac

text=${1:-"Good evening, listeners. Welcome to the evening news. \
The weather stays fine until tomorrow night."}
output=quickstart.wav

# shellcheck disable=SC2086 # lists of words
install_packages $packages_build $packages_run

echo "== Building in build (the first time about a minute)"
[ -e build/build.ninja ] || meson setup build -Dwerror=true >/dev/null
ninja -C build --quiet

export GST_PLUGIN_PATH="$PWD/build/gst/elements${GST_PLUGIN_PATH:+:$GST_PLUGIN_PATH}"

export GSETTINGS_BACKEND=memory

simulator=
ready=
trap '[ -z "$simulator" ] || kill $simulator 2>/dev/null; rm -rf "$ready"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ -n "$real" ]; then
  echo "== Speaking with the real service"
  unset EVOLINK_BASE_URL
  : "${QWENTTS_VOICE:?must name a designed voice}"
else
  echo "== Starting the simulator"
  ready=$(mktemp -d)
  build/tests/simulator/qwentts-simulator --ready-file "$ready/env" \
    --job-ms 300 --estimate 1 >"$ready/log" &
  simulator=$!
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
   export GST_PLUGIN_PATH="$PWD/build/gst/elements"
   build/tests/simulator/qwentts-simulator --help
   gst-inspect-1.0 qwenttssrc
END
