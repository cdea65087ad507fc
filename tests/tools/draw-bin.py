#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
"""Draws the inside of qwenvoicedesign, as GStreamer dumps it while it plays
against the simulator. Needs graphviz.

    draw-bin.py BUILD-FOLDER docs/qwenvoicedesign.svg
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

LINE = ["gst-launch-1.0", "-q", "qwenvoicedesign", "@preset=news-anchor-en",
        "text=Here is the news.", "!", "fakesink"]
HEAD = """digraph bin {
  rankdir=LR;
  fontname="sans";
  nodesep=.3;
  ranksep=.3;
  node [fontsize="9", fontname="sans", shape=box, margin="0.08,0.02"];
  edge [fontsize="8", fontname="monospace"];
"""


def start_simulator(build, folder):
    """Returns the process and the variables that it tells."""
    ready = folder / "env"
    process = subprocess.Popen(
        [build / "tests/simulator/qwentts-simulator", "--ready-file", ready],
        stdout=subprocess.DEVNULL)
    while not ready.exists():
        if process.poll() is not None:
            sys.exit("The simulator did not start.")
        time.sleep(0.1)
    lines = ready.read_text().splitlines()
    return process, dict(line.split("=", 1) for line in lines)


def dump(build, folder):
    """The dump of the whole pipeline when it began to play."""
    simulator, variables = start_simulator(build, folder)
    presets = pathlib.Path(__file__).resolve().parents[2] / "gst/presets"
    try:
        subprocess.run(LINE, check=True, env=os.environ | variables | {
            "GST_DEBUG_DUMP_DOT_DIR": str(folder),
            "GST_PLUGIN_PATH": str(build / "gst/elements"),
            "GST_PRESET_PATH": str(presets),
            "GST_REGISTRY": str(folder / "registry"),
            "XDG_DATA_HOME": str(folder)})
    finally:
        simulator.terminate()
        simulator.wait()
    file, = folder.glob("*PAUSED_PLAYING.dot")
    return file.read_text(encoding="utf-8")


def cut_out(text, element):
    """The cluster of one element, to its closing brace."""
    lines = text.splitlines()
    start, = (i for i, line in enumerate(lines)
              if f"subgraph cluster_{element}_0x" in line
              and line.startswith("  subgraph"))
    end = lines.index("  }", start)
    return "\n".join(lines[start:end + 1])


def trim(text):
    """Leaves what is the same in each run: classes, names, pads, links."""
    text = re.sub(r"_0x[0-9a-f]+", "", text)
    # Of an element its class and name; of a pad its name; of a link the type.
    text = re.sub(r'label="(Gst\w+\\n\w+)[^\n]*";', r'label="\1";', text)
    text = re.sub(r'label="(\w+)\\n\[[^"]*"', r'label="\1"', text)
    text = re.sub(r' \[(?:label="audio/x-raw|labeldistance)[^\n]*\]',
                  ' [label="audio/x-raw"]', text)
    return re.sub(r'fontsize="8"', 'fontsize="10"', text.replace(
        "Bitstream Vera Sans", "sans"))


def main(build, picture):
    with tempfile.TemporaryDirectory() as folder:
        text = dump(pathlib.Path(build).resolve(), pathlib.Path(folder))
    text = HEAD + trim(cut_out(text, "qwenvoicedesign0")) + "\n}\n"
    subprocess.run(["dot", "-Tsvg", "-o", picture], input=text, text=True,
                   check=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Usage: draw-bin.py BUILD-FOLDER PICTURE.svg")
    main(*sys.argv[1:])
