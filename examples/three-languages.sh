#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
#
# Speaks the texts of examples/texts, in three languages, with one voice and as one
# stream, into a WAV file, and prints what is said when. Sets up, and asks the
# simulator, as examples/quickstart.sh does.
#
#   examples/three-languages.sh [--real]
#
# With --real it asks the real service instead, which costs credits: once for the
# voice, and once for each segment of text.
set -eu
[ -t 0 ] || exec </dev/null
cd "$(dirname "$0")/.."
. examples/set-up.sh

read_options "Usage: examples/three-languages.sh [--real]" "$@"
output=three-languages.wav
set_up

echo "== Designing a voice"
gst-launch-1.0 -m qwenvoicedesign @preset=audiobook-en preview=false ! fakesink \
  >"$scratch/messages"
tell_voice
voice=$(tell voice)

# What gst-launch-1.0 would read as its own.
quote() {
  tr '\n' ' ' <"$1" | sed 's/["\\]/\\&/g'
}

echo "== Speaking into $output"
# A source for each language, one after the other; the next one's first request is
# made while the one before is heard.
set -- concat name=stream ! audioconvert ! audioresample \
  ! audio/x-raw,rate=24000,channels=1 ! wavenc ! filesink location="$output"
for language in english german chinese; do
  set -- "$@" qwenttssrc name="$language" voice="$voice" \
    language-type="$language" text="$(quote "examples/texts/$language.txt")" ! audioconvert \
    ! audioresample ! audio/x-raw,rate=24000,channels=1 ! stream.
done
gst-launch-1.0 -m "$@" >"$scratch/messages"

# From GStreamer's escapes to those of printf.
escape() {
  printf "%s\n" "$1" | sed 's/\\\([0-9]\{3\}\)/\\0\1/g; s/\\\([^0]\)/\1/g'
}

echo "== What was said when"
# Each source counts from its own beginning: what came before it is added.
sed -n 's/.*element "\([a-z]*\)".*qwentts\/segment,.*text=(string)\(.*\), offset=.*stream-time=(guint64)\([0-9]*\), duration=(guint64)\([0-9]*\).*/\1 \3 \4 \2/p' \
  "$scratch/messages" | while read -r language start duration text; do
  [ "$language" = "${before:-}" ] || base=${end:-0}
  before=$language
  end=$((base + start + duration))
  printf '   %7.1f s  %-8s %s\n' "$(((base + start) / 100000000))e-1" "$language" \
    "$(printf %b "$(escape "$text")" | LC_ALL=C.UTF-8 sed 's/^.\(.\{50\}\).*/\1 …/')"
done
echo "   $(LANGUAGE=en gst-discoverer-1.0 "$PWD/$output" | grep -o 'Duration: .*')"
