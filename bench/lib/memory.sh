# Proportional set size (PSS) of the daemons and of what runs per container. Sourced.

start_stacks
containers=10

# pss PID…: the sum, in MB.
pss() {
  local pid sum=0 kib
  for pid in "$@"; do
    kib=$(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup")
    sum=$((sum + kib))
  done
  awk -v kib="$sum" 'BEGIN { printf "%.1f", kib / 1024 }'
}

# children_of PID: the daemons it started itself (our containerd is below our dockerd).
daemons_of() {
  case $1 in
    ours) echo "${pids[0]}" $(pgrep -f -- "$work/ours/exec/containerd/containerd.toml" || true) ;;
    debian) echo "${pids[1]}" "${pids[2]}" ;;
  esac
}

# shims_of SIDE: the shims, told by the id of a container in their command line.
shims_of() {
  local id
  for id in $("$1" ps -q --no-trunc); do pgrep -f -- "-id $id"; done
}

table "Memory, MB PSS" ours docker.io
row "dockerd and containerd" "$(pss $(daemons_of ours))" "$(pss $(daemons_of debian))"
for side in ours debian; do
  for ((i = 0; i < containers; i++)); do "$side" run -d --network none busybox sleep 100000 >/dev/null; done
done
for side in ours debian; do
  eval "shims_$side=\$(pss \$(shims_of $side))"
done
row "the same, $containers containers" "$(pss $(daemons_of ours))" "$(pss $(daemons_of debian))"
row "shim, per container" "$(awk -v m="$shims_ours" -v n="$containers" 'BEGIN { printf "%.2f", m / n }')" "$(awk -v m="$shims_debian" -v n="$containers" 'BEGIN { printf "%.2f", m / n }')"
