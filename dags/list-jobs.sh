#!/usr/bin/env bash
# Writes what the DAGs are built from, the list of the jar's jobs, to cli/target/jobs.json, or to the file that INSIGHT_JOBS names.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
file="${INSIGHT_JOBS:-$home/cli/target/jobs.json}"
begun="$(mktemp)"
trap 'rm -f "$file.part" "$begun"' EXIT
INSIGHT_HEAP=256m "$home/bin/insight" jobs --format json > "$file.part"
# As old as its beginning: a jar that was built meanwhile is newer.
touch -r "$begun" "$file.part"
mv "$file.part" "$file"
