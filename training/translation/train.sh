#!/usr/bin/env bash
# Trains a translation model: train.py in the environment that PYTHON names, which set-up.sh makes. `insight train translation` calls this.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# Threads that wait without spinning: on a machine that others use too, spinning costs more than it gives.
export OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0
exec "${PYTHON:-python3}" "$here/train.py" "$@"
