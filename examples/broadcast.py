#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
"""A show: music, and announcements over it, each a line of standard input; the
line "!" interrupts, and after the last one the music fades out. Whatever the
voice does, the music plays on: an announcement that fails is told and left out,
and a voice that fails as a whole (no key) is started anew by the next line.
Exits with 0; 1 if something failed; 2 if it was not called as --help says.

The same as broadcast.c and bed.c. From Debian: python3-gi,
gir1.2-gstreamer-1.0."""

import argparse
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstController", "1.0")
from gi.repository import Gio, GLib, Gst, GstController  # noqa: E402

DUCKED = 0.2
RAMP = 300 * Gst.MSECOND  # the voice is held back so long
FADE = 1500 * Gst.MSECOND
LATENCY = 50 * Gst.MSECOND  # of the voice, at most

TONE = "audiotestsrc is-live=true volume=.08 freq="
CHORD = (
    "audiomixer name=chord ! audioconvert ! audioresample ! bed.sink_0 "
    f"{TONE}220 ! chord. {TONE}277.2 ! chord. {TONE}329.6 ! chord."
)
MUSIC = "uridecodebin name=music ! audioconvert ! audioresample ! bed.sink_0"
CARD = "audioconvert ! audioresample ! autoaudiosink"
WAV = "clocksync ! wavenc ! filesink name=file"
# The bed's own mixer gives it running time, and goes on whatever comes.
SHOW = (
    "audiomixer name=mix force-live=true latency=200000000 "
    "! audio/x-raw,rate=48000,channels=2,format=S16LE ! {sink} "
    "qwenttssrc name=voice is-live=true keep-open=true on-segment-error=skip "
    "! audioconvert ! audioresample ! queue ! mix. "
    "audiomixer name=bed force-live=true latency=200000000 "
    "! audio/x-raw,rate=48000,channels=2 ! volume name=volume ! mix. {bed}"
)


