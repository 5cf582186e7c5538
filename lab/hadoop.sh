#!/usr/bin/env bash
# A small Hadoop on this machine, Hadoop's own mini-cluster: HDFS and YARN in one Java, on 127.0.0.1, with conf/hadoop but for addresses and sizes. See README.md.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
home="$(dirname "$here")"
python="${PYTHON:-$(command -v python3.11 || command -v python3 || true)}"

. "$here/jars.sh"
. "$here/own.sh"

fail() { echo "Cannot start Hadoop: $1" >&2; exit "${2:-5}"; }

usage() {
  cat >&2 <<'USAGE'
lab/hadoop.sh install   gets the jars that lab/hadoop.lock pins, prints their folder, starts nothing
lab/hadoop.sh run DIR   runs the cluster until it is ended, in DIR, a folder of its own, where it begins anew: DIR/conf is HADOOP_CONF_DIR; DIR/ready is there once it runs
USAGE
  exit 2
}

install() {
  [ -n "$python" ] || fail "python3 is not on the PATH" 2
  pinned_jars hadoop "97 MB" 5
}

# configure DIR: conf/hadoop with free ports of 127.0.0.1 and the sizes of one small machine
configure() {
  "$python" - "$home/conf/hadoop" "$1" <<'PYTHON'
import socket
import sys
import xml.etree.ElementTree as tree
from pathlib import Path

source, folder = Path(sys.argv[1]), Path(sys.argv[2])
held = [socket.socket() for _ in range(6)]
for one in held:
    one.bind(("127.0.0.1", 0))
ports = iter([one.getsockname()[1] for one in held])


def address():
    return f"127.0.0.1:{next(ports)}"


changed = {
    "core-site.xml": {
        "fs.defaultFS": f"hdfs://{address()}",
        "hadoop.tmp.dir": str(folder / "tmp"),
    },
    "hdfs-site.xml": {
        "dfs.replication": "2",
        "dfs.namenode.name.dir": None,
        "dfs.datanode.data.dir": None,
        "hdfs.minidfs.basedir": str(folder / "hdfs"),
    },
    "yarn-site.xml": {
        "yarn.resourcemanager.hostname": "127.0.0.1",
        "yarn.resourcemanager.bind-host": "127.0.0.1",
        "yarn.resourcemanager.address": address(),
        "yarn.resourcemanager.scheduler.address": address(),
        "yarn.resourcemanager.resource-tracker.address": address(),
        "yarn.resourcemanager.admin.address": address(),
        "yarn.resourcemanager.webapp.address": address(),
        # Two nodes on one machine: each takes ports of its own.
        "yarn.nodemanager.address": "127.0.0.1:0",
        "yarn.nodemanager.localizer.address": "127.0.0.1:0",
        "yarn.nodemanager.webapp.address": "127.0.0.1:0",
        "yarn.nodemanager.collector-service.address": "127.0.0.1:0",
        "yarn.nodemanager.local-dirs": None,
        "yarn.nodemanager.log-dirs": None,
        "yarn.minicluster.yarn.nodemanager.resource.memory-mb": "4096",
        "yarn.nodemanager.resource.memory-mb": "4096",
        "yarn.nodemanager.resource.cpu-vcores": "2",
        "yarn.scheduler.maximum-allocation-mb": "4096",
        "yarn.log-aggregation-enable": "false",
        # The disk is everybody's; nodes that find it nine tenths full take no containers.
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage": "99.5",
    },
    "capacity-scheduler.xml": {},
}
conf = folder / "conf"
conf.mkdir()
for name, values in changed.items():
    document = tree.parse(source / name)
    root = document.getroot()
    for one in root.findall("property"):
        if one.findtext("name") in values:
            root.remove(one)
    for key, value in values.items():
        if value is not None:
            one = tree.SubElement(root, "property")
            tree.SubElement(one, "name").text = key
            tree.SubElement(one, "value").text = value
    document.write(conf / name, encoding="UTF-8", xml_declaration=True)
(conf / "log4j.properties").write_text(
    "log4j.rootLogger=WARN, file\n"
    "log4j.appender.file=org.apache.log4j.FileAppender\n"
    f"log4j.appender.file.file={folder}/hadoop.log\n"
    "log4j.appender.file.layout=org.apache.log4j.PatternLayout\n"
    "log4j.appender.file.layout.conversionPattern=%d %p %c: %m%n\n"
)
# What Jersey says to the standard error.
(conf / "logging.properties").write_text(".level=WARNING\nhandlers=java.util.logging.ConsoleHandler\n")
PYTHON
}

run() {
  local jars folder package
  # What HDFS holds is nobody else's.
  own "$1" hadoop 700
  umask 077
  jars="$(install)"
  folder="$(cd "$1" && pwd -P)"
  rm -rf "$folder/conf" "$folder/tmp" "$folder/hdfs" "$folder/target" "$folder/ready" "$folder/hadoop.log"
  configure "$folder"
  JAVA_HOME="${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}"
  export JAVA_HOME
  # Of Hadoop's own another installation may be about, and its classes.
  unset HADOOP_CONF_DIR YARN_CONF_DIR HADOOP_HOME CLASSPATH
  local options=()
  for package in java.lang java.lang.reflect java.util java.net java.io; do
    options+=("--add-opens=java.base/$package=ALL-UNNAMED")
  done
  cd "$folder"
  exec "$JAVA_HOME/bin/java" "${options[@]}" -Xmx"${INSIGHT_HADOOP_HEAP:-768m}" -XX:+UseSerialGC -Djava.util.logging.config.file="$folder/conf/logging.properties" -Djava.net.preferIPv4Stack=true \
    -cp "$folder/conf:$jars/*" "$here/MiniHadoop.java" "$folder/ready"
}

case "${1:-}" in
  install) [ $# -eq 1 ] || usage; install ;;
  run) [ $# -eq 2 ] || usage; run "$2" ;;
  *) usage ;;
esac
