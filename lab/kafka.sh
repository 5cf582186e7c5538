#!/usr/bin/env bash
# A Kafka broker on this machine: one node that is its own controller, on 127.0.0.1. For tests and for trying. See README.md.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"

. "$here/jars.sh"
. "$here/own.sh"

fail() { echo "Cannot start Kafka: $1" >&2; exit "${2:-5}"; }

usage() {
  cat >&2 <<'USAGE'
lab/kafka.sh install   gets the jars that lab/kafka.lock pins, prints their folder, starts nothing
lab/kafka.sh run DIR   runs the broker until it is ended; what it holds is in DIR, a folder of its own, and stays there. Its address, a free port of 127.0.0.1, is in DIR/address
USAGE
  exit 2
}

install() { pinned_jars kafka "45 MB" 2; }

# free: a port of 127.0.0.1 that nobody has
free() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || { echo "$port"; return; }
  done
}

# Ports and identity are made once, so that a broker that is started again is the same one.
configure() {
  local port controller
  port="$(free)"
  controller="$(free)"
  cat > "$1/server.properties.new" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$port
controller.listener.names=CONTROLLER
log.dirs=$1/log
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
log.segment.bytes=67108864
message.max.bytes=33554432
PROPERTIES
  mv "$1/server.properties.new" "$1/server.properties"
  echo "127.0.0.1:$port" > "$1/address"
}

run() {
  local jars folder java
  # What is in its topics is nobody else's.
  own "$1" kafka 700
  umask 077
  jars="$(install)"
  folder="$(cd "$1" && pwd -P)"
  java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  [ -f "$folder/server.properties" ] || configure "$folder"
  unset CLASSPATH
  if [ ! -f "$folder/log/meta.properties" ]; then
    # One that begins with a hyphen, as one of 64 would, is an option to it.
    "$java" -Xmx128m -XX:TieredStopAtLevel=1 -cp "$jars/*" kafka.tools.StorageTool format --config "$folder/server.properties" \
      --cluster-id "$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | cut -c1-22 | sed 's/^-/A/')" > "$folder/format.log" 2>&1 || fail "its folder cannot be made (see $folder/format.log)"
  fi
  exec "$java" -Xmx"${INSIGHT_KAFKA_HEAP:-384m}" -XX:+UseSerialGC -Djava.net.preferIPv4Stack=true -cp "$jars/*" kafka.Kafka "$folder/server.properties"
}

case "${1:-}" in
  install) [ $# -eq 1 ] || usage; install ;;
  run) [ $# -eq 2 ] || usage; run "$2" ;;
  *) usage ;;
esac
