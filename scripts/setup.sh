#!/bin/sh
# Sets up what a make target needs on a fresh Debian machine that has Go, Node
# and make. Says what it installs; does nothing the second time.
#   scripts/setup.sh web       npm packages of the web app and the browser library
#   scripts/setup.sh browser   Chromium and a font, for the browser tests
#   scripts/setup.sh e2e       npm packages of the end-to-end tests
#   scripts/setup.sh compiler  a C compiler: the race detector and DuckDB need one
set -eu
cd "$(dirname "$0")/.."

need() { # need COMMAND PACKAGE...
	command -v "$1" >/dev/null 2>&1 && return 0
	shift
	echo "setup: installing Debian packages: $*"
	as_root=""
	[ "$(id -u)" = 0 ] || as_root="sudo"
	$as_root apt-get update -qq
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

packages() { # packages DIR: npm ci, again only when the lock file changed
	stamp="$1/node_modules/.wend-lock"
	if [ -f "$stamp" ] && cmp -s "$1/package-lock.json" "$stamp"; then return 0; fi
	echo "setup: installing npm packages in $1/"
	(cd "$1" && npm ci --no-audit --no-fund --loglevel=error)
	cp "$1/package-lock.json" "$stamp"
}

for part in "$@"; do
	case "$part" in
	web) packages web; packages sdk ;;
	e2e) packages e2e ;;
	browser) need chromium chromium fonts-dejavu-core ;;
	compiler) need gcc gcc libc6-dev ;;
	*) echo "setup: unknown part $part" >&2; exit 2 ;;
	esac
done
