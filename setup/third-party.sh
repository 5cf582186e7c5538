#!/usr/bin/env bash
# Prints where the build keeps what it packed of others (third-party/), and takes it from where it is there: packing takes a minute, and what
# is packed changes only with the versions, the reference data and the models of pages, which are in its name. Those that no build asked for in a month are removed.
# Which modules there are, and what is said for tests (profiles), changes nothing of it.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/insight"
said="$(sed '/^  <modules>/,/^  <\/modules>/d; /^  <profiles>/,/^  <\/profiles>/d' "$home/pom.xml")"
# Cut otherwise than it is laid out, it would say nothing of versions.
case "$said" in *'<dependencyManagement>'*'</project>') ;; *) said="$(cat "$home/pom.xml")" ;; esac
data="$(sed -n 's#.*<reference-data.version>\(.*\)</reference-data.version>.*#\1#p' "$home/pom.xml")"
models="$(sed -n 's#.*<page-models.version>\(.*\)</page-models.version>.*#\1#p' "$home/pom.xml")"
name="$({ echo "$said"; cat "$home/third-party/pom.xml" "$cache/graphframes.version" \
  "$cache/reference-data-$data.stamp" "$cache/page-models-$models.stamp"; } | sha256sum)"
kept="$cache/third-party-${name:0:16}.jar"
if [ -f "$kept" ]; then touch -c "$kept"; fi
find "$cache" -maxdepth 1 -name 'third-party-*.jar*' -mtime +30 -delete
echo "$kept"
