# Sourced by what notes the numbers of the processes that it starts.

# alive FILE: whether the process runs whose number is in the file; one that began after it was noted is another one's, which has got the number since
alive() {
  local age
  [ -f "$1" ] && age="$(ps -o etimes= -p "$(cat "$1")" 2> /dev/null)" && [ $(($(date +%s) - age)) -le $(($(stat -c %Y "$1") + 5)) ]
}

# end FILE: ends that process, and takes the file away once it has ended
end() {
  local try
  if alive "$1"; then
    kill "$(cat "$1")"
    for try in $(seq 1 60); do alive "$1" || break; sleep 0.5; done
    if alive "$1"; then kill -9 "$(cat "$1")"; fi
  fi
  rm -f "$1"
}
