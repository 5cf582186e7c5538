#!/usr/bin/env bash
# Has java keep the classes that bin/insight loads, parsed and checked, in cli/target/insight.jsa (class data sharing, JEP 350): commands
# start sooner. Java passes over an archive of other jars or of another java; without one all works as well.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
archive="$home/cli/target/insight.jsa"
small="$home/cli/target/insight-small.jsa"
jar() { stat -c '%Y %s' "$home/cli/target/insight.jar"; }
if [ -f "$archive" ] && [ "$archive" -nt "$home/cli/target/insight.jar" ]; then exit 0; fi

echo "keeping the classes of $home/cli/target/insight.jar" >&2
rm -f "$archive" "$small"
jar="$(jar)"
work="$(mktemp -d)"
trap 'rm -rf "$work" "$archive.$$" "$small.$$"' EXIT
mkdir "$work/inbox"
echo '{source: FR, purposes: [investigation]}' > "$work/inbox/policy.yaml"
echo 'On 3 May 2026 in Paris, a theft was reported. The caller used +33 6 12 34 56 78.' > "$work/inbox/note.txt"
printf 'name,birth_date\nAda Zorn,1980-12-13\n' > "$work/inbox/people.csv"
# One run through all jobs, with rows for each of them, loads nearly all classes that a command needs. Options of java are separated by blanks, so the archive's path must have none: it is made here.
if ! (cd "$work" && INSIGHT_HEAP=1500m INSIGHT_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC -XX:ArchiveClassesAtExit=insight.jsa" \
    "$home/bin/insight" run --inbox inbox --lake lake > run.out 2>&1 && grep -q ' = 2 landed + 0 ' run.out); then
  echo "No classes are kept, commands start more slowly: $(tail -n 1 "$work/run.out")" >&2
  exit 0
fi
# A build may have made another jar meanwhile: tests begin while this goes on.
if [ ! -f "$work/insight.jsa" ] || [ "$(jar)" != "$jar" ]; then
  echo "No classes are kept, commands start more slowly: java wrote none, or the jar is another by now" >&2
  exit 0
fi
# The commands that do without Spark load other classes, and start sooner with an archive that holds no more. It comes first: the other one says that both are there.
if (cd "$work" && INSIGHT_JAVA_OPTS="-XX:ArchiveClassesAtExit=small.jsa" "$home/bin/insight" status --lake lake > status.out 2>&1) && [ -f "$work/small.jsa" ]; then
  mv "$work/small.jsa" "$small.$$"
  mv "$small.$$" "$small"
fi
mv "$work/insight.jsa" "$archive.$$"
mv "$archive.$$" "$archive"
