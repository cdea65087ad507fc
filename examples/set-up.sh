# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
#
# shellcheck shell=sh disable=SC2034,SC2154 # set here, used there
#
# Sourced by the scripts that show something, from the top of the tree: builds
# the plugin, and starts the service's simulator unless the real service is asked.
. tests/packages.sh

trial=$PWD/build/quickstart

# read_options USAGE ARGUMENT…: sets real, or ends the script
read_options() {
  usage=$1
  real=
  case ${2:-} in
  -h | --help)
    echo "$usage"
    exit 0
    ;;
  --real)
    real=yes
    [ -n "${EVOLINK_API_KEY:-}${EVOLINK_API_KEY_FILE:-}" ] || {
      echo "EVOLINK_API_KEY or EVOLINK_API_KEY_FILE must be set" >&2
      exit 2
    }
    ;;
  -*)
    echo "There is no option $2. $usage" >&2
    exit 2
    ;;
  esac
}

clean_up() {
  # Its port is free for the next run once it has ended.
  [ -z "$simulator" ] || kill "$simulator" 2>/dev/null || true
  [ -z "$simulator" ] || wait "$simulator" 2>/dev/null || true
  rm -rf "$scratch"
}

build_plugin() {
  # shellcheck disable=SC2086 # lists of words
  install_packages $packages_build $packages_run

  echo "== Building in build (the first time some minutes)"
  [ -e build/build.ninja ] || meson setup build -Dwerror=true >/dev/null
  # A terminal sees how far it is.
  if [ -t 1 ]; then ninja -C build; else ninja -C build --quiet; fi
  mkdir -p "$trial"

  export GST_PLUGIN_PATH="$PWD/build/gst/elements${GST_PLUGIN_PATH:+:$GST_PLUGIN_PATH}"
  export GST_PRESET_PATH="$PWD/gst/presets${GST_PRESET_PATH:+:$GST_PRESET_PATH}"
  export GSETTINGS_BACKEND=memory
}

start_simulator() {
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
  export XDG_CACHE_HOME="$trial/cache"
  echo "   EVOLINK_BASE_URL=$EVOLINK_BASE_URL"
}

# Sets the environment of the commands that follow, and scratch, a folder that ends
# with the script.
set_up() {
  build_plugin
  simulator=
  scratch=$(mktemp -d)
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP

  if [ -n "$real" ]; then
    echo "== Asking the real service"
    echo "   This costs credits: the voice once (2 in the service's example), and"
    echo "   each part of a text once (0.32 there)."
    unset EVOLINK_BASE_URL
  else
    start_simulator
  fi
}

# tell FIELD: of the message about the voice, in $scratch/messages
tell() {
  sed -n "s/.* qwentts\/voice-designed,.* $1=([a-z]*)\([^,;]*\).*/\1/p" \
    "$scratch/messages"
}

tell_voice() {
  case $(tell cached) in
  true) echo "   The voice of an earlier run is used again, at no cost: $(tell voice)" ;;
  *) echo "   A new voice, $(tell credits) credits: $(tell voice)" ;;
  esac
}
