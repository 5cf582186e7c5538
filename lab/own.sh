# Sourced by what keeps all that it holds in one folder, which it may empty or remove: it must be its own.

# owned FOLDER NAME: whether lab/NAME.sh made it, where it is: a copy has the addresses and process numbers of another one. Marks of before say nothing of that, but a lab's settings do
owned() {
  local lake
  [ -f "$1/.insight-$2" ] || return 1
  if [ -s "$1/.insight-$2" ]; then
    [ "$(cat "$1/.insight-$2")" = "$(cd "$1" && pwd -P)" ]
  elif [ -f "$1/insight.yaml" ]; then
    lake="$(sed -n 's/^  path: "\(.*\)"$/\1/p' "$1/insight.yaml")"
    [ "$lake" -ef "$1/lake" ]
  fi
}

# not_own FOLDER NAME: why nothing is done in it
not_own() {
  if [ -f "$1/.insight-$2" ]; then echo "the folder is a copy or was moved, so it was not made by lab/$2.sh, found $1"; else echo "the folder was not made by lab/$2.sh, found $1"; fi
}

# own FOLDER NAME MODE: makes it, with this mode, and marks it; one that is there already has to be marked, or empty. The caller has `fail MESSAGE [EXIT]`.
own() {
  if owned "$1" "$2"; then mark "$1" "$2"; return; fi
  if [ -e "$1" ]; then
    [ -d "$1" ] && [ -z "$(ls -A "$1" || echo unreadable)" ] || fail "$(not_own "$1" "$2"); name one that is empty or not there" 2
  else
    mkdir -p "$1"
    chmod "$3" "$1"
  fi
  mark "$1" "$2"
}

mark() { (cd "$1" && pwd -P > ".insight-$2"); }
