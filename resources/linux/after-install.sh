#!/bin/sh
# Runs as root once the files of a deb or rpm are in place, at an upgrade too. electron-builder fills in the names in
# braces. As this takes the place of its own script, it also sets up what that one does for Chromium's sandbox.
set -eu

app='/opt/${sanitizedProductName}'
name='${executable}'
helper=$app/resources/streamchecker-capture

warn() { echo "$name: $*" >&2; }
has() { command -v "$1" > /dev/null 2>&1; }

# Members of the group may capture, through the helper alone.
let_group_capture() {
  getent group streamchecker > /dev/null || groupadd --system streamchecker
  chown root:streamchecker "$helper"
  chmod 0750 "$helper"
  setcap cap_net_raw+ep "$helper" || warn "no capability could be given to $helper: only root captures"
}

# Without user namespaces Chromium's sandbox needs a helper that is setuid root.
choose_sandbox() {
  if [ -L /proc/self/ns/user ] && unshare --user true 2> /dev/null; then mode=0755; else mode=4755; fi
  chmod "$mode" "$app/chrome-sandbox"
}

# Where AppArmor restricts user namespaces (Ubuntu from 24.04 on), a profile allows them to this program. Older versions
# don't know the profile's language, nor do they restrict.
allow_user_namespaces() {
  profile=/etc/apparmor.d/$name
  has apparmor_status && apparmor_status --enabled > /dev/null 2>&1 || return 0
  apparmor_parser --skip-kernel-load --debug "$app/resources/apparmor-profile" > /dev/null 2>&1 || return 0
  install -m 0644 "$app/resources/apparmor-profile" "$profile"
  if has ischroot && ischroot; then return 0; fi
  apparmor_parser --replace --write-cache --skip-read-cache "$profile" || warn "$profile could not be loaded"
}

tell_desktop() {
  if has update-mime-database; then update-mime-database /usr/share/mime || true; fi
  if has update-desktop-database; then update-desktop-database /usr/share/applications || true; fi
  if has gtk-update-icon-cache; then gtk-update-icon-cache --quiet --ignore-theme-index /usr/share/icons/hicolor || true; fi
}

# The service is not started by itself; one that runs goes on with the new version.
tell_systemd() {
  [ -d /run/systemd/system ] || return 0
  systemctl daemon-reload || true
  systemctl try-restart streamchecker-agent.service || true
}

ln -sf "$app/bin/$name" "/usr/bin/$name"
let_group_capture
choose_sandbox
allow_user_namespaces
tell_desktop
tell_systemd

if [ "${1-}" = 1 ] || { [ "${1-}" = configure ] && [ -z "${2-}" ]; }; then
  echo "$name: to capture without being root, join its group: sudo usermod -aG streamchecker USER; then log in again"
fi
