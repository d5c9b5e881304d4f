#!/bin/sh
# Runs as root after a deb or rpm was removed, and when a deb is purged; at an upgrade nothing is to be done. What a
# person's StreamChecker has recorded is in their home, and stays.
set -eu

name='${executable}'

undo_links() {
  rm -f "/usr/bin/$name"
  profile=/etc/apparmor.d/$name
  [ -f "$profile" ] || return 0
  if command -v apparmor_parser > /dev/null 2>&1; then apparmor_parser --remove "$profile" 2> /dev/null || true; fi
  rm -f "$profile"
}

# An rpm knows no purging, so its removal is all.
undo_group() {
  if getent group streamchecker > /dev/null; then groupdel streamchecker || true; fi
}

case ${1-} in
  remove) undo_links ;;
  purge) undo_group ;;
  0) undo_links && undo_group ;;
  *) exit 0 ;;
esac
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
