# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: 2026 The qwentts authors
#
# Sourced by the scripts that set up a fresh Debian 12: installs Debian
# packages by name, as root or with sudo, and only those that are missing.

packages_build="build-essential meson ninja-build pkg-config
  libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev libsoup-3.0-dev
  libjson-glib-dev libicu-dev"

packages_run="gstreamer1.0-tools gstreamer1.0-plugins-base
  gstreamer1.0-plugins-base-apps
  gstreamer1.0-plugins-good glib-networking espeak-ng espeak-ng-data"

packages_test="indent valgrind python3 ca-certificates gnutls-bin ges1.0-tools
  gstreamer1.0-espeak clang libclang-rt-dev python3-gi gir1.2-gstreamer-1.0"

install_packages() {
  missing=
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null |
      grep -qx installed || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0

  sudo=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
      echo "These packages are missing, and there is no sudo:$missing" >&2
      return 1
    }
    sudo=sudo
  fi
  echo "== Installing from Debian:$missing"
  $sudo apt-get update -qq
  # shellcheck disable=SC2086 # a list of words
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends $missing >/dev/null
}
