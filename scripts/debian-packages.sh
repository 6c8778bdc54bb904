#!/bin/sh
# Installs the Debian packages that the tests need, where they are missing; does nothing where they are there.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v msgfmt >/dev/null 2>&1 || missing="$missing gettext"
[ -x /usr/lib/kannel/test/fakesmsc ] || missing="$missing kannel kannel-extras"
fc-list 2>/dev/null | grep -qi liberation || missing="$missing fonts-liberation"
[ -z "$missing" ] && exit 0
echo "Installing Debian packages:$missing"
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Not root and no sudo. Install these yourself:$missing" >&2; exit 1; }
    as_root="sudo"
fi
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing
