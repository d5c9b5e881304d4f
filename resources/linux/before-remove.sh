#!/bin/sh
# Runs as root before a deb or rpm is removed; at an upgrade nothing is to be done.
set -eu

case ${1-} in remove | 0) ;; *) exit 0 ;; esac
if [ -d /run/systemd/system ]; then
  systemctl disable --now streamchecker-agent.service || true
fi
