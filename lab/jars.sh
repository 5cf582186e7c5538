# Sourced by what runs servers whose jars stay out of the build, which has others of theirs. The caller has `fail MESSAGE [EXIT]`.

sha256() { sha256sum "$1" | cut -d' ' -f1; }

# pinned_jars NAME SIZE EXIT: gets the jars that lab/NAME.lock pins, once, and prints their folder; EXIT where the registry does not serve them
pinned_jars() {
  local name="$1" size="$2" unserved="$3" here lock cache folder pom coordinates hash group artifact version file
  here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
  lock="$here/$name.lock"
  cache="${XDG_CACHE_HOME:-$HOME/.cache}/insight"
  command -v java > /dev/null || fail "java is not on the PATH; install a JDK 17" 2
  command -v mvn > /dev/null || fail "mvn is not on the PATH; install Maven 3.8 or newer" 2
  folder="$cache/$name-$(sha256 "$lock" | cut -c1-12)"
  if [ ! -f "$folder/.complete" ]; then
    mkdir -p "$cache"
    # Two who start at once, on one cache: the second waits and finds all there.
    exec 8> "$cache/$name.mutex"
    flock 8
    if [ ! -f "$folder/.complete" ]; then
      echo "$name: fetching what lab/$name.lock pins ($size, once)" >&2
      rm -rf "$folder"
      mkdir -p "$folder"
      pom="$folder/pom.xml"
      {
        echo "<project><modelVersion>4.0.0</modelVersion><groupId>org.insight.lab</groupId><artifactId>$name</artifactId><version>1</version><dependencies>"
        sed -nE 's|^([^#:]+):([^:]+):([^:]+):jar .*|<dependency><groupId>\1</groupId><artifactId>\2</artifactId><version>\3</version><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>|p' "$lock"
        echo '</dependencies></project>'
      } > "$pom"
      (cd "$folder" && mvn -q -B ${MAVEN_REPO_LOCAL:+-Dmaven.repo.local="$MAVEN_REPO_LOCAL"} -f "$pom" \
        org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$folder" > "$cache/$name.log" 2>&1) \
        || fail "the Maven registry does not serve what lab/$name.lock names (see $cache/$name.log)" "$unserved"
      while read -r coordinates hash; do
        IFS=: read -r group artifact version _ <<< "$coordinates"
        file="$folder/$artifact-$version.jar"
        [ -f "$file" ] && [ "$(sha256 "$file")" = "${hash#--hash=sha256:}" ] \
          || fail "another file than the one pinned in lab/$name.lock, found $coordinates" 1
      done < <(grep -v '^#' "$lock")
      touch "$folder/.complete"
    fi
    exec 8>&-
  fi
  echo "$folder"
}
