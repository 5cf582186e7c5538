#!/usr/bin/env bash
# Makes two Python environments in the cache, once: Airflow's, of what requirements.lock pins, and Spark's, of what spark.lock pins. Prints two
# lines, Airflow's folder and SPARK_HOME. They are two because Airflow's Spark provider goes with another pyspark, without spark-submit.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
. "$here/../setup/apt.sh"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/insight"
python="${PYTHON:-$(command -v python3.11 || command -v python3 || true)}"

fail() { echo "Cannot set up Airflow: $1" >&2; exit "${2:-5}"; }

[ -n "$python" ] || fail "python3 is not on the PATH; install Python 3.11" 2
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || fail "Python 3.11 to 3.13 is needed, found $("$python" --version 2>&1)" 2

key() { "$python" -c 'import hashlib, sys
print(hashlib.sha256(open(sys.argv[1], "rb").read() + sys.version.encode()).hexdigest()[:12])' "$1"; }

# uv where it can be had, for it takes a tenth of pip's time; both refuse another SHA-256 than the pinned one.
fill_airflow() {
  local venv="$1"
  echo "airflow: installing what dags/requirements.lock pins (some 300 MB, once)" >&2
  if grep '^uv==' -A 100 "$here/uv.lock" > "$venv/uv.txt" && "$venv/bin/python" -m pip install -q --disable-pip-version-check \
    --only-binary :all: --require-hashes -r "$venv/uv.txt" >&2 && "$venv/bin/python" -m uv pip install -q --no-config --no-build \
    --no-deps --require-hashes --python "$venv/bin/python" -r "$here/requirements.lock" >&2; then return; fi
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --only-binary :all: --no-deps --require-hashes -r "$here/requirements.lock" >&2
}

# It comes as source, which setuptools, pinned too, packs up: nothing else is fetched.
fill_spark() {
  local venv="$1"
  echo "airflow: installing Spark as dags/spark.lock pins it (some 340 MB, once)" >&2
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --only-binary :all: --require-hashes -r <(sed '/^pyspark/,$d' "$here/spark.lock") >&2 \
    && "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --require-hashes \
      -r <(sed -n '/^pyspark/,$p' "$here/spark.lock") >&2
}

# environment NAME LOCK: makes it where it is not there, prints its folder
environment() {
  local venv
  venv="$cache/$1-$(key "$here/$2")"
  # One that is whole works uncompiled too, in a cache that others fill.
  if [ ! -f "$venv/.complete" ] || { [ ! -f "$venv/.compiled" ] && [ -w "$cache" ] && [ -w "$venv" ]; }; then
    mkdir -p "$cache"
    exec 9> "$cache/$1.lock"
    flock 9
    if [ ! -f "$venv/.complete" ]; then
      rm -rf "$venv"
      make_venv "$python" "$venv" "$cache/venv.log" || fail "python makes no venv; the Debian package $(venv_package "$python") is needed" 2
      "fill_$1" "$venv" || fail "pip does not install what dags/$2 pins"
      touch "$venv/.complete"
    fi
    # uv leaves that to whoever imports, and Airflow's own processes are told to keep nothing (lab/airflow.sh): each would compile all that it
    # imports, half of its start. Packages have templates among their files that are no Python.
    [ -f "$venv/.compiled" ] || "$venv/bin/python" -m compileall -q -j 0 "$venv/lib" > /dev/null 2>&1 || true
    touch "$venv/.compiled"
    exec 9>&-
  fi
  echo "$venv"
}

environment airflow requirements.lock
spark="$(environment spark spark.lock)"
# Its own bin/ has a python, too, which would come before Airflow's on a PATH.
echo "$spark"/lib/python3.*/site-packages/pyspark
