#!/usr/bin/env bash
# Gets PyTorch, SentencePiece and ONNX once, into the cache (6 GB; the environment that the names model is trained in), and prints where they are.
# INSTALL=no gets nothing, and ends with exit code 2 if they are not there.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
"$here/../../benchmarks/src/main/python/set-up.sh" venv "$here/../ner/torch"
