# The two engines, each with roots of its own below $work. Sourced.

pids=()
networks=()
started=

# await COMMAND…: until it succeeds, for at most 30 s.
await() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.05
  done
  echo "bench: this never succeeded: $*" >&2
  tail -n 20 "$work"/*.log >&2
  exit 1
}

ours() { docker -H "unix://$work/ours/docker.sock" "$@"; }
debian() { docker -H "unix://$work/debian/docker.sock" "$@"; }
cli() { "$bin/stevedore" -H "unix://$work/ours/docker.sock" "$@"; }

# after SIDE: what has to be done after each run of a comparison; it is not measured.
after() { :; }

# compare NAME ARGUMENT…: both engines with the same arguments, and our CLI with them too.
compare() {
  local name=$1 file=$work/docker-${1// /_} round side
  shift
  for ((round = 0; round < warmup; round++)); do
    for side in ours debian cli; do "$side" "$@" >/dev/null </dev/null; after "$side"; done
  done
  for ((round = 0; round < rounds; round++)); do
    for side in ours debian cli; do once "$file-$side" "$side" "$@"; after "$side"; done
  done
  row_of_files "$name" "$file-ours" "$file-debian" "$file-cli"
}

# start_stacks [networks]: both engines, with no network but none and host; or each in a network namespace of its own, with its bridge.
start_stacks() {
  [ -z "$started" ] || return 0
  started=yes
  local ours_in=() debian_in=() debian_flags=(--bridge=none --iptables=false --ip6tables=false --ip-masq=false)
  if [ "${1:-}" = networks ]; then
    new_network && ours_in=(nsenter --net="/proc/$network/ns/net")
    new_network && debian_in=(nsenter --net="/proc/$network/ns/net")
    debian_flags=()
  fi
  export DOCKER_CONFIG=$work/client DOCKER_CLI_HINTS=false
  mkdir -p "$work/ours" "$work/debian"
  echo '{}' | tee "$work/ours/daemon.json" >"$work/debian/daemon.json"
  PATH=$bin:$PATH setsid "${ours_in[@]}" "$bin/stevedored" --config-file="$work/ours/daemon.json" --data-root="$work/ours/data" --exec-root="$work/ours/exec" \
    --pidfile="$work/ours/pid" -H "unix://$work/ours/docker.sock" >"$work/ours.log" 2>&1 </dev/null &
  pids+=($!)
  cat >"$work/debian/containerd.toml" <<END
version = 2
root = "$work/debian/containerd"
state = "$work/debian/containerd-state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "$work/debian/containerd.sock"
END
  setsid "${debian_in[@]}" containerd --config "$work/debian/containerd.toml" >"$work/containerd.log" 2>&1 </dev/null &
  pids+=($!)
  await ctr -a "$work/debian/containerd.sock" version
  setsid "${debian_in[@]}" dockerd --config-file="$work/debian/daemon.json" --data-root="$work/debian/data" --exec-root="$work/debian/exec" --pidfile="$work/debian/pid" \
    --containerd="$work/debian/containerd.sock" "${debian_flags[@]}" \
    -H "unix://$work/debian/docker.sock" >"$work/dockerd.log" 2>&1 </dev/null &
  pids+=($!)
  local side
  for side in ours debian; do
    await "$side" version
    "$side" load -q -i "$work/busybox.tar" >/dev/null
  done
}

# new_network: $network is a process in a network namespace of its own, which is there as long as the process.
new_network() {
  unshare --net sleep infinity &
  network=$!
  networks+=("$network")
  until [ "$(readlink "/proc/$network/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
  nsenter --net="/proc/$network/ns/net" ip link set lo up
}

# stop_stacks: the containers, then the daemons in reverse order, each by its own process id.
stop_stacks() {
  [ -n "$started" ] || return 0
  local side ids i
  for side in ours debian; do
    ids=$("$side" ps -aq 2>/dev/null || true)
    [ -z "$ids" ] || "$side" rm -f $ids >/dev/null 2>&1 || true
  done
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill -TERM "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
  for ((i = 0; i < ${#networks[@]}; i++)); do
    kill "${networks[i]}" 2>/dev/null || true
    wait "${networks[i]}" 2>/dev/null || true
  done
  pids=() networks=()
  # dockerd keeps a handle on the host's network namespace.
  umount "$work/debian/exec/netns/default" 2>/dev/null || true
  started=
}
