# Sourced by what notes the numbers of the processes that it starts.

# alive FILE: whether the process runs whose number is in the file; one that began after it was noted is another one's, which has got the number since
alive() {
  local age
  [ -f "$1" ] && age="$(ps -o etimes= -p "$(cat "$1")" 2> /dev/null)" && [ $(($(date +%s) - age)) -le $(($(stat -c %Y "$1") + 5)) ]
}
