#!/usr/bin/env bash
# Airflow beside the lab: api-server, scheduler, dag-processor and triggerer on SQLite, on 127.0.0.1, with the DAGs of dags/. See README.md.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
home="$(dirname "$here")"
lab="${INSIGHT_LAB:-$here/run}"
case "$lab" in /*) ;; *) lab="$PWD/$lab" ;; esac
run="$lab/airflow"
python="${PYTHON:-$(command -v python3.11 || command -v python3 || true)}"
services=(api-server scheduler dag-processor triggerer)

say() { echo "airflow: $*" >&2; }
fail() { echo "Cannot start Airflow: $1" >&2; exit "${2:-5}"; }

. "$home/lab/alive.sh"
. "$home/lab/own.sh"

usage() {
  cat >&2 <<'USAGE'
lab/airflow.sh install   gets Airflow and Spark, starts nothing
lab/airflow.sh up        starts Airflow; again: only what does not run
lab/airflow.sh down      stops it; what it holds stays
lab/airflow.sh clear     stops it and removes what it holds
lab/airflow.sh status    says what runs, and where
USAGE
  exit 2
}

random() { "$python" -c 'import secrets; print(secrets.token_urlsafe(24))'; }
free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

install() {
  local folders
  folders="$("$home/dags/set-up.sh")" || exit $?
  airflow="$(sed -n 1p <<< "$folders")"
  spark="$(sed -n 2p <<< "$folders")"
}

# What is there once stays: the port, secrets, the password.
settle() {
  # The inbox holds originals, reports what readers may see, logs the ids of what was worked on.
  [ -d "$lab/inbox" ] || mkdir -m 700 "$lab/inbox"
  mkdir -p "$run/logs" "$lab/reports"
  chmod 700 "$run" "$lab/reports"
  if [ ! -s "$run/secrets.env" ]; then
    (umask 077 && cat > "$run/secrets.env.new" <<ENV
api_port=$(free_port)
jwt_secret=$(random)
api_secret=$(random)
fernet_key=$("$python" -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())')
ENV
    )
    # Whole or not at all: it is there, and empty, before what it holds is made.
    mv "$run/secrets.env.new" "$run/secrets.env"
  fi
  if grep -q '^api_port=$' "$run/secrets.env"; then sed -i "s/^api_port=\$/api_port=$(free_port)/" "$run/secrets.env"; fi
  # shellcheck disable=SC1091
  . "$run/secrets.env"
  if [ ! -f "$run/password.json" ]; then
    (umask 077 && echo "{\"insight\": \"$(random)\"}" > "$run/password.json")
  fi
}

# export NAME=VALUE, quoted for a shell
setting() { printf 'export %s=%q\n' "$1" "$2"; }

configure() {
  local conf="${INSIGHT_CONF:-}"
  if [ -z "$conf" ]; then
    conf="$lab/insight.yaml"
    [ -f "$conf" ] || fail "there is no lake to run jobs on; start the lab first (make lab-up), or name its settings by INSIGHT_CONF" 2
  fi
  [ -f "$home/cli/target/insight.jar" ] || fail "insight is not built; run make build" 2
  if [ ! -f "$home/cli/target/jobs.json" ] || [ "$home/cli/target/jobs.json" -ot "$home/cli/target/insight.jar" ]; then "$home/dags/list-jobs.sh"; fi
  (umask 077 && {
    setting PATH "$spark/bin:$airflow/bin:$PATH"
    setting SPARK_HOME "$spark"
    # What triggers and callbacks import, in the triggerer too.
    setting PYTHONPATH "$home/dags"
    setting PYTHONDONTWRITEBYTECODE 1
    setting AIRFLOW_HOME "$run"
    setting AIRFLOW__CORE__DAGS_FOLDER "$home/dags"
    setting AIRFLOW__CORE__LOAD_EXAMPLES False
    setting AIRFLOW__CORE__EXECUTOR LocalExecutor
    setting AIRFLOW__CORE__PARALLELISM 2
    setting AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG 2
    # Those that go by the clock are paused all the same, see their files.
    setting AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION False
    setting AIRFLOW__CORE__FERNET_KEY "$fernet_key"
    setting AIRFLOW__CORE__EXECUTION_API_SERVER_URL "http://127.0.0.1:$api_port/execution/"
    setting AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS insight:admin
    setting AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE "$run/password.json"
    setting AIRFLOW__DATABASE__SQL_ALCHEMY_CONN "sqlite:///$run/airflow.db"
    setting AIRFLOW__API__HOST 127.0.0.1
    setting AIRFLOW__API__PORT "$api_port"
    setting AIRFLOW__API__BASE_URL "http://127.0.0.1:$api_port"
    setting AIRFLOW__API__WORKERS 1
    setting AIRFLOW__API__SECRET_KEY "$api_secret"
    setting AIRFLOW__API__EXPOSE_CONFIG False
    setting AIRFLOW__API_AUTH__JWT_SECRET "$jwt_secret"
    setting AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES 1
    setting AIRFLOW__LOGGING__BASE_LOG_FOLDER "$run/logs"
    setting AIRFLOW__SCHEDULER__CATCHUP_BY_DEFAULT False
    # Airflow tells its makers of each installation, unless it is told not to.
    setting AIRFLOW__USAGE_DATA_COLLECTION__ENABLED False
    setting AIRFLOW_CONN_INSIGHT_SPARK '{"conn_type": "spark", "host": "local[2]", "extra": {"deploy-mode": "client"}}'
    setting INSIGHT_HOME "$home"
    setting INSIGHT_CONF "$conf"
    setting INSIGHT_INBOX "${INSIGHT_INBOX:-$lab/inbox}"
    setting INSIGHT_REPORTS "${INSIGHT_REPORTS:-$lab/reports}"
    setting INSIGHT_HEAP "${INSIGHT_HEAP:-2g}"
    local name
    for name in INSIGHT_JAVA_OPTS INSIGHT_RETRIES INSIGHT_RETRY_SECONDS INSIGHT_LOOK_SECONDS INSIGHT_DEADLINE_MINUTES INSIGHT_CLOCK_DEADLINE_MINUTES \
      INSIGHT_READER INSIGHT_REPORT_READER INSIGHT_REPORT_PURPOSE INSIGHT_REPORT_REASON; do
      if [ -n "${!name:-}" ]; then setting "$name" "${!name}"; fi
    done
  } > "$run/airflow.env.new")
  mv "$run/airflow.env.new" "$run/airflow.env"
}

start() {
  # Nothing of Airflow's or Python's that is set outside comes in, nor why somebody reads who starts it.
  local name
  for name in $(compgen -e AIRFLOW_ || true) $(compgen -e PYTHON || true) INSIGHT_PURPOSE INSIGHT_REASON; do unset "$name"; done
  # shellcheck disable=SC1091
  . "$run/airflow.env"
  if ! alive "$run/api-server.pid"; then
    airflow db migrate > "$run/logs/migrate.log" 2>&1 || fail "its database is not made (see $run/logs/migrate.log)" 1
    airflow pools set insight_lake 1 "One writer at a time" > "$run/logs/pools.log" 2>&1 \
      && airflow pools set insight_readers 1 "What only reads" >> "$run/logs/pools.log" 2>&1 \
      || fail "its pools are not made (see $run/logs/pools.log)" 1
  fi
  local service options
  for service in "${services[@]}"; do
    if alive "$run/$service.pid"; then continue; fi
    say "starting $service"
    options=()
    # The api-server reads logs from the disk; these would listen on all addresses to serve them.
    case "$service" in scheduler | triggerer) options=(--skip-serve-logs) ;; esac
    (exec setsid nohup airflow "$service" ${options[@]+"${options[@]}"} > "$run/logs/$service.log" 2>&1 < /dev/null & note "$run/$service.pid" $!)
  done
  local second
  for second in $(seq 1 120); do
    for service in "${services[@]}"; do
      alive "$run/$service.pid" || fail "$service does not start (see $run/logs/$service.log)"
    done
    if "$python" - "$api_port" 2> /dev/null <<'PY'
import json, sys, urllib.request
with urllib.request.urlopen("http://127.0.0.1:%s/api/v2/monitor/health" % sys.argv[1], timeout=2) as answer:
    health = json.load(answer)
sys.exit(any(health[part]["status"] != "healthy" for part in ("metadatabase", "scheduler", "dag_processor", "triggerer")))
PY
    then return; fi
    sleep 1
  done
  fail "it is not ready after 2 minutes (see $run/logs)"
}

stop() {
  local service second
  [ -d "$lab" ] || return 0
  owned "$lab" lab || { echo "Cannot $1 Airflow: $(not_own "$lab" lab)" >&2; exit 2; }
  for service in "${services[@]}"; do
    if alive "$run/$service.pid"; then kill "$(noted "$run/$service.pid")"; fi
  done
  for service in "${services[@]}"; do
    for second in $(seq 1 40); do alive "$run/$service.pid" || break; sleep 0.5; done
    # Each leads a group of its own; what it left behind goes with it, but no process that has got the number since.
    if [ -f "$run/$service.pid" ] && { same "$run/$service.pid" || ! kill -0 "$(noted "$run/$service.pid")" 2> /dev/null; }; then kill -9 -- "-$(noted "$run/$service.pid")" 2> /dev/null || true; fi
    rm -f "$run/$service.pid"
  done
}

clear_all() {
  [ -d "$lab" ] || return 0
  stop clear
  rm -rf "$run"
}

status() {
  [ -f "$run/secrets.env" ] || { echo "Airflow was never started."; return; }
  # shellcheck disable=SC1091
  . "$run/secrets.env"
  local service
  for service in "${services[@]}"; do
    if alive "$run/$service.pid"; then echo "Airflow:    $service runs"; else echo "Airflow:    $service is stopped"; fi
  done
  echo "Airflow:    http://127.0.0.1:$api_port, user insight, password in $run/password.json"
  echo "Inbox:      $(sed -n 's/^export INSIGHT_INBOX=//p' "$run/airflow.env"), reports: $(sed -n 's/^export INSIGHT_REPORTS=//p' "$run/airflow.env")"
}

case "${1:-}" in
  install) install ;;
  up) own "$lab" lab 755; install; settle; configure; start; status ;;
  down) stop stop ;;
  clear) clear_all ;;
  status) status ;;
  *) usage ;;
esac
