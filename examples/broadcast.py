#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
"""Music, and over it announcements, each a line of standard input; "!" drops what
is being said. What fails is told and left out, and the music plays on. Ends when all
is said. The same as broadcast.c. From Debian: python3-gi, gir1.2-gstreamer-1.0."""

import argparse
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstController", "1.0")
from gi.repository import GLib, Gst, GstController  # noqa: E402

DUCKED = 0.2
RAMP = 300 * Gst.MSECOND
HOLD = 2 * RAMP  # the voice is held back, and may be late a bit
SHOW = (
    "audiomixer name=mix latency=200000000 "
    "! audio/x-raw,rate=48000,channels=2 ! audioconvert ! audioresample ! {sink} "
    "{music} ! audioconvert ! audioresample ! clocksync ! volume name=bed ! mix. "
    "qwenttssrc name=voice is-live=true keep-open=true on-segment-error=skip "
    "voice={voice} ! queue ! audioconvert ! audioresample ! mix."
)


class Show:
    def __init__(self, voice, music, sink):
        self.loop = GLib.MainLoop()
        self.status = 0
        self.is_speaking = False
        self.pipeline = Gst.parse_launch(
            SHOW.format(voice=voice, music=music, sink=sink)
        )
        self.voice = self.pipeline.get_by_name("voice")
        self.volume = GstController.InterpolationControlSource(
            mode=GstController.InterpolationMode.LINEAR
        )
        self.duck(self.pipeline.get_by_name("bed"))

    def duck(self, bed):
        pad = self.voice.get_static_pad("src")
        bed.add_control_binding(
            GstController.DirectControlBinding.new_absolute(bed, "volume", self.volume)
        )
        self.volume.set(0, 1)
        pad.set_offset(HOLD)
        pad.add_probe(
            Gst.PadProbeType.BUFFER | Gst.PadProbeType.EVENT_DOWNSTREAM, self.on_voice
        )

    def ramp(self, start, origin, target):
        self.volume.set(start, origin)
        self.volume.set(start + RAMP, target)

    def on_voice(self, _pad, info):
        """The data itself tells when the voice speaks: its silence is flagged."""
        if info.type & Gst.PadProbeType.BUFFER:
            buffer = info.get_buffer()
            was_speaking = self.is_speaking
            self.is_speaking = not buffer.has_flags(Gst.BufferFlags.GAP)
            if self.is_speaking and not was_speaking:
                self.ramp(buffer.pts + HOLD - RAMP, 1, DUCKED)
            elif was_speaking and not self.is_speaking:
                self.ramp(buffer.pts + HOLD, DUCKED, 1)
        elif info.get_event().type == Gst.EventType.EOS:
            GLib.timeout_add_seconds(2, self.end_music)
        return Gst.PadProbeReturn.OK

    def end_music(self):
        self.pipeline.send_event(Gst.Event.new_eos())
        return GLib.SOURCE_REMOVE

    def on_line(self, lines, _condition):
        line = lines.readline()
        text = line.strip().decode("utf-8-sig", errors="replace")
        if not line:
            self.voice.emit("end-of-stream")
            return GLib.SOURCE_REMOVE
        if text == "!":
            self.voice.emit("interrupt")
        elif text and not self.voice.emit("push-text", text):
            self.fail(f"Not said: {text}")
        return GLib.SOURCE_CONTINUE

    def fail(self, text):
        print(text, file=sys.stderr, flush=True)
        self.status = 1

    def on_message(self, _bus, message):
        if message.type == Gst.MessageType.WARNING:
            self.fail(f"{message.src.name}: {message.parse_warning()[0].message}")
        elif message.type == Gst.MessageType.ERROR:
            self.fail(f"{message.src.name}: {message.parse_error()[0].message}")
            self.loop.quit()
        elif message.type == Gst.MessageType.EOS:
            self.loop.quit()
        elif message.has_name("qwentts/segment"):
            text = message.get_structure().get_string("text")
            print(f"On air: {text}", flush=True)
        return GLib.SOURCE_CONTINUE

    def run(self):
        bus = self.pipeline.get_bus()
        bus.add_watch(GLib.PRIORITY_DEFAULT, self.on_message)
        # Unbuffered: a line that waits in a buffer would not be seen.
        lines = open(sys.stdin.fileno(), "rb", buffering=0)
        GLib.io_add_watch(
            lines, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, self.on_line
        )
        self.pipeline.set_state(Gst.State.PLAYING)
        self.loop.run()
        self.pipeline.set_state(Gst.State.NULL)
        bus.remove_watch()
        return self.status


def main():
    parser = argparse.ArgumentParser(description="Announcements over music")
    parser.add_argument("voice", help="who speaks")
    parser.add_argument(
        "music",
        nargs="?",
        default="audiotestsrc is-live=true freq=220 volume=0.2",
        help="as for gst-launch-1.0",
    )
    parser.add_argument("sink", nargs="?", default="autoaudiosink", help="likewise")
    options = parser.parse_args()
    Gst.init(None)
    return Show(options.voice, options.music, options.sink).run()


if __name__ == "__main__":
    sys.exit(main())
