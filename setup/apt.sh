# Sourced by what installs packages of the system: where there is apt-get, and root or sudo without a password.

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

may_install() { command -v apt-get > /dev/null && as_root true 2> /dev/null; }

# apt_install LOG PACKAGE…
apt_install() {
  local log="$1" apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600)
  shift
  # A machine that was just started updates itself, and apt-get waits for it to end; but for the lists of packages it does not wait,
  # and one source of them may be gone: those that are there may do.
  {
    as_root "${apt[@]}" update || echo "apt-get update failed: going on with the lists that are there"
    as_root "${apt[@]}" -y --no-install-recommends -o Dpkg::Options::=--force-confold install "$@"
  } > "$log" 2>&1
}

# make_venv PYTHON FOLDER LOG: Debian keeps what makes one in a package of its own
make_venv() {
  "$1" -m venv "$2" > /dev/null 2>&1 && return
  rm -rf "$2"
  may_install && apt_install "$3" "$(venv_package "$1")" && "$1" -m venv "$2" > /dev/null
}

venv_package() { "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'; }