class Bed:
    """Music that does not end, turned down before a voice is heard, and up
    after it."""

    def __init__(self, pipeline, file):
        self.pipeline = pipeline
        self.is_speaking = False
        self.end = 0
        volume = pipeline.get_by_name("volume")
        self.volume = GstController.InterpolationControlSource(
            mode=GstController.InterpolationMode.LINEAR
        )
        volume.add_control_binding(
            GstController.DirectControlBinding.new_absolute(
                volume, "volume", self.volume
            )
        )
        if file:
            music = pipeline.get_by_name("music")
            music.set_property("uri", Gst.filename_to_uri(file))
        pad = pipeline.get_by_name("voice").get_static_pad("src")
        pad.set_offset(RAMP)
        pad.add_probe(Gst.PadProbeType.QUERY_UPSTREAM, self.on_query)
        pad.add_probe(
            Gst.PadProbeType.BUFFER | Gst.PadProbeType.EVENT_DOWNSTREAM, self.on_voice
        )

    def ramp(self, start, length, target):
        found, value = self.volume.control_source_get_value(start)
        self.volume.set(start, value if found else 1)
        self.volume.set(start + length, target)

    def follow(self, voice, is_speaking, time):
        """The voice is heard a ramp later than it pushes."""
        was_speaking, self.is_speaking = self.is_speaking, is_speaking
        if is_speaking and not was_speaking:
            # It may be on its way up.
            found, value = self.volume.control_source_get_value(time)
            self.volume.unset_all()
            self.volume.set(time, value if found else 1)
            self.volume.set(time + RAMP, DUCKED)
        if was_speaking and not is_speaking:
            self.ramp(time + RAMP, RAMP, 1)
            tell(voice, "silent")

    def on_voice(self, pad, info):
        """The data itself tells when it speaks: its silence is flagged."""
        if info.type & Gst.PadProbeType.BUFFER:
            buffer = info.get_buffer()
            is_gap = buffer.has_flags(Gst.BufferFlags.GAP)
            self.follow(pad.get_parent(), not is_gap, buffer.pts)
            self.end = buffer.pts + buffer.duration
        elif info.get_event().type == Gst.EventType.EOS:
            self.follow(pad.get_parent(), False, self.end)
            tell(pad.get_parent(), "ended")
        return Gst.PadProbeReturn.OK

    @staticmethod
    def on_query(_pad, info):
        """A mixer that cannot learn the latency of all its sources waits for
        ever, and a voice that has failed does not answer."""
        query = info.get_query()
        if query.type != Gst.QueryType.LATENCY:
            return Gst.PadProbeReturn.OK
        query.set_latency(True, LATENCY, Gst.CLOCK_TIME_NONE)
        return Gst.PadProbeReturn.HANDLED

    def play_round(self, flags):
        """What is played as a segment ends with a message instead of EOS, and
        the next round, without a flush, begins where it ended."""
        pad = self.pipeline.get_by_name("bed").get_static_pad("sink_0")
        flags |= Gst.SeekFlags.SEGMENT
        start, stop = (Gst.SeekType.SET, 0), (Gst.SeekType.NONE, 0)
        pad.push_event(Gst.Event.new_seek(1, Gst.Format.TIME, flags, *start, *stop))

    def start(self):
        if self.pipeline.get_by_name("music"):
            self.play_round(Gst.SeekFlags.FLUSH)

    def fade_out(self):
        """Fades out, and then ends the recording."""
        # It may have to go up before.
        self.ramp(self.pipeline.get_current_running_time() + 2 * RAMP, FADE, 0)
        GLib.timeout_add((2 * RAMP + FADE) // Gst.MSECOND, self.finish)

    def finish(self):
        pad = self.pipeline.get_by_name("mix").get_static_pad("src")
        pad.push_event(Gst.Event.new_eos())
        return GLib.SOURCE_REMOVE


def tell(element, name):
    structure = Gst.Structure.new_empty(name)
    element.post_message(Gst.Message.new_application(element, structure))


class Show:
    def __init__(self, options):
        self.status = 0
        self.is_ending = False
        self.loop = GLib.MainLoop()
        self.pipeline = Gst.parse_launch(
            SHOW.format(
                sink=WAV if options.output else CARD,
                bed=MUSIC if options.bed else CHORD,
            )
        )
        self.voice = self.pipeline.get_by_name("voice")
        self.voice.set_property("voice", options.voice)
        if options.output:
            self.pipeline.get_by_name("file").set_property("location", options.output)
        self.bed = Bed(self.pipeline, options.bed)

    def run(self):
        """The voice may fail, so it is started when all else plays."""
        bus = self.pipeline.get_bus()
        bus.add_watch(GLib.PRIORITY_DEFAULT, self.on_message)
        stream = Gio.UnixInputStream.new(sys.stdin.fileno(), False)
        lines = Gio.DataInputStream.new(stream)
        lines.read_line_async(GLib.PRIORITY_DEFAULT, None, self.on_line)
        self.voice.set_locked_state(True)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.pipeline.get_state(Gst.CLOCK_TIME_NONE)
        self.bed.start()
        self.voice.set_locked_state(False)
        self.voice.sync_state_with_parent()
        self.loop.run()
        self.pipeline.set_state(Gst.State.NULL)
        bus.remove_watch()
        return self.status

    def on_line(self, lines, result):
        try:
            line, _length = lines.read_line_finish_utf8(result)
        except GLib.Error as error:
            self.fail(f"Not said: {error.message}")
            line = ""
        self.is_ending = line is None
        if self.is_ending and self.voice.current_state == Gst.State.PLAYING:
            self.voice.emit("end-of-stream")
        elif self.is_ending:
            self.bed.fade_out()
        elif line.strip() == "!":
            self.voice.emit("interrupt")
        elif line.strip():
            self.voice.sync_state_with_parent()
            if not self.voice.emit("push-text", line.strip()):
                self.fail(f"Not said: {line.strip()}")
        if not self.is_ending:
            lines.read_line_async(GLib.PRIORITY_DEFAULT, None, self.on_line)

    def fail(self, text):
        print(text, file=sys.stderr, flush=True)
        self.status = 1

    def on_message(self, _bus, message):
        structure = message.get_structure()
        if message.type == Gst.MessageType.EOS:
            self.loop.quit()
        elif message.type == Gst.MessageType.WARNING:
            self.fail(f"{message.src.name}: {message.parse_warning()[0].message}")
        elif message.type == Gst.MessageType.ERROR:
            self.fail(f"{message.src.name}: {message.parse_error()[0].message}")
            if message.src != self.voice:
                self.loop.quit()
        elif message.type == Gst.MessageType.SEGMENT_DONE:
            self.bed.play_round(Gst.SeekFlags.NONE)
        elif message.type == Gst.MessageType.LATENCY:
            self.pipeline.recalculate_latency()
        elif message.has_name("qwentts/segment"):
            print("On air:", structure.get_string("text"), flush=True)
        elif message.has_name("silent"):
            print("Off air", flush=True)
        elif message.has_name("ended") and self.is_ending:
            self.bed.fade_out()
        elif message.has_name("ended"):
            self.voice.set_state(Gst.State.NULL)
        return GLib.SOURCE_CONTINUE


def main():
    parser = argparse.ArgumentParser(description="Announcements over music")
    parser.add_argument("--voice", required=True, help="who speaks")
    parser.add_argument("--bed", metavar="FILE", help="the music")
    parser.add_argument("--output", metavar="FILE.wav", help="a recording")
    options = parser.parse_args()
    Gst.init(None)
    return Show(options).run()


if __name__ == "__main__":
    sys.exit(main())
