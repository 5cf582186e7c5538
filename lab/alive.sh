# Sourced by what notes the numbers of the processes that it starts.

# began PID: when the process began, in ticks since the machine did, which no clock that is set changes (proc(5), starttime); nothing where there is none
began() { sed 's/.*) //' "/proc/$1/stat" 2> /dev/null | cut -d' ' -f20; }

# note FILE PID: keeps the number of a process, and which of all that have had it
note() { echo "$2 $(began "$2")" > "$1"; }

# noted FILE: the number
noted() { local pid ticks; read -r pid ticks < "$1" && echo "$pid"; }

# same FILE: whether the number in the file is that process's still; one that began at another time is another one's, which has got the number since
same() {
  local pid ticks age
  [ -f "$1" ] && read -r pid ticks < "$1" || return 1
  if [ -n "$ticks" ]; then
    [ "$(began "$pid")" = "$ticks" ]
  else
    # A file of before has the number alone; then it goes by the clock.
    age="$(ps -o etimes= -p "$pid" 2> /dev/null)" && [ $(($(date +%s) - age)) -le $(($(stat -c %Y "$1") + 5)) ]
  fi
}

# alive FILE: whether the process runs whose number is in the file. One that has ended keeps its number until its parent has asked how, which the
# first process of a container may do seconds later
alive() {
  same "$1" || return 1
  case "$(sed 's/.*) //' "/proc/$(noted "$1")/stat" 2> /dev/null)" in '' | Z* | X*) return 1 ;; esac
}

# end FILE: ends that process, and takes the file away once it has ended
end() {
  local try
  if alive "$1"; then
    kill "$(noted "$1")"
    for try in $(seq 1 60); do alive "$1" || break; sleep 0.5; done
    if alive "$1"; then kill -9 "$(noted "$1")"; fi
  fi
  rm -f "$1"
}
