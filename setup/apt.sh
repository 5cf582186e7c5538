# Sourced by what installs packages of the system: where there is apt-get, and root or sudo without a password.

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

may_install() { command -v apt-get > /dev/null && as_root true 2> /dev/null; }

# apt_install LOG PACKAGE…
apt_install() {
  local log="$1"
  shift
  { as_root apt-get -q update \
    && as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends -o Dpkg::Options::=--force-confold install "$@"; } \
    > "$log" 2>&1
}
