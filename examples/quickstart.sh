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
# in build/quickstart, apart from your own voices and speech.
#
# With --real it asks the real service instead, which costs credits: once for the
# voice, once for the text. The key is in EVOLINK_API_KEY or
# EVOLINK_API_KEY_FILE, and the voice is kept among your own.
set -eu
[ -t 0 ] || exec </dev/null
cd "$(dirname "$0")/.."
. examples/set-up.sh

read_options "Usage: examples/quickstart.sh [--real] [TEXT]" "$@"
[ -z "$real" ] || shift

text=${1:-"Good evening, listeners. Welcome to the evening news. \
The weather stays fine until tomorrow night."}
preset=news-anchor-en
output=quickstart.wav

set_up

echo "== Designing a voice, and speaking with it, into $output"
# The preview and the speech may have different rates; a file has one.
gst-launch-1.0 -m qwenvoicedesign "@preset=$preset" text="$text" \
  ! audioconvert ! audioresample ! audio/x-raw,rate=24000,channels=1 \
  ! wavenc ! filesink location="$output" >"$scratch/messages"

tell_voice
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
