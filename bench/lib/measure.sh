# Measuring and showing. Sourced.

# once FILE COMMAND…: runs the command and adds its duration in µs to the file; a failing command ends everything, with its output.
once() {
  local file=$1 start end
  shift
  start=$EPOCHREALTIME
  "$@" >"$work/out" 2>&1 </dev/null || {
    echo "bench: failed ($?): $*" >&2
    cat "$work/out" >&2
    exit 1
  }
  end=$EPOCHREALTIME
  echo $((${end/./} - ${start/./})) >>"$file"
}

# median FILE: the middle of its numbers.
median() {
  sort -n "$1" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# table TITLE UNIT NAME…: starts a table with a column for each name; the first is ours.
table() {
  title=$1
  columns=$(($# - 1))
  shift
  { echo; echo "## $title"; echo; printf '| |'; printf ' %s |' "$@"; for ((i = 2; i <= $#; i++)); do printf ' %s / %s |' "$1" "${!i}"; done; echo
    printf '|---|'; for ((i = 1; i < $# * 2; i++)); do printf -- '---:|'; done; echo; } >>"$work/report.md"
  printf '\n%s\n%-30s' "$title" ""
  printf '%18s' "$@"
  for ((i = 2; i <= $#; i++)); do printf '%22s' "ours/${!i}"; done
  echo
}

# row NAME VALUE…: one line of the table; the ratio of the first value to each other follows.
row() {
  local name=$1 ours=$2 value
  shift
  { printf '| %s |' "$name"; printf ' %s |' "$@"; } >>"$work/report.md"
  printf '%-30s' "$name"
  printf '%18s' "$@"
  shift
  for value in "$@"; do
    value=$(awk -v a="$ours" -v b="$value" 'BEGIN { printf (b > 0) ? "%.2f" : "-", a / (b > 0 ? b : 1) }')
    printf ' %s |' "$value" >>"$work/report.md"
    printf '%22s' "$value"
  done
  echo >>"$work/report.md"
  echo
}

# row_of_files NAME FILE…: a row of the files' medians, in ms.
row_of_files() {
  local name=$1 file values=()
  shift
  for file in "$@"; do
    values+=("$(awk -v us="$(median "$file")" 'BEGIN { printf "%.1f", us / 1000 }')")
  done
  row "$name" "${values[@]}"
}
