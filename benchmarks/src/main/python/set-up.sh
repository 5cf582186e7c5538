#!/usr/bin/env bash
# Gets what benchmarks measure with, or models are trained with, once, into the cache, and prints where it is.
#   set-up.sh venv NAME     a Python environment of what NAME.lock pins
#   set-up.sh wheel NAME    the wheel that NAME.lock pins, not installed
# NAME is that of a file here, or a path. INSTALL=no gets nothing, and ends with exit code 2 if it is not there.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
. "$here/../../../../setup/apt.sh"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/insight"
python="${PYTHON:-$(command -v python3.11 || command -v python3 || true)}"

fail() { echo "Cannot set up $name: $1" >&2; exit "${2:-5}"; }

what="$1" name="$(basename "$2")"
case "$2" in */*) lock="$2.lock" ;; *) lock="$here/$2.lock" ;; esac

[ -n "$python" ] || fail "python3 is not on the PATH; install Python 3.11" 2
key="$("$python" -c 'import hashlib, sys
print(hashlib.sha256(open(sys.argv[1], "rb").read() + sys.version.encode()).hexdigest()[:12])' "$lock")"
folder="$cache/peer-$name-$key"
pinned=(-q --disable-pip-version-check --only-binary :all: --require-hashes)
if [ ! -f "$folder/.complete" ]; then
  [ "${INSTALL:-yes}" = yes ] || fail "it is not installed, and was not asked for" 2
  mkdir -p "$cache"
  exec 9> "$cache/peers.lock"
  flock 9
  if [ ! -f "$folder/.complete" ]; then
    rm -rf "$folder"
    case "$what" in
      venv)
        make_venv "$python" "$folder" "$cache/venv.log" || fail "python makes no venv; the Debian package $(venv_package "$python") is needed" 2
        # A package without a wheel is compiled, by tools that are pinned too.
        if [ -f "${lock%.lock}.build.lock" ]; then
          pkg-config --exists icu-i18n 2> /dev/null || { may_install && apt_install "$cache/peers.log" g++ pkg-config libicu-dev python3-dev; } || true
          "$folder/bin/python" -m pip install "${pinned[@]}" -r "${lock%.lock}.build.lock" >&2 || fail "pip does not install what $name.build.lock pins"
          pinned+=(--no-build-isolation)
        fi
        "$folder/bin/python" -m pip install "${pinned[@]}" -r "$lock" >&2 || fail "pip does not install what $name.lock pins" ;;
      wheel)
        "$python" -m pip download --no-deps -d "$folder" "${pinned[@]}" -r "$lock" >&2 || fail "pip does not fetch what $name.lock pins" ;;
      *) fail "venv or wheel is wanted, found $what" 2 ;;
    esac
    touch "$folder/.complete"
  fi
fi
case "$what" in venv) echo "$folder" ;; *) echo "$folder"/*.whl ;; esac
