#!/usr/bin/env bash
# Makes the Python environment of the clients and the notebooks, once, and prints its folder: a venv in the cache, of what requirements.lock pins.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
. "$here/../../setup/apt.sh"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/insight"
python="${PYTHON:-$(command -v python3.11 || command -v python3 || true)}"

fail() { echo "Cannot set up the Python clients: $1" >&2; exit "${2:-5}"; }

[ -n "$python" ] || fail "python3 is not on the PATH; install Python 3.11" 2
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed, found $("$python" --version 2>&1)" 2
key="$("$python" -c 'import hashlib, sys
print(hashlib.sha256(open(sys.argv[1], "rb").read() + sys.version.encode()).hexdigest()[:12])' "$here/requirements.lock")"
venv="$cache/clients-$key"
if [ ! -f "$venv/.complete" ]; then
  mkdir -p "$cache"
  exec 9> "$cache/clients.lock"
  flock 9
  if [ ! -f "$venv/.complete" ]; then
    echo "clients: installing what requirements.lock pins (some 450 MB, once)" >&2
    rm -rf "$venv"
    make_venv "$python" "$venv" "$cache/venv.log" || fail "python makes no venv; the Debian package $(venv_package "$python") is needed" 2
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --only-binary :all: --require-hashes -r "$here/requirements.lock" >&2 \
      || fail "pip does not install what requirements.lock pins"
    touch "$venv/.complete"
  fi
fi
echo "$venv"
